package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.SafeTopic;
import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.metrics.KafkaSdkMetrics;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.resilience.Breaker;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.SecuritySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the SDK adds to one send, from the call to the completed future, where the Kafka client costs nothing: both of its
 * threads' shares, without what two threads cost each other.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SendPathBenchmark {

    private static final String TOPIC = "orders";
    private static final String CLIENT_ID = "jmh.orders";

    /** Whether sends are metered. */
    @Param({"false", "true"})
    public boolean metered;

    private final byte[] key = "key-4711".getBytes(StandardCharsets.UTF_8);
    private final byte[] value = new byte[100];
    private final AcksAtOnce client = new AcksAtOnce(TOPIC);
    private KafkaGuardedProducer<byte[], byte[]> producer = producer(new SendListener() {});

    /** Makes the producer. */
    @Setup(Level.Trial)
    public void open() {
        if (metered) {
            producer = producer(
                    new KafkaSdkMetrics(new SimpleMeterRegistry(), "main", MetricsOptions.DEFAULT, List::of).sends());
        }
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void close() {
        producer.close(Duration.ZERO);
    }

    /** How little it could cost: a record, a future and a callback. */
    @Benchmark
    public CompletableFuture<RecordMetadata> aFutureForEachRecord() {
        CompletableFuture<RecordMetadata> future = new CompletableFuture<>();
        client.send(new ProducerRecord<>(TOPIC, key, value), (metadata, failure) -> future.complete(metadata));
        return future;
    }

    /** What it costs with checks, budget, breaker, receipt and listener. */
    @Benchmark
    public CompletableFuture<SendReceipt> guarded() {
        return producer.send(TOPIC, key, value);
    }

    private KafkaGuardedProducer<byte[], byte[]> producer(SendListener listener) {
        AcksGuard guard = SafeTopic.guard(TOPIC);
        QuietListener quiet = new QuietListener(listener);
        BreakerNews news = new BreakerNews(CLIENT_ID, quiet);
        AccessCures access = new AccessCures(new SecuritySettings.Plaintext());
        ThrottleWatch throttle = new ThrottleWatch(CLIENT_ID, access, Map.of());
        SendGate gate = new SendGate(
                throttle,
                new Breaker(CLIENT_ID, news, System::nanoTime),
                news,
                new SendGate.Limits(new InFlightBudget(InFlightLimits.DEFAULT), null),
                System::nanoTime);
        FailureDesk desk = new FailureDesk(new FailureSources(guard, access, throttle), CLIENT_ID);
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, Duration.ofSeconds(1), client, null),
                ProducerSettings.named("orders", new ByteArraySerializer(), new ByteArraySerializer()),
                ExplainedConfig.of(ProducerConfig.configDef()),
                new SendContext(
                        CLIENT_ID,
                        guard,
                        quiet,
                        desk,
                        gate,
                        SendTracing.NONE,
                        new AckClock(quiet.wantsEachTime(), System::nanoTime),
                        new PayloadTap()),
                () -> {});
    }
}
