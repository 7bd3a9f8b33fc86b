package io.kafkasdk.consumer;

import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.StatusChange;
import io.kafkasdk.lag.MemberFacts;
import io.kafkasdk.lag.TimeLag;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few seconds how a member's consumption goes, and tells what changed: the status of a topic, and whether its
 * lag objective is met.
 *
 * <p><b>Threads:</b> {@link #look} is for the monitor thread; the listener is told by the given executor.
 */
final class LagWatch {

    private final LagTracker tracker;
    private final Member member;
    private final ConsumerEvents events;
    private final Executor teller;
    private final Set<String> late = new HashSet<>();
    private final Set<String> missed = new HashSet<>();

    /**
     * Whose lag it is.
     *
     * @param lifecycle where it is in its life
     * @param circuit says whether records may go on
     * @param pollLimit {@code max.poll.interval.ms}
     * @param objective the longest that a record should wait, where that was declared
     */
    record Member(
            Lifecycle lifecycle,
            Circuit circuit,
            Supplier<Duration> pollLimit,
            @Nullable Duration objective) {}

    LagWatch(LagTracker tracker, Member member, ConsumerEvents events, Executor teller) {
        this.tracker = tracker;
        this.member = member;
        this.events = events;
        this.teller = teller;
    }

    LagTracker tracker() {
        return tracker;
    }

    /** Returns who tells the listener what must not be told under a lock or on the poll thread. */
    Executor teller() {
        return teller;
    }

    /** Returns the longest that a record should wait, where that was declared. */
    Optional<Duration> objective() {
        return Optional.ofNullable(member.objective());
    }

    /**
     * Looks once; before it runs, and while it leaves, there is nothing to see.
     *
     * @param poll watches the poll thread
     */
    void look(ProgressWatchdog poll) {
        ConsumerState state = member.lifecycle().state();
        if (state != ConsumerState.RUNNING && state != ConsumerState.PAUSED && state != ConsumerState.FAILED) {
            return;
        }
        MemberFacts facts = new MemberFacts(
                poll.sinceRound(), member.pollLimit().get(), poll.longHandlers().longest(), pausedBy(state), failure());
        List<StatusChange> changes = tracker.look(facts);
        if (!changes.isEmpty()) {
            // One task, however many topics: the line of the teller is short.
            teller.execute(() -> changes.forEach(change -> events.statusChanged(change.before(), change.now())));
        }
        Duration objective = member.objective();
        if (objective != null) {
            judge(tracker.snapshot(), objective);
        }
    }

    private String pausedBy(ConsumerState state) {
        if (state == ConsumerState.PAUSED) {
            return "the application paused the consumer";
        }
        return member.circuit().isOpen() ? "the circuit is open, because every record fails" : "";
    }

    /** Its first line says it all, and names no payload. */
    private String failure() {
        return member.lifecycle().failure().map(why -> why.diagnosis().what()).orElse("");
    }

    /** One look may fall into a hiccup: it takes two in a row to miss the objective. Unknown changes nothing. */
    private void judge(LagSnapshot lag, Duration limit) {
        List<String> gone =
                missed.stream().filter(topic -> !lag.topics().contains(topic)).toList();
        if (!gone.isEmpty()) {
            // It is another member's now.
            missed.removeAll(gone);
            teller.execute(() -> gone.forEach(events::lagObjectiveMet));
        }
        late.retainAll(lag.topics());
        for (String topic : lag.topics()) {
            TimeLag time = lag.time(topic);
            if (!time.isKnown()) {
                continue;
            }
            if (time.age().compareTo(limit) <= 0) {
                late.remove(topic);
                if (missed.remove(topic)) {
                    teller.execute(() -> events.lagObjectiveMet(topic));
                }
            } else if (!late.add(topic) && missed.add(topic)) {
                teller.execute(() -> events.lagObjectiveMissed(topic, time, limit));
            }
        }
    }
}
