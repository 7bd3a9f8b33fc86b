package io.kafkasdk.reliability.subject;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.SendLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends with the SDK as an application does that knows nothing of faults, and writes down what it was told.
 *
 * <p>Claims at its clean end: {@code acked}, {@code rejected} and {@code unknown} as the SDK's meters have them, and
 * {@code longest-send-micros}, the longest that one {@code send} held up its caller.
 */
public final class SdkSender implements Life.Subject {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final KafkaSdk sdk;
    private final SimpleMeterRegistry meters;
    private final GuardedProducer<byte[], byte[]> producer;
    private final RecordStream stream;
    private final SendLog log;
    private final Pace pace;
    private final LongestSend longest = new LongestSend();
    private final AtomicBoolean isReady = new AtomicBoolean();

    private SdkSender(
            KafkaSdk sdk,
            SimpleMeterRegistry meters,
            GuardedProducer<byte[], byte[]> producer,
            SubjectSpec spec,
            SendLog log) {
        this.sdk = sdk;
        this.meters = meters;
        this.producer = producer;
        this.stream = RecordStream.of(spec);
        this.log = log;
        this.pace = new Pace(spec);
    }

    /** The child JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        SubjectSpec spec = SubjectSpec.parse(arguments);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(Access.ofSdk(spec))
                .application(spec.name())
                .meterRegistry(meters)
                .build();
        // Declared, so that the first send does not wait for metadata.
        var settings = ProducerSettings.named("load", new ByteArraySerializer(), new ByteArraySerializer())
                .topics(spec.topics());
        SendLog log = Ledger.in(spec.ledger()).sends(spec.name(), spec.number(Setting.LIFE));
        Footprint.tell(spec.number(Setting.SAMPLE), () -> meters.getMeters().size(), log::sample);
        Life.live(new SdkSender(sdk, meters, sdk.producer(settings), spec, log));
    }

    @Override
    public void work() throws InterruptedException {
        pace.run(this::sendNext);
    }

    private void sendNext() {
        RecordStream.Item item = stream.next();
        log.intent(item.stamp());
        longest.measure(
                () -> producer.send(item.record()).whenComplete((receipt, failure) -> told(item, receipt, failure)));
        if (isReady.compareAndSet(false, true)) {
            Life.ready();
        }
    }

    private void told(RecordStream.Item item, @Nullable SendReceipt receipt, @Nullable Throwable failure) {
        SendOutcome outcome = SendOutcome.of(receipt, failure);
        if (outcome instanceof SendOutcome.Delivered delivered) {
            SendReceipt where = delivered.receipt();
            log.acked(item.stamp().id(), new TopicPartition(where.topic(), where.partition()), where.offset());
        } else if (outcome instanceof SendOutcome.Rejected) {
            log.rejected(item.stamp().id(), text(failure));
        } else {
            log.unknown(item.stamp().id(), text(failure));
        }
    }

    /** The class and the kind, and the text that the application sees. */
    private static String text(@Nullable Throwable failure) {
        Throwable told = failure instanceof CompletionException ? failure.getCause() : failure;
        return told instanceof SendFailedException failed
                ? "SendFailedException " + failed.diagnosis().kind() + ": " + failed.getMessage()
                : String.valueOf(told);
    }

    @Override
    public void end() throws InterruptedException {
        pace.stop(2_000);
        producer.close(CLOSE_LIMIT);
        log.claim("acked", counted("success"));
        log.claim("rejected", counted("rejected"));
        log.claim("unknown", counted("unknown"));
        log.claim(LongestSend.CLAIM, longest.micros());
        sdk.close();
        log.close();
    }

    private long counted(String outcome) {
        return (long) meters.find("kafka.sdk.producer.records").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
