package io.kafkasdk.consumer;

import java.util.List;
import java.util.Objects;

/** The facts of a running member, for its watchdog. */
final class MemberProgress implements ProgressSource {

    private final MemberParts parts;

    MemberProgress(MemberParts parts) {
        this.parts = parts;
    }

    @Override
    public List<RunningHandler> running() {
        return parts.assignment().all().stream()
                .map(OwnedPartition::handling)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<WaitingRecord> waiting() {
        return parts.lanes().waiting();
    }

    @Override
    public CommitFacts commits() {
        return parts.committer().facts();
    }

    @Override
    public FlowFacts flow() {
        Assignment assignment = parts.assignment();
        return new FlowFacts(
                parts.flow().isBudgetSpent() ? Held.BUDGET : Held.NOTHING,
                assignment.recordsInFlight(),
                assignment.recordsFinished());
    }

    @Override
    public List<PartitionFacts> partitions() {
        return parts.lag().lastSample();
    }
}
