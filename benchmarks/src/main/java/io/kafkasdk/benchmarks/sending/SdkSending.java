package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.Acks;
import io.kafkasdk.benchmarks.child.ProducerFigures;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.child.SendingChild;
import io.kafkasdk.benchmarks.child.SendingSide;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The SDK with a meter registry, as applications have it. */
final class SdkSending implements SendingSide {

    /** Names a {@link TuningProfile}. */
    static final String PROFILE = "profile";

    /** {@link #FUTURES} or {@link #VIEW}. */
    static final String WAY = "way";

    /** {@code send}, and a dependent on each future. */
    static final String FUTURES = "futures";

    /** {@code asKafkaProducer().send} with a callback, as a program written for Kafka's client does it. */
    static final String VIEW = "view";

    static final Duration MAX_BLOCK = Duration.ofSeconds(60);

    private final GuardedProducer<byte[], byte[]> producer;
    private final BiConsumer<byte[], Acks> way;

    private SdkSending(GuardedProducer<byte[], byte[]> producer, BiConsumer<byte[], Acks> way) {
        this.producer = producer;
        this.way = way;
    }

    public static void main(String[] args) {
        SendingChild.run(args, SdkSending::start);
    }

    private static SendingSide start(SendTask task) {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(task.bootstrapServers()))
                .application("suite")
                .profile(TuningProfile.valueOf(task.text(PROFILE)))
                .meterRegistry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .build();
        String topic = task.topic();
        GuardedProducer<byte[], byte[]> producer = sdk.producer(settings(topic));
        return new SdkSending(producer, task.text(WAY).equals(VIEW) ? view(topic, producer) : futures(topic, producer));
    }

    /** Returns what differs from the defaults: where to, and to wait where Kafka's own client waits. */
    static ProducerSettings<byte[], byte[]> settings(String topic) {
        return ProducerSettings.named("flood", new ByteArraySerializer(), new ByteArraySerializer())
                .topics(topic)
                .maxBlock(MAX_BLOCK);
    }

    // What a dependent returns is nobody's.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static BiConsumer<byte[], Acks> futures(String topic, GuardedProducer<byte[], byte[]> producer) {
        return (value, acks) -> producer.send(topic, null, value).whenComplete(acks);
    }

    // The callback is told what Kafka's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static BiConsumer<byte[], Acks> view(String topic, GuardedProducer<byte[], byte[]> producer) {
        Producer<byte[], byte[]> view = producer.asKafkaProducer();
        return (value, acks) -> view.send(new ProducerRecord<>(topic, value), acks);
    }

    @Override
    public void send(byte[] value, Acks acks) {
        way.accept(value, acks);
    }

    @Override
    public double metric(String name) {
        return ProducerFigures.of(producer.kafkaMetrics(), name);
    }
}
