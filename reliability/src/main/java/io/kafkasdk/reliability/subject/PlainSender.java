package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.SendLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the same as {@link SdkSender} with the plain Kafka client and its defaults, so that its gaps can be compared. Claims
 * at its clean end: {@code longest-send-micros}.
 */
public final class PlainSender implements Life.Subject {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** Errors after which a record is certainly not in the log; of all others the plain client does not say it. */
    private static final Set<Class<? extends Exception>> CERTAIN = Set.of(
            RecordTooLargeException.class,
            SerializationException.class,
            InvalidTopicException.class,
            TopicAuthorizationException.class);

    private final Producer<byte[], byte[]> producer;
    private final RecordStream stream;
    private final SendLog log;
    private final Pace pace;
    private final LongestSend longest = new LongestSend();
    private final AtomicBoolean isReady = new AtomicBoolean();

    private PlainSender(Producer<byte[], byte[]> producer, SubjectSpec spec, SendLog log) {
        this.producer = producer;
        this.stream = RecordStream.of(spec);
        this.log = log;
        this.pace = new Pace(spec);
    }

    /** A sender in this JVM. */
    static PlainSender of(SubjectSpec spec) {
        return new PlainSender(
                new KafkaProducer<>(Access.ofPlain(spec), new ByteArraySerializer(), new ByteArraySerializer()),
                spec,
                Ledger.in(spec.ledger()).sends(spec.name(), spec.number(Setting.LIFE)));
    }

    /** The child JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        SubjectSpec spec = SubjectSpec.parse(arguments);
        PlainSender sender = of(spec);
        Footprint.tell(spec.number(Setting.SAMPLE), () -> -1, sender.log::sample);
        Life.live(sender);
    }

    @Override
    public void work() throws InterruptedException {
        pace.run(this::sendNext);
    }

    private void sendNext() {
        RecordStream.Item item = stream.next();
        log.intent(item.stamp());
        longest.measure(() -> producer.send(item.record(), (metadata, error) -> told(item, metadata, error)));
        if (isReady.compareAndSet(false, true)) {
            Life.ready();
        }
    }

    private void told(RecordStream.Item item, RecordMetadata metadata, @Nullable Exception error) {
        if (error == null) {
            log.acked(item.stamp().id(), new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset());
        } else if (CERTAIN.contains(error.getClass())) {
            log.rejected(item.stamp().id(), error.toString());
        } else {
            log.unknown(item.stamp().id(), error.toString());
        }
    }

    @Override
    public void end() throws InterruptedException {
        pace.stop(2_000);
        producer.close(CLOSE_LIMIT);
        log.claim(LongestSend.CLAIM, longest.micros());
        log.close();
    }
}
