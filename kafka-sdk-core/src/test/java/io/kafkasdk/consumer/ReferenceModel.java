package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Delivery.Fate;
import io.kafkasdk.consumer.SimulatedLog.Entry;
import io.kafkasdk.settings.Ordering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What may and must happen to records, told in the plainest way: sets and a scan of the log. Knows nothing of the engine.
 * The first violation counts; it is kept and not thrown, because the engine takes what a handler throws for a failure.
 */
final class ReferenceModel {

    private final Scenario scenario;
    private final SimulatedLog log;
    private final Trace trace;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Invocation> running = new ArrayList<>();
    private final List<BitSet> ended;
    private @Nullable Violation first;

    ReferenceModel(Scenario scenario, SimulatedLog log, Trace trace) {
        this.scenario = scenario;
        this.log = log;
        this.trace = trace;
        this.ended = IntStream.range(0, log.partitions())
                .mapToObj(partition -> new BitSet())
                .toList();
    }

    /** Takes a fetched record and returns its number. */
    int fetched(SimulatedMember process, Tenure tenure, Entry entry) {
        tenure.fetched(entry.index());
        deliveries.add(new Delivery(process, tenure, entry));
        return deliveries.size() - 1;
    }

    Delivery delivery(int number) {
        return deliveries.get(number);
    }

    /** Takes the start of a handler. */
    void started(Invocation call) {
        Delivery delivery = call.delivery();
        Entry entry = delivery.entry();
        trace.add(() -> "  handler of " + delivery + " starts");
        if (delivery.tenure().isKnown(entry.index())) {
            violated(Check.C9_HANDLED_AGAIN, delivery + " was finished in an accepted commit");
        }
        if (!delivery.tenure().isActive()) {
            violated(Check.C2_STARTED_AFTER_LEAVING, delivery + " starts");
        }
        if (delivery.fate() != null || delivery.isAcknowledged() || delivery.lettersUnderWay() > 0) {
            violated(Check.C3_TWO_ENDS, delivery + " starts after its end");
        }
        for (Invocation other : running) {
            boolean isOrdered =
                    other.delivery() == delivery || areOrdered(other.delivery().entry(), entry);
            if (other.isIn(delivery.process()) && isOrdered) {
                violated(Check.C2_TWO_AT_A_TIME, delivery + " starts while " + other.delivery() + " runs");
            }
        }
        checkOrder(delivery);
        running.add(call);
    }

    private void checkOrder(Delivery delivery) {
        Entry entry = delivery.entry();
        Tenure tenure = delivery.tenure();
        for (Entry before : log.entries(entry.partition()).subList(0, entry.index())) {
            boolean isOpen = !tenure.isKnown(before.index()) && !tenure.hasFinished(before.index());
            if (isOpen && areOrdered(before, entry)) {
                violated(Check.C2_OUT_OF_ORDER, delivery + " starts before " + before + " has ended");
            }
        }
    }

    private boolean areOrdered(Entry one, Entry other) {
        if (one.partition() != other.partition()) {
            return false;
        }
        boolean sameKey = one.key() != null && one.key().equals(other.key());
        return scenario.ordering() == Ordering.PARTITION || (scenario.ordering() == Ordering.KEY && sameKey);
    }

    /** Takes the end of a handler; one that came too late counts for nothing. */
    void returned(Invocation call, boolean succeeded) {
        boolean isInTime = running.remove(call);
        Delivery delivery = call.delivery();
        trace.add(() ->
                "  handler of " + delivery + (succeeded ? " succeeds" : " fails") + (isInTime ? "" : ", too late"));
        if (succeeded && isInTime) {
            ended(delivery, Fate.PROCESSED);
        } else if (isInTime) {
            delivery.failed();
        }
    }

    boolean isRunning(Invocation call) {
        return running.contains(call);
    }

    /** Takes it that a handler ran out of time. */
    void late(Invocation call) {
        trace.add(() -> "  handler of " + call.delivery() + " runs out of time");
        running.remove(call);
        call.delivery().failed();
    }

    /** Takes it that a process is gone; its handlers had their effect or not. */
    void crashed(SimulatedMember process, Dice dice) {
        for (Invocation call : List.copyOf(running)) {
            if (call.isIn(process)) {
                returned(call, dice.chance(50));
            }
        }
    }

    /** Takes it that a dead letter is written. */
    void letterStarted(Delivery delivery, int attempts) {
        trace.add(() -> "  dead letter of " + delivery + " is written");
        boolean isEarly = attempts < scenario.attempts() || attempts != delivery.failures();
        if (isEarly) {
            violated(Check.C5_GIVEN_UP_EARLY, delivery + " after " + attempts + " of " + delivery.failures());
        }
        if (delivery.fate() != null) {
            violated(Check.C3_TWO_ENDS, delivery + " is given up after its end");
        }
        delivery.letterStarted();
    }

    void letterEnded(Delivery delivery, boolean acknowledged) {
        trace.add(() -> "  dead letter of " + delivery + (acknowledged ? " is acknowledged" : " is refused"));
        delivery.letterEnded(acknowledged);
        if (acknowledged) {
            ended(delivery, Fate.DEAD_LETTERED);
        }
    }

    /** Takes what the engine says it did. */
    void saidDeadLettered(SimulatedMember process, int partition, long offset) {
        if (find(process, partition, offset).stream().noneMatch(Delivery::isAcknowledged)) {
            violated(Check.C6_DEAD_LETTER_LOST, process + " " + partition + "@" + offset);
        }
    }

    /** Takes what the engine says it did. */
    void saidSkipped(SimulatedMember process, int partition, long offset) {
        List<Delivery> found = find(process, partition, offset);
        Delivery latest = found.get(found.size() - 1);
        trace.add(() -> "  " + latest + " is skipped");
        if (latest.failures() < scenario.attempts()) {
            violated(Check.C5_GIVEN_UP_EARLY, latest + " after " + latest.failures());
        }
        ended(latest, Fate.SKIPPED);
    }

    private List<Delivery> find(SimulatedMember process, int partition, long offset) {
        return deliveries.stream()
                .filter(delivery -> delivery.process() == process
                        && delivery.entry().partition() == partition
                        && delivery.entry().offset() == offset)
                .toList();
    }

    private void ended(Delivery delivery, Fate fate) {
        if (delivery.fate() != null) {
            violated(Check.C3_TWO_ENDS, delivery + " is " + fate + " after " + delivery.fate());
        }
        delivery.ended(fate);
        ended.get(delivery.entry().partition()).set(delivery.entry().index());
    }

    /** Checks at the end that each record came to an end. */
    void checkNothingLost() {
        for (int partition = 0; partition < log.partitions(); partition++) {
            int missing = ended.get(partition).nextClearBit(0);
            if (missing < log.entries(partition).size()) {
                violated(Check.C1_RECORD_LOST, log.entries(partition).get(missing) + " never came to an end");
            }
        }
    }

    void violated(Check check, String message) {
        violated(check, message, null);
    }

    void violated(Check check, String message, @Nullable Throwable cause) {
        if (first == null) {
            first = new Violation(check, message, cause);
            trace.add(() -> "  VIOLATION " + check + ": " + message);
        }
    }

    void throwIfViolated() {
        Violation found = first;
        if (found != null) {
            throw found;
        }
    }
}
