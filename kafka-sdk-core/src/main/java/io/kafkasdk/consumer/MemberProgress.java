package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Completions.Wait;
import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a running member, for its watchdog. Nothing is kept for it while all is well: it looks at what the workers
 * have in hand, and at what is parked in the lanes.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class MemberProgress implements ProgressSource {

    private final MemberParts parts;
    private final Lane.Step step;
    private final Circuit circuit;

    MemberProgress(MemberParts parts, Lane.Step step, Circuit circuit) {
        this.parts = parts;
        this.step = step;
        this.circuit = circuit;
    }

    @Override
    public List<RunningHandler> running() {
        List<RunningHandler> running = new ArrayList<>(step.running());
        parts.workers().desks().forEach(desk -> desk.running().ifPresent(running::add));
        return running;
    }

    /**
     * What is parked is all that waits, also what was called back and no worker has taken yet. A record whose next attempt
     * runs counts too: that it runs now and then does not end its trouble.
     */
    @Override
    public List<WaitingRecord> waiting() {
        Set<Work> works = new LinkedHashSet<>(parts.lanes().parked());
        parts.workers().desks().stream()
                .map(Desk::current)
                .filter(Objects::nonNull)
                .forEach(works::add);
        List<WaitingRecord> waiting = new ArrayList<>();
        for (Work work : works) {
            WaitingRecord record = work.owner().isStopped() ? null : waiting(work);
            if (record != null) {
                waiting.add(record);
            }
        }
        return waiting;
    }

    private @Nullable WaitingRecord waiting(Work work) {
        Work.Trouble trouble = work.trouble();
        if (trouble == null || (trouble.why() == Wait.CIRCUIT && !circuit.isOpen())) {
            return null;
        }
        GivenUp givenUp = work.givenUp();
        return new WaitingRecord(
                work.owner().partition(),
                work.record().offset(),
                work.failedAttempts(),
                trouble.failure(),
                trouble.why() == Wait.CIRCUIT ? circuit.openedNanos() : trouble.sinceNanos(),
                reason(trouble.why()),
                givenUp == null ? null : givenUp.deadLetterTopic());
    }

    private static Reason reason(Wait why) {
        return switch (why) {
            case RETRY -> Reason.RETRY;
            case DEAD_LETTER -> Reason.DEAD_LETTER;
            case CIRCUIT -> Reason.CIRCUIT;
        };
    }

    @Override
    public CommitFacts commits() {
        return parts.committer().facts();
    }

    @Override
    public FlowFacts flow() {
        Assignment assignment = parts.assignment();
        return new FlowFacts(held(), assignment.recordsInFlight(), assignment.recordsFinished());
    }

    private Held held() {
        if (parts.flow().isBudgetSpent()) {
            return Held.BUDGET;
        }
        boolean isWithoutRoom = parts.assignment().all().stream()
                .anyMatch(owner -> !owner.held().isEmpty());
        return isWithoutRoom ? Held.METADATA_ROOM : Held.NOTHING;
    }

    @Override
    public @Nullable Diagnosis unreadable() {
        return parts.assignment().all().stream()
                .map(OwnedPartition::unreadable)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<PartitionFacts> partitions() {
        return parts.lag().lastSample();
    }
}
