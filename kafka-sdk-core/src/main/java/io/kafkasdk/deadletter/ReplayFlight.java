package io.kafkasdk.deadletter;

import io.kafkasdk.producer.SendReceipt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The letters that were read and are not settled, in the order they were read: a partition is done up to the first letter
 * that is not acknowledged, and no further once one has failed.
 *
 * <p><b>Threads:</b> for the thread that replays; only the futures are shared.
 */
final class ReplayFlight {

    static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 16L << 20;

    private final ReplayTally tally;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private long bytes;
    private @Nullable FailedLetter firstFailure;

    ReplayFlight(ReplayTally tally) {
        this.tally = tally;
    }

    /** One letter; without a send where it is left alone. */
    private record Entry(
            TopicPartition partition,
            long offset,
            int bytes,
            @Nullable CompletableFuture<SendReceipt> send) {}

    /**
     * A letter that could not be sent.
     *
     * @param partition where it was read
     * @param offset where it was read
     * @param reason why
     */
    record FailedLetter(TopicPartition partition, long offset, Throwable reason) {}

    /** Takes a letter that is not sent. */
    void pass(ConsumerRecord<byte[], byte[]> letter) {
        entries.add(new Entry(partition(letter), letter.offset(), 0, null));
    }

    /** Takes a letter that is on its way. */
    void add(ConsumerRecord<byte[], byte[]> letter, CompletableFuture<SendReceipt> send) {
        int size = Math.max(0, letter.serializedKeySize()) + Math.max(0, letter.serializedValueSize());
        bytes += size;
        entries.add(new Entry(partition(letter), letter.offset(), size, send));
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> letter) {
        return new TopicPartition(letter.topic(), letter.partition());
    }

    /** Returns whether as much is under way as may be. */
    boolean isFull() {
        return entries.size() >= MOST_RECORDS || bytes >= MOST_BYTES;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Counts the letters that ended, up to the first that has not. Returns whether there were some. */
    boolean settle() {
        boolean some = false;
        for (Entry head = entries.peek(); head != null && isDone(head); head = entries.peek()) {
            entries.remove();
            bytes -= head.bytes();
            count(head);
            some = true;
        }
        return some;
    }

    private static boolean isDone(Entry entry) {
        return entry.send() == null || entry.send().isDone();
    }

    private void count(Entry entry) {
        Throwable failure = entry.send() == null ? null : failureOf(entry.send());
        if (failure != null) {
            tally.failed();
            held.add(entry.partition());
            if (firstFailure == null) {
                firstFailure = new FailedLetter(entry.partition(), entry.offset(), failure);
            }
            return;
        }
        if (entry.send() != null) {
            tally.replayed();
        }
        if (!held.contains(entry.partition())) {
            tally.doneBelow(entry.partition(), entry.offset() + 1);
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<SendReceipt> send) {
        try {
            send.getNow(null);
            return null;
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (CancellationException e) {
            return e;
        }
    }

    /** Waits until the oldest letter has ended, but no longer than the limit. */
    void awaitOldest(Duration limit) throws InterruptedException {
        Entry head = entries.peek();
        if (head == null || head.send() == null) {
            return;
        }
        try {
            head.send().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException told) {
            // Whoever settles finds out.
        }
    }

    /** Counts those that have not ended as failed: nobody waits for them any more. */
    void abandon() {
        settle();
        for (Entry entry : entries) {
            if (entry.send() != null) {
                tally.failed();
            }
        }
        entries.clear();
    }

    /** Returns the first letter that failed, null while none has. */
    @Nullable
    FailedLetter firstFailure() {
        return firstFailure;
    }
}
