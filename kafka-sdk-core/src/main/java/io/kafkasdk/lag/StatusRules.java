package io.kafkasdk.lag;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Judges how the consumption of one topic goes, by what this process sees of its own partitions. No rule depends on how
 * often offsets are committed, and an idle topic is always fine.
 *
 * @param member what it depends on beside the lag
 * @param nowNanos monotonic time
 */
record StatusRules(MemberFacts member, long nowNanos) {

    private static final long SETTLING_NANOS = Duration.ofSeconds(15).toNanos();

    /** A status and what it rests on. */
    record Judgement(ConsumptionStatus status, String evidence) {}

    /** Judges the partitions of one topic. */
    Judgement judge(Collection<PartitionTrack> tracks, LagTrend trend) {
        if (!member.failure().isEmpty()) {
            return new Judgement(ConsumptionStatus.STOP, "the consumer failed: " + member.failure());
        }
        Optional<PartitionTrack> behind = worst(tracks, track -> track.isKnown(nowNanos), PartitionTrack::records)
                .filter(track -> track.records() > 0);
        if (behind.isPresent()) {
            return behind(behind.get(), tracks, trend);
        }
        return tracks.stream()
                .filter(track -> !track.isKnown(nowNanos))
                .findAny()
                .map(track -> new Judgement(ConsumptionStatus.UNKNOWN, notKnown(track)))
                .orElse(new Judgement(ConsumptionStatus.OK, ""));
    }

    private Judgement behind(PartitionTrack most, Collection<PartitionTrack> tracks, LagTrend trend) {
        if (member.sincePoll().compareTo(member.pollPatience()) > 0) {
            return new Judgement(
                    ConsumptionStatus.STOP,
                    place(most) + " and " + most.records()
                            + " records wait, and the poll thread has not come round for "
                            + seconds(member.sincePoll()));
        }
        if (!member.pausedBy().isEmpty()) {
            return new Judgement(ConsumptionStatus.PAUSED, most.records() + " records wait: " + member.pausedBy());
        }
        return stalled(tracks)
                .or(() -> rewound(tracks))
                .orElseGet(() -> new Judgement(moving(most, tracks, trend), growth(trend)));
    }

    private ConsumptionStatus moving(PartitionTrack most, Collection<PartitionTrack> tracks, LagTrend trend) {
        if (most.assignedNanos(nowNanos) < SETTLING_NANOS) {
            return ConsumptionStatus.UNKNOWN;
        }
        if (trend.fallsBehind(nowNanos)) {
            return ConsumptionStatus.WARN;
        }
        return tracks.stream().allMatch(track -> track.isKnown(nowNanos))
                ? ConsumptionStatus.OK
                : ConsumptionStatus.UNKNOWN;
    }

    private Optional<Judgement> stalled(Collection<PartitionTrack> tracks) {
        long patience = member.stallPatience().toNanos();
        return worst(
                        tracks,
                        track -> track.isKnown(nowNanos)
                                && track.records() > 0
                                && track.stillNanos(nowNanos) >= patience,
                        track -> track.stillNanos(nowNanos))
                .map(track -> new Judgement(
                        ConsumptionStatus.STALL,
                        place(track) + " has been the oldest unfinished record for "
                                + seconds(Duration.ofNanos(track.stillNanos(nowNanos))) + ", and "
                                + track.records() + " records wait; it may be poison"));
    }

    private Optional<Judgement> rewound(Collection<PartitionTrack> tracks) {
        return worst(
                        tracks,
                        track -> track.isKnown(nowNanos)
                                && track.records() > 0
                                && track.seen().frontier() < track.highestFrontier(),
                        track -> track.highestFrontier() - track.seen().frontier())
                .map(track -> new Judgement(
                        ConsumptionStatus.REWIND,
                        place(track) + " is "
                                + (track.highestFrontier() - track.seen().frontier()) + " offsets before "
                                + track.highestFrontier() + ", where it was already"));
    }

    private String notKnown(PartitionTrack track) {
        return track.seen().frontier() == PartitionLag.UNKNOWN
                ? track.seen().partition() + " has no position yet"
                : "nobody confirmed the end of " + track.seen().partition() + " for "
                        + seconds(LagTracker.UNKNOWN_AFTER);
    }

    private static String growth(LagTrend trend) {
        double velocity = trend.velocity();
        return velocity > 0 ? "the lag grows by " + Math.round(velocity) + " records/s" : "";
    }

    private static Optional<PartitionTrack> worst(
            Collection<PartitionTrack> tracks, Predicate<PartitionTrack> which, ToLongFunction<PartitionTrack> by) {
        return tracks.stream().filter(which).max(Comparator.comparingLong(by));
    }

    private static String place(PartitionTrack track) {
        return track.seen().partition() + "@" + track.seen().frontier();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
