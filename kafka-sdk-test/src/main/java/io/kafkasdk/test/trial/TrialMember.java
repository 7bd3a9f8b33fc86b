package io.kafkasdk.test.trial;

import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Stamp;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One member of the group on trial: where it reads, and the ear that hears what it handles.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class TrialMember {

    private final String name;
    private final TrialTopics topics;
    private final HandlingLog log;
    private final PoisonRule poison;
    private final AtomicLong attempts;

    TrialMember(String name, TrialTopics topics, HandlingLog log, PoisonRule poison, AtomicLong attempts) {
        this.name = name;
        this.topics = topics;
        this.log = log;
        this.poison = poison;
        this.attempts = attempts;
    }

    /** Its name, such as {@code member-2}; no other member of the trial has the same. */
    public String name() {
        return name;
    }

    /** Returns what belongs into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return topics.bootstrapServers();
    }

    /** Returns the topic to read. Keys are text in UTF-8. Read it from its first record: {@code auto.offset.reset=earliest}. */
    public String topic() {
        return topics.source();
    }

    /** Returns the consumer group to be in. */
    public String group() {
        return topics.group();
    }

    /**
     * Returns where records belong that cannot be handled: {@code <topic>.<group>.dlt}, which exists, with as many
     * partitions as the topic. A dead letter keeps key, value and headers of its record.
     */
    public String deadLetterTopic() {
        return topics.deadLetters();
    }

    /**
     * Runs the handler for one record and writes down when that began and how it ended. Call it at each attempt, where the
     * library calls the handler.
     *
     * @param record as it was read, with its headers; the types of key and value do not matter
     * @throws RefusedByTrialException in place of the handler, when the record is poison
     * @throws Exception what the handler throws
     */
    public void handle(ConsumerRecord<?, ?> record, HandlingLog.Handler handler) throws Exception {
        attempts.incrementAndGet();
        log.handle(record, () -> {
            if (Stamp.read(record.headers())
                    .filter(stamp -> poison.isRefused(stamp.id().number()))
                    .isPresent()) {
                throw new RefusedByTrialException("The trial refuses " + record.topic() + "-" + record.partition()
                        + " at offset " + record.offset() + " at each attempt; it belongs into " + deadLetterTopic());
            }
            handler.handle();
        });
    }

    /** The member got these partitions. Tell it, and the loss of them, when the library does; it makes judgements finer. */
    public void assigned(Collection<TopicPartition> partitions) {
        log.assigned(partitions);
    }

    /** The member gave these partitions back. */
    public void revoked(Collection<TopicPartition> partitions) {
        log.revoked(partitions);
    }

    /** The member learned that these partitions are no longer its own. */
    public void lost(Collection<TopicPartition> partitions) {
        log.lost(partitions);
    }

    @Override
    public String toString() {
        return name;
    }
}
