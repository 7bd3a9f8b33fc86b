package io.kafkasdk.transaction;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.producer.RetriedRecords;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A transactional producer on top of Kafka's: one transaction at a time, and a new client after any doubt. */
final class KafkaTransactionalProducer<K, V> implements TransactionalProducer<K, V> {

    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(10);
    /** For a client whose transaction has ended. */
    private static final Duration IDLE_CLOSE = Duration.ofSeconds(1);

    private final TransactionSettings<K, V> settings;
    private final TransactionContext context;
    private final ClientSlot clients;
    private final FailureTexts texts;
    private final ExplainedConfig config;
    /** Held while a block runs: that is the rule of one transaction at a time, and all that it guards. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable OpenTransaction<K, V> open;

    KafkaTransactionalProducer(
            TransactionSettings<K, V> settings,
            TransactionContext context,
            ClientSlot clients,
            FailureTexts texts,
            ExplainedConfig config) {
        this.settings = settings;
        this.context = context;
        this.clients = clients;
        this.texts = texts;
        this.config = config;
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T run(TransactionBlock<K, V, T, X> block) throws X {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("A block of '" + context.clientId()
                    + "' asks for another transaction of the same producer; use the one it was given");
        }
        takeTurn();
        try {
            OpenTransaction<K, V> transaction = begin();
            open = transaction;
            T result = inside(block, transaction);
            finish(transaction);
            return result;
        } finally {
            open = null;
            if (closed.get()) {
                clients.close(IDLE_CLOSE);
            }
            turn.unlock();
        }
    }

    private void takeTurn() {
        boolean mine = false;
        try {
            mine = turn.tryLock(settings.transactionTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(texts.interrupted())), e);
        }
        if (!mine) {
            throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(texts.crowded())), null);
        }
        if (closed.get()) {
            turn.unlock();
            throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(texts.closed())), null);
        }
    }

    private OpenTransaction<K, V> begin() {
        try {
            TransactionClient client = clients.ready();
            if (client == null) {
                throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(texts.closed())), null);
            }
            long began = context.nanoClock().getAsLong();
            client.begin();
            return new OpenTransaction<>(client, settings, context, texts, began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(texts.interrupted())), e);
        } catch (TransactionFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            tellFencing(FailureTexts.isFencing(e));
            clients.discard();
            throw TransactionFailedException.aborted(texts.ofStart(Trouble.of(e, 0)), e);
        }
    }

    private <T extends @Nullable Object, X extends Exception> T inside(
            TransactionBlock<K, V, T, X> block, OpenTransaction<K, V> transaction) throws X {
        try {
            return block.run(transaction);
        } catch (Throwable thrown) {
            transaction.end();
            // Before the abort, which fails the records that still wait, and that is no news.
            boolean failedBefore = transaction.isDoomed();
            abort(transaction);
            if (failedBefore && !transaction.failure().equals(thrown)) {
                thrown.addSuppressed(transaction.failure());
            }
            throw thrown;
        } finally {
            transaction.end();
        }
    }

    /** Commits what the block did, or aborts it and says why. */
    private void finish(OpenTransaction<K, V> transaction) {
        try {
            transaction.awaitAcknowledgements();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted()) {
            transaction.doom(Trouble.of(texts.interrupted()));
        }
        if (transaction.age() >= settings.transactionTimeout().toNanos()) {
            // Not left to the coordinator: then a commit might still win the race, and nobody would know.
            transaction.doom(Trouble.of(texts.tooSlow()));
        }
        if (transaction.client().isClosing()) {
            transaction.doom(Trouble.of(texts.closed()));
        }
        if (transaction.isDoomed()) {
            abort(transaction);
            throw transaction.failure();
        }
        try {
            transaction.client().commit();
        } catch (RuntimeException e) {
            throw notCommitted(transaction, e);
        }
    }

    /**
     * Once a commit was asked for, only an acknowledged abort proves that it did not happen: a fencing may answer the
     * second request of which the first was carried out, its answer lost with a broker.
     */
    private TransactionFailedException notCommitted(OpenTransaction<K, V> transaction, RuntimeException reason) {
        Trouble trouble = Trouble.of(reason, transaction.age());
        boolean undecided = reason instanceof TimeoutException || reason instanceof InterruptException;
        boolean aborted = !undecided && transaction.client().abort();
        tellFencing(FailureTexts.isFencing(reason));
        clients.discard();
        return aborted
                ? TransactionFailedException.aborted(texts.ofAborted(trouble), reason)
                : TransactionFailedException.unknown(texts.ofUnknown(trouble), reason);
    }

    private void abort(OpenTransaction<K, V> transaction) {
        boolean acknowledged = transaction.client().abort();
        tellFencing(transaction.isFenced());
        if (!acknowledged || transaction.isFenced()) {
            clients.discard();
        }
    }

    private void tellFencing(boolean fenced) {
        if (fenced) {
            context.listener().fenced(clientId());
        }
    }

    @Override
    public String clientId() {
        return context.clientId();
    }

    @Override
    public String transactionalId() {
        return context.transactionalId();
    }

    @Override
    public ConfigExplanation explain() {
        return config.explain();
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return clients.metrics();
    }

    @Override
    public void close() {
        close(DEFAULT_CLOSE);
    }

    @Override
    public void close(Duration timeout) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clients.stop();
        if (turn.isHeldByCurrentThread()) {
            // Within a block: what that one did is settled first, then run(...) closes.
            return;
        }
        Duration limit = Deadline.bounded(timeout);
        Deadline deadline = Deadline.in(limit);
        boolean idle = awaitTurn(limit.multipliedBy(2).dividedBy(3));
        try {
            clients.close(Thread.currentThread().isInterrupted() ? Duration.ZERO : deadline.remaining());
        } finally {
            if (idle) {
                turn.unlock();
            }
        }
    }

    /** Returns the topics of which some record of the open transaction is not acknowledged for over a second. */
    Set<String> stalledTopics() {
        OpenTransaction<K, V> transaction = open;
        return transaction == null ? Set.of() : transaction.stalledTopics();
    }

    /** Returns the records that were sent again since the last call. For one caller. */
    List<RetriedRecords> retries() {
        List<RetriedRecords> retried = new ArrayList<>();
        clients.retries()
                .forEach((topic, count) -> retried.add(new RetriedRecords(clientId(), topic, count, Durability.ALL)));
        return retried;
    }

    /** Returns whether {@link #close(Duration)} was called; a block may still run. */
    boolean isClosed() {
        return closed.get();
    }

    private boolean awaitTurn(Duration limit) {
        try {
            return turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Whoever wants us to stop waits no longer; the coordinator aborts what is left open at its timeout.
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
