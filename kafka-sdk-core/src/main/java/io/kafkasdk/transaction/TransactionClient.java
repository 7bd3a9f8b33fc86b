package io.kafkasdk.transaction;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.RetryWatch;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka producer with a transactional.id. Repeats the calls that Kafka allows to repeat after a timeout, because only
 * the repetition can tell how they ended.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #send}, {@link #close}, {@link #retries} and {@link #metrics}.
 */
final class TransactionClient {

    private static final Logger log = LoggerFactory.getLogger(TransactionalProducer.class);

    private final Producer<byte[], byte[]> kafka;
    private final String clientId;
    private final Bounds bounds;
    private final RetryWatch retries = new RetryWatch();
    private volatile boolean closing;

    TransactionClient(Producer<byte[], byte[]> kafka, String clientId, Bounds bounds) {
        this.kafka = kafka;
        this.clientId = clientId;
        this.bounds = bounds;
    }

    /**
     * How long the calls may take.
     *
     * @param oneTry of one call; Kafka's max.block.ms
     * @param allTries of one call with its repetitions
     * @param nanoClock monotonic time in nanoseconds
     */
    record Bounds(Duration oneTry, Duration allTries, LongSupplier nanoClock) {}

    /** Takes the transactional.id over: aborts what its last holder left open, and fences it. */
    void init() {
        repeat(kafka::initTransactions);
    }

    void begin() {
        kafka.beginTransaction();
    }

    // The callback is told everything that the client's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        kafka.send(record, callback);
    }

    void offsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        kafka.sendOffsetsToTransaction(offsets, group);
    }

    /**
     * Has records that linger sent at once. Does not block: Kafka's flush waits without a bound of its own, because the
     * client expires no record while it waits for an answer of the coordinator (Sender.runOnce). Its thread ends when all
     * records have ended, at the latest with the abort or the end of the client.
     */
    void hurry() {
        SdkThreads.newThread("flush", clientId, this::flush).start();
    }

    private void flush() {
        try {
            kafka.flush();
        } catch (RuntimeException e) {
            // Each record that failed tells so itself.
            log.debug("The records of '{}' could not be flushed", clientId, e);
        }
    }

    /** Returns by topic the records that it sent again since the last call. For one caller. */
    Map<String, Long> retries() {
        return retries.risen(kafka.metrics());
    }

    /** Returns its meters; never blocks. */
    Map<MetricName, ? extends Metric> metrics() {
        return kafka.metrics();
    }

    /**
     * Commits. An interrupt does not stop that, but leaves it one more try: nobody would know how it ended. The thread is
     * interrupted again afterwards.
     *
     * @throws RuntimeException when it is not known to be committed
     */
    void commit() {
        withoutInterrupt(() -> {
            try {
                repeat(kafka::commitTransaction);
            } catch (InterruptException interrupted) {
                // Kafka sets the flag again when it throws this.
                Thread.interrupted();
                try {
                    kafka.commitTransaction();
                } finally {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    /** Aborts, also on an interrupted thread; returns whether the coordinator said that it is aborted. */
    boolean abort() {
        boolean[] acknowledged = {false};
        withoutInterrupt(() -> {
            try {
                repeat(kafka::abortTransaction);
                acknowledged[0] = true;
            } catch (RuntimeException e) {
                log.debug("A transaction could not be aborted; its client is given up, which has the same effect", e);
            }
        });
        return acknowledged[0];
    }

    /** Returns whether {@link #close} was called: Kafka aborts an open transaction then. */
    boolean isClosing() {
        return closing;
    }

    /** Closes, mostly within the timeout; aborts an open transaction unless the timeout is zero. Twice is fine. */
    void close(Duration timeout) {
        closing = true;
        withoutInterrupt(() -> {
            try {
                kafka.close(timeout);
            } catch (KafkaException e) {
                log.warn("The Kafka client '{}' was closed the hard way", clientId, e);
                // Set again by an interrupt that is the reason; it would end this one too.
                Thread.interrupted();
                kafka.close(Duration.ZERO);
            }
        });
    }

    /** A try begins only where it also ends in time. */
    private void repeat(Runnable call) {
        Deadline deadline = Deadline.in(bounds.allTries(), bounds.nanoClock());
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException e) {
                if (deadline.remaining().compareTo(bounds.oneTry()) < 0) {
                    throw e;
                }
            }
        }
    }

    private static void withoutInterrupt(Runnable call) {
        boolean interrupted = Thread.interrupted();
        try {
            call.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
