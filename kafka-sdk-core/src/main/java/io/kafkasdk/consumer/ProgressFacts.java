package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressSource.CommitFacts;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import io.kafkasdk.error.Diagnosis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one look of the watchdog saw: enough to judge, and nothing that changes.
 *
 * @param cluster what can be reached
 * @param pollFailure why polls fail, null when the last one went well
 * @param unreadable why a partition cannot be read on, null while all can
 * @param running handlers that run
 * @param oldest the thread of the one that runs longest, null where it has none
 * @param waiting records that wait after a failure
 * @param commits how commits go
 * @param flow what is in flight
 * @param partitions where partitions stand
 * @param still since when what should move does not
 */
record ProgressFacts(
        ClusterFacts cluster,
        @Nullable PollFailure pollFailure,
        @Nullable Diagnosis unreadable,
        List<RunningHandler> running,
        @Nullable ThreadSnapshot oldest,
        List<WaitingRecord> waiting,
        CommitFacts commits,
        FlowFacts flow,
        List<PartitionFacts> partitions,
        Still still) {

    /**
     * What can be reached.
     *
     * @param unreachable whether no broker could be reached for a while
     * @param missingTopics subscribed topics that do not exist
     */
    record ClusterFacts(boolean unreachable, List<String> missingTopics) {}

    /**
     * Why polls fail.
     *
     * @param why the diagnosis of the last one
     * @param sinceNanos when the first one in a row failed
     */
    record PollFailure(Diagnosis why, long sinceNanos) {}

    /**
     * Since when what should move does not, in monotonic time.
     *
     * @param partitions those behind their end that bring no records; only those
     * @param memberNanos since when the member is without partitions and not a settled one; null when it is settled
     * @param completionNanos since when nothing was finished though records are in flight; null when nothing is in flight
     * @param idleNanos since when, besides, nobody was seen to work on them
     */
    record Still(
            List<StillPartition> partitions,
            @Nullable Long memberNanos,
            @Nullable Long completionNanos,
            @Nullable Long idleNanos) {}

    /**
     * A partition that brings no records.
     *
     * @param facts where it stands
     * @param sinceNanos since when
     * @param leaderless whether the client knows of no leader
     */
    record StillPartition(PartitionFacts facts, long sinceNanos, boolean leaderless) {}
}
