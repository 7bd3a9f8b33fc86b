package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Group;
import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Ledger;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of one group, made with the plain Kafka client and its defaults as its documentation shows it: poll, handle each
 * record, {@code commitSync}. It handles every value, so give it no values that fail. For the comparison of gaps.
 */
public final class PlainMember implements Life.Subject {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long END_LIMIT_SECONDS = 15;

    private final Consumer<byte[], byte[]> consumer;
    private final Group group;
    private final HandlingLog log;
    private final LoggedWork work;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isEnding;

    private PlainMember(Consumer<byte[], byte[]> consumer, Group group, HandlingLog log, LoggedWork work) {
        this.consumer = consumer;
        this.group = group;
        this.log = log;
        this.work = work;
    }

    /** The child JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        SubjectSpec spec = SubjectSpec.parse(arguments);
        if (spec.groups().size() != 1) {
            throw new IllegalArgumentException("A plain member has one group");
        }
        Group group = spec.groups().get(0);
        Map<String, Object> config = Access.ofPlain(spec);
        config.put("group.id", group.name());
        config.put("group.protocol", group.protocol());
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        int session = spec.number(Setting.SESSION);
        if (session > 0 && group.protocol().equals("classic")) {
            config.put("session.timeout.ms", session);
            config.put("heartbeat.interval.ms", session / 6);
        }
        HandlingLog log = Ledger.in(spec.ledger()).handling(group.name(), spec.member());
        Footprint.tell(spec.number(Setting.SAMPLE), () -> -1, log::sample);
        Life.live(new PlainMember(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                group,
                log,
                LoggedWork.of(spec, log)));
    }

    @Override
    public void work() throws InterruptedException {
        consumer.subscribe(group.topics(), new Told(log));
        Life.ready();
        try {
            while (!isEnding) {
                try {
                    pollOnce();
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    // As a commit that came too late: what a loop does that is to live on.
                    System.out.println("Goes on after " + e);
                }
            }
            consumer.close();
        } finally {
            ended.countDown();
        }
    }

    private void pollOnce() throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            log.began(record);
            work.takeTime();
            log.done(record);
        }
        consumer.commitSync();
    }

    @Override
    public void end() throws InterruptedException {
        isEnding = true;
        if (!ended.await(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            System.out.println("The consumer does not end within " + END_LIMIT_SECONDS + " s");
            return;
        }
        log.close();
    }

    /** Writes down what the client tells. */
    private record Told(HandlingLog log) implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.assigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            log.revoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            log.lost(partitions);
        }
    }
}
