package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the engine of a consumer tells its watchdog.
 *
 * <p><b>Threads:</b> asked on the poll thread, about once a second; answers must not block. They are copies.
 */
interface ProgressSource {

    /** Returns the handlers that run now, with a thread or without. */
    List<RunningHandler> running();

    /** Returns the records that failed or may not be tried: those that wait, and those that another attempt runs for. */
    List<WaitingRecord> waiting();

    /** Returns whether commits fail. */
    CommitFacts commits();

    /** Returns how much is in flight, and whether that holds back fetching. */
    FlowFacts flow();

    /** Returns why one of the owned partitions cannot be read on; null while all can. */
    @Nullable
    Diagnosis unreadable();

    /** Returns where each owned partition stands, as last sampled. */
    List<PartitionFacts> partitions();

    /** Why a record waits. */
    enum Reason {
        /** To be tried again. */
        RETRY,
        /** The dead letter topic did not take it yet. */
        DEAD_LETTER,
        /** The circuit is open. */
        CIRCUIT
    }

    /**
     * One record that is kept from its end; its key waits with it.
     *
     * @param partition its partition
     * @param offset its offset
     * @param attempts how many times it was tried
     * @param failureClass class of what it threw last, or of what the write to the dead letter topic failed with; empty
     *     where nothing failed
     * @param sinceNanos in monotonic time: when it failed first; when the dead letter was first sent; when the circuit opened
     * @param reason what it waits for
     * @param deadLetterTopic where it should go, where it should go anywhere
     */
    record WaitingRecord(
            TopicPartition partition,
            long offset,
            int attempts,
            String failureClass,
            long sinceNanos,
            Reason reason,
            @Nullable String deadLetterTopic) {

        String place() {
            return partition + "@" + offset;
        }
    }

    /**
     * How commits go.
     *
     * @param errorClass class of the last error, null when the last commit was taken
     * @param failingSinceNanos when the first one in a row failed, in monotonic time; counts only with an error
     */
    record CommitFacts(@Nullable String errorClass, long failingSinceNanos) {

        static final CommitFacts FINE = new CommitFacts(null, 0);
    }

    /** What holds back fetching. */
    enum Held {
        /** Nothing. */
        NOTHING,
        /** The budget in records or bytes is spent. */
        BUDGET,
        /** Too many records are finished beyond an unfinished one for the commit to remember them. */
        METADATA_ROOM
    }

    /**
     * What is in flight.
     *
     * @param held what holds back fetching
     * @param inFlight records fetched and not finished
     * @param finished records finished since the start; only its changes count
     */
    record FlowFacts(Held held, int inFlight, long finished) {}

    /**
     * Where one owned partition stands.
     *
     * @param partition the partition
     * @param frontier the lowest unfinished offset, -1 where unknown
     * @param position the offset to fetch next, -1 where unknown
     * @param behind records between position and end, -1 where unknown
     * @param paused whether it is not to be fetched, whoever wants that
     */
    record PartitionFacts(TopicPartition partition, long frontier, long position, long behind, boolean paused) {

        static final long UNKNOWN = -1;
    }
}
