package io.kafkasdk.share;

import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.share.Taken.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that are taken and not finished, kept in step with what the Kafka client knows of them.
 *
 * <p>Under explicit acknowledgement the client takes a poll only when each record of the last one is acknowledged, renewal
 * included. A renewed record can be acknowledged again only after another poll has returned it (KIP-1222, KAFKA-20458),
 * and new records come only when none of the old ones is left. So there are two sorts here: those in hand, which can be
 * acknowledged now, and those whose renewal is on its way, whose end must wait.
 *
 * <p><b>Threads:</b> poll thread only, except {@link #size()}.
 */
final class Holdings {

    private static final Logger log = LoggerFactory.getLogger(Holdings.class);
    private static final long FLUSH_NANOS = Duration.ofMillis(50).toNanos();

    private final String group;
    private final ShareConsumer<byte[], byte[]> client;
    private final LongSupplier nanoClock;
    private final Map<Place, Taken> inHand = new LinkedHashMap<>();
    private final Map<Place, Taken> renewing = new LinkedHashMap<>();
    private final LogLimiter refused;
    private boolean renewable;
    private boolean unsent;
    private long lastFlushNanos;
    private volatile int size;

    Holdings(String group, ShareConsumer<byte[], byte[]> client, boolean renewable, LongSupplier nanoClock) {
        this.group = group;
        this.client = client;
        this.renewable = renewable;
        this.nanoClock = nanoClock;
        this.refused = new LogLimiter(Duration.ofSeconds(30), nanoClock);
        this.lastFlushNanos = nanoClock.getAsLong() - FLUSH_NANOS;
    }

    /** Returns how many records are taken and not finished; for any thread. */
    int size() {
        return size;
    }

    /** Returns whether the client takes a poll: nothing in hand that is not acknowledged. */
    boolean mayPoll() {
        return inHand.isEmpty();
    }

    /** Returns whether nothing is taken any more. */
    boolean isEmpty() {
        return inHand.isEmpty() && renewing.isEmpty();
    }

    /** Returns whether renewals are on their way. */
    boolean isRenewing() {
        return !renewing.isEmpty();
    }

    /** Returns whether the brokers prolong locks, as far as is known. */
    boolean isRenewable() {
        return renewable;
    }

    /** Polls, and returns the records that are new; those that come back with a renewed lock are in hand again. */
    List<Taken> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = client.poll(timeout);
        // With a poll the client sends all that was acknowledged.
        unsent = false;
        List<Taken> fresh = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Place place = Place.of(record);
            Taken known = renewing.remove(place);
            if (known == null) {
                known = new Taken(record);
                fresh.add(known);
            }
            inHand.put(place, known);
            if (known.end() != null) {
                finish(known, known.end());
            }
        }
        if (!fresh.isEmpty()) {
            // It fetches only when no renewal is left: what still waits for one is forgotten there.
            renewing.clear();
        }
        count();
        return fresh;
    }

    /** Acknowledges a record, now or as soon as its renewal is over. */
    void finish(Taken taken, AcknowledgeType how) {
        Place place = taken.place();
        if (inHand.remove(place, taken)) {
            acknowledge(taken, how);
        } else if (renewing.get(place) == taken) {
            taken.endsWith(how);
        }
        // Else its lock was lost, and the brokers deliver it again: they take no acknowledgement of it.
        count();
    }

    private boolean acknowledge(Taken taken, AcknowledgeType how) {
        try {
            client.acknowledge(taken.record(), how);
            unsent = true;
            return true;
        } catch (IllegalStateException e) {
            // The client forgot it, such as after a refused renewal.
            log.debug("Share group '{}': {} can no longer be acknowledged", group, taken, e);
            return false;
        }
    }

    /** Sends what is acknowledged without waiting for the next poll, several at a time. */
    void flushIfDue() {
        long now = nanoClock.getAsLong();
        if (unsent && now - lastFlushNanos >= FLUSH_NANOS) {
            lastFlushNanos = now;
            unsent = false;
            client.commitAsync();
        }
    }

    /** Prolongs the locks of all records in hand; waits for the answer at most so long. */
    void renew(Duration limit) {
        for (Map.Entry<Place, Taken> entry : inHand.entrySet()) {
            if (acknowledge(entry.getValue(), AcknowledgeType.RENEW)) {
                renewing.put(entry.getKey(), entry.getValue());
            }
        }
        inHand.clear();
        unsent = false;
        try {
            client.commitSync(limit).forEach((partition, error) -> error.ifPresent(e -> refused(partition, null, e)));
        } catch (WakeupException e) {
            // Somebody wants to close; the renewals are on their way.
        } catch (KafkaException e) {
            log.debug("Share group '{}': no answer yet to the renewal of locks", group, e);
        }
    }

    /** Told by the client, during its calls, how acknowledgements ended. */
    void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception error) {
        if (error != null) {
            offsets.forEach((partition, some) -> refused(partition, some, error));
        }
    }

    private void refused(TopicIdPartition topicId, @Nullable Set<Long> offsets, Exception error) {
        TopicPartition partition = topicId.topicPartition();
        if (error instanceof UnsupportedVersionException) {
            renewable = false;
        }
        // The client forgot those that were to be renewed; the brokers deliver them again when the lock is over.
        renewing.keySet()
                .removeIf(place ->
                        place.partition().equals(partition) && (offsets == null || offsets.contains(place.offset())));
        count();
        refused.log(note -> log.warn(
                "Share group '{}': the brokers refused acknowledgements or renewals of records of {}: {}. They are "
                        + "delivered again. Most often their lock was over: handlers, or the records that wait for one, "
                        + "took longer than share.record.lock.duration.ms{}",
                group,
                partition,
                error.getClass().getSimpleName(),
                note));
    }

    /** Gives back what no worker has begun. */
    int releaseUnclaimed() {
        List<Taken> unclaimed = new ArrayList<>();
        for (Taken taken : all()) {
            if (taken.claim()) {
                unclaimed.add(taken);
            }
        }
        unclaimed.forEach(taken -> finish(taken, AcknowledgeType.RELEASE));
        return unclaimed.size();
    }

    /** Gives back all that is not finished, and sends all that is acknowledged; waits at most so long. */
    void releaseAll(Duration limit) {
        all().forEach(taken -> finish(taken, AcknowledgeType.RELEASE));
        unsent = false;
        try {
            client.commitSync(limit);
        } catch (KafkaException e) {
            log.debug("Share group '{}': the last acknowledgements may not have arrived", group, e);
        }
    }

    private List<Taken> all() {
        List<Taken> all = new ArrayList<>(inHand.values());
        renewing.values().stream().filter(taken -> taken.end() == null).forEach(all::add);
        return all;
    }

    /** Returns whether something is neither finished nor given back. */
    boolean isBusy() {
        return !all().isEmpty();
    }

    private void count() {
        size = inHand.size()
                + (int) renewing.values().stream()
                        .filter(taken -> taken.end() == null)
                        .count();
    }
}
