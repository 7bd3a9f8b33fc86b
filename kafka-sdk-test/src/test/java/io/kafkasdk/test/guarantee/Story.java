package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.CommitSeen;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Ownership;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Removal;
import io.kafkasdk.test.ledger.ResourceUse;
import io.kafkasdk.test.ledger.Sample;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Skip;
import io.kafkasdk.test.ledger.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Evidence written by hand: one producer, one topic, one group. Times are milliseconds. */
final class Story {

    static final String TOPIC = "orders";
    static final String DEAD = "orders.dead";
    static final String GROUP = "billing";
    static final GroupDuty DUTY = new GroupDuty(GROUP, Set.of(TOPIC), Optional.of(DEAD));

    private static final long MS = 1_000_000;

    private final Map<RecordId, Sent> sent = new LinkedHashMap<>();
    private final List<Logged> logs = new ArrayList<>();
    private final List<Handling> handlings = new ArrayList<>();
    private final List<CommitSeen> commits = new ArrayList<>();
    private final List<Ownership> ownerships = new ArrayList<>();
    private final List<FaultPeriod> faults = new ArrayList<>();
    private final List<Removal> removals = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    static RecordId id(long number) {
        return new RecordId("shop", 0, number);
    }

    static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    static Stamp stamp(long number, String key) {
        return new Stamp(id(number), TOPIC, key, number, 0);
    }

    Evidence evidence() {
        return new Evidence(sent, logs, handlings, commits, ownerships, faults, removals, skips, claims, samples);
    }

    /** Acknowledged in partition 0 one millisecond after the send, with its number as offset, and in the log. */
    Story inLog(long number, String key, long at) {
        return acked(number, key, at, number).logged(number, key, 0, number);
    }

    /** Acknowledged in partition 0, whatever the log has. */
    Story acked(long number, String key, long at, long offset) {
        sent.put(
                id(number),
                new Sent(stamp(number, key), at * MS, Sent.Outcome.ACKED, (at + 1) * MS, partition(0), offset, "", 1));
        return this;
    }

    Story notAcked(long number, Sent.Outcome outcome, long at, String why, int told) {
        sent.put(
                id(number),
                new Sent(stamp(number, "k"), at * MS, outcome, told == 0 ? 0 : (at + 1) * MS, null, -1, why, told));
        return this;
    }

    Story toldTwice(long number) {
        Sent once = sent.get(id(number));
        sent.put(
                id(number),
                new Sent(
                        once.stamp(),
                        once.intendedAt(),
                        once.outcome(),
                        once.toldAt(),
                        once.place(),
                        once.offset(),
                        once.why(),
                        2));
        return this;
    }

    Story logged(long number, String key, int partition, long offset) {
        return logged(stamp(number, key), partition(partition), offset, true);
    }

    Story logged(Stamp stamp, TopicPartition partition, long offset, boolean isIntact) {
        logs.add(new Logged(partition, offset, Optional.of(stamp), isIntact));
        return this;
    }

    /** The log is without this record. */
    Story notInLog(long number) {
        logs.removeIf(
                logged -> logged.stamp().filter(s -> s.id().equals(id(number))).isPresent());
        return this;
    }

    Story deadLetter(long number) {
        return logged(stamp(number, "k"), new TopicPartition(DEAD, 0), number, true);
    }

    Story done(String member, long number, long from, long until) {
        return handled(member, number, from, until, Handling.End.DONE);
    }

    Story failed(String member, long number, long from, long until) {
        return handled(member, number, from, until, Handling.End.FAILED);
    }

    /** An attempt at a record of partition 0 whose offset is its number. */
    Story handled(String member, long number, long from, long until, Handling.End end) {
        handlings.add(new Handling(
                GROUP,
                member,
                partition(0),
                number,
                Optional.of(id(number)),
                from * MS,
                end == Handling.End.CUT ? Handling.NEVER : until * MS,
                end));
        return this;
    }

    Story commit(long offset, long at) {
        commits.add(new CommitSeen(GROUP, partition(0), offset, at * MS, at * MS + 1));
        return this;
    }

    Story owned(String member, long from, long until, Ownership.End end) {
        ownerships.add(new Ownership(
                GROUP, member, partition(0), from * MS, end == Ownership.End.CUT ? Long.MAX_VALUE : until * MS, end));
        return this;
    }

    Story fault(String fault, String target, long from, long healed, long until) {
        faults.add(new FaultPeriod(fault, target, from * MS, healed * MS, until * MS));
        return this;
    }

    Story removed(long below, long at) {
        removals.add(new Removal(TOPIC, 0, below, at * MS));
        return this;
    }

    Story deleted(long at) {
        removals.add(new Removal(TOPIC, Removal.ALL_PARTITIONS, Long.MAX_VALUE, at * MS));
        return this;
    }

    Story skipped(String member, long from, long to, long at) {
        skips.add(new Skip(GROUP, member, partition(0), from, to, at * MS));
        return this;
    }

    Story claim(String who, String what, long count) {
        claims.add(new Claim(who, what, count));
        return this;
    }

    Story sample(long at, int threads, long heap) {
        samples.add(new Sample("shop.0", at * MS, new ResourceUse(threads, -1, heap, 10)));
        return this;
    }
}
