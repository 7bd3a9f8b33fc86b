package io.kafkasdk.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.lag.LagScenario.Plan;
import io.kafkasdk.lag.LagScenario.Stamps;
import io.kafkasdk.lag.PartitionLag.Offsets;
import io.kafkasdk.lag.PartitionSample.Timestamps;
import io.kafkasdk.lag.TimeLag.Source;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a tracker may say: it knows exactly what was told to the tracker, and what is true. */
final class LagTruth {

    private static final long WALL = 1_700_000_000_000L;
    private static final long UNKNOWN = PartitionLag.UNKNOWN;
    /** Records take so long to arrive, and a sample is that much late. */
    private static final double ARRIVAL = 0.4;

    private final Plan plan;
    private final LagErrors errors;
    private final String name;
    private final long[] ends;
    private @Nullable PartitionSample seen;
    private long end;
    private long confirmed;
    private long start;
    private long quietUntil;
    private long sightedSince;

    LagTruth(Plan plan, LagErrors errors, String seed) {
        this.plan = plan;
        this.errors = errors;
        this.name = plan.scenario() + " " + seed;
        this.ends = new long[(int) (plan.scenario().seconds * 1_000L / LagWorld.TICK)];
        forget(0);
    }

    /** Another tracker, or another assignment, which knows nothing. */
    void forget(long now) {
        sightedSince = now;
        seen = null;
        end = UNKNOWN;
        start = UNKNOWN;
    }

    /** Another log. While the consumer has seen nothing of it yet, nobody can know. */
    void madeAnew(long now) {
        quietUntil = now + 3_000;
    }

    /** What can be read now. */
    void ends(long now, long readable) {
        ends[(int) (now / LagWorld.TICK)] = readable;
    }

    void sampled(long now, PartitionSample sample) {
        PartitionSample before = seen;
        seen = sample;
        boolean repeats = before != null && before.end() == sample.end();
        if (sample.end() == UNKNOWN || repeats) {
            return;
        }
        boolean fromAnotherLog = now < quietUntil;
        if (sample.end() >= end || now - confirmed >= 15_000 || fromAnotherLog) {
            if (sample.end() < end) {
                start = UNKNOWN;
            }
            end = sample.end();
            confirmed = now;
        }
    }

    void answered(long now, long told, long askedMillis) {
        boolean isOvertaken = told < end && confirmed > askedMillis;
        if (seen != null && !isOvertaken) {
            end = told;
            confirmed = now;
        }
    }

    void startAnswered(long told) {
        if (seen != null) {
            start = told;
        }
    }

    /** Nobody answers, or nobody polls: also the question that is on its way may be lost. */
    void blind(long now) {
        sightedSince = now;
    }

    void check(long now, LagSnapshot snapshot, ModelLog log) {
        PartitionSample sample = seen;
        if (sample == null || now < quietUntil) {
            return;
        }
        PartitionLag lag = snapshot.partitions().get(0);
        Supplier<String> where = () -> name + " at " + now / 1e3 + " s: " + sample + " " + lag + ", told end " + end;
        boolean known = end != UNKNOWN && now - confirmed < 30_000;
        OptionalLong records = lag.records();
        assertThat(records.isPresent()).as(where).isEqualTo(known);
        if (!known) {
            assertThat(lag.time()).as(where).isEqualTo(TimeLag.UNKNOWN);
            errors.estimated(Source.UNKNOWN, 0);
            return;
        }
        long oldest = Math.max(sample.frontier(), start);
        assertThat(records.getAsLong()).as(where).isEqualTo(Math.max(0, end - oldest));
        if (now - Math.max(sightedSince, quietUntil) > 20_000) {
            checkFresh(now, lag.offsets(), sample, where);
        }
        boolean isLevel = records.getAsLong() == 0;
        checkTime(
                lag.time(),
                isLevel ? 0 : (now - log.readableSince(oldest)) / 1e3,
                isLevel ? 0 : (now - log.appendedAt(oldest)) / 1e3,
                where);
        naive(now, records.getAsLong(), sample, log, oldest);
    }

    /** No end is older than the time after which it is asked for, and the questions on their way. */
    private void checkFresh(long now, Offsets offsets, PartitionSample sample, Supplier<String> where) {
        long age = sample.isPaused() ? 4_500 : 17_500;
        assertThat(offsets.end())
                .as(where)
                .isBetween(ends[(int) ((now - age) / LagWorld.TICK)], ends[(int) (now / LagWorld.TICK)]);
    }

    /** Of a transaction: between the append of a record and its end it is as old as one likes to say. */
    private void checkTime(TimeLag time, double truth, double sinceAppend, Supplier<String> where) {
        Supplier<String> what = () -> where.get() + ", truly " + truth + " s old";
        assertThat(time.source() == Source.LEVEL).as(what).isEqualTo(end <= Math.max(seenFrontier(), start));
        double off = Math.max(0, Math.max(truth - time.seconds(), time.seconds() - sinceAppend));
        double error = time.error().toNanos() / 1e9 + 1e-6;
        switch (time.source()) {
            case LEVEL -> assertThat(time.seconds()).as(what).isZero();
            case TABLE -> {
                assertThat(Math.abs(time.seconds() - truth)).as(what).isLessThanOrEqualTo(error);
                assertThat(off).as(what).isLessThanOrEqualTo(bound(truth));
            }
            case RECORD -> {
                if (isHonest()) {
                    assertThat(off).as(what).isLessThanOrEqualTo(ARRIVAL);
                }
            }
            case BOUNDS -> {
                if (isHonest()) {
                    assertThat(off).as(what).isLessThanOrEqualTo(error + ARRIVAL);
                }
            }
            case UNKNOWN ->
                assertThat(start > seenFrontier() || !isInHand()).as(what).isTrue();
        }
        errors.estimated(time.source(), off);
    }

    /** What is long ago fades where no honest timestamp is in hand. */
    private double bound(double truth) {
        boolean fades = truth > 300 && !(isHonest() && isInHand());
        return fades ? Math.max(plan.scenario().bound, truth / 100) : plan.scenario().bound;
    }

    private boolean isInHand() {
        return seen != null && seen.timestamps().oldest() != Timestamps.NONE;
    }

    private long seenFrontier() {
        return seen == null ? UNKNOWN : seen.frontier();
    }

    private boolean isHonest() {
        return plan.scenario().stamps == Stamps.HONEST && plan.scenario() != LagScenario.TRANSACTIONS;
    }

    /** What others show: now less the timestamp of the last record that was consumed, 0 when there is no lag. */
    private void naive(long now, long records, PartitionSample sample, ModelLog log, long oldest) {
        long done = sample.timestamps().done();
        if (records == 0 || done == Timestamps.NONE) {
            return;
        }
        double estimate = (WALL + now - done) / 1e3;
        errors.naive(Math.abs(estimate - (now - log.readableSince(oldest)) / 1e3));
    }
}
