package io.kafkasdk.test.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers again and again for the committed offsets of groups, and writes the answers down. A question that fails,
 * because the brokers are down, is asked again later.
 *
 * <p><b>Lifecycle</b>: asks in a thread of its own until {@link #close()}.
 */
public final class CommitWatch implements AutoCloseable {

    private final LedgerFile file;
    private final Admin admin;
    private final List<String> groups;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failed;

    private CommitWatch(LedgerFile file, Admin admin, Collection<String> groups, Duration every) {
        this.file = file;
        this.admin = admin;
        this.groups = List.copyOf(groups);
        this.every = every;
    }

    static CommitWatch start(LedgerFile file, Admin admin, Collection<String> groups, Duration every) {
        CommitWatch watch = new CommitWatch(file, admin, groups, every);
        Thread thread = new Thread(watch::run, "kafka-sdk-test-commit-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Looks once more, now; returns false when a group could not be asked. */
    public boolean look() {
        boolean complete = true;
        for (String group : groups) {
            long asked = System.nanoTime();
            try {
                Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(5, TimeUnit.SECONDS);
                offsets.forEach((partition, commit) -> {
                    if (commit != null) {
                        file.write(
                                EntryKind.COMMIT_SEEN,
                                asked,
                                group,
                                partition.topic(),
                                partition.partition(),
                                commit.offset());
                    }
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
                complete = false;
            }
        }
        return complete;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = e;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Stops; blocks until a question that is under way has its answer, at most some seconds for each group.
     *
     * @throws IllegalStateException when it had to give up before, so that commits were not seen from then on
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!ended.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The question for commits of " + groups + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
        if (failed != null) {
            throw new IllegalStateException("The commits of " + groups + " were not watched to the end", failed);
        }
    }
}
