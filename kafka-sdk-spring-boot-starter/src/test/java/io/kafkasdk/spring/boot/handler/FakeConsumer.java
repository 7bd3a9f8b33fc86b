package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;

/** A consumer without Kafka, which writes down what it was told. */
final class FakeConsumer implements ManagedConsumer {

    private final String group;
    private final List<String> diary;
    private final Runnable onStart;
    private final Runnable onClose;
    private volatile ConsumerState state = ConsumerState.CREATED;

    FakeConsumer(String group, List<String> diary, Runnable onStart, Runnable onClose) {
        this.group = group;
        this.diary = diary;
        this.onStart = onStart;
        this.onClose = onClose;
    }

    FakeConsumer(String group, List<String> diary, Runnable onClose) {
        this(group, diary, () -> {}, onClose);
    }

    FakeConsumer(String group) {
        this(group, new CopyOnWriteArrayList<>(), () -> {});
    }

    List<String> diary() {
        return diary;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String clientId() {
        return "test." + group;
    }

    @Override
    public Optional<Diagnosis> circuit() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> lagObjective() {
        return Optional.empty();
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return Map.of();
    }

    @Override
    public ConfigExplanation explain() {
        return new ConfigExplanation(clientId(), List.of());
    }

    @Override
    public void start() {
        synchronized (this) {
            if (state != ConsumerState.CREATED) {
                throw new IllegalStateException("was started or closed before");
            }
            state = ConsumerState.RUNNING;
            diary.add(group + " start");
        }
        try {
            onStart.run();
        } catch (KafkaSdkException e) {
            state = e.kind() == ErrorKind.UNREACHABLE ? ConsumerState.CREATED : ConsumerState.FAILED;
            throw e;
        }
    }

    @Override
    public void pause() {
        state = ConsumerState.PAUSED;
    }

    @Override
    public void resume() {
        state = ConsumerState.RUNNING;
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets) {
        return CompletableFuture.completedStage(offsets);
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Instant time) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public ConsumerState state() {
        return state;
    }

    @Override
    public Optional<KafkaSdkException> failure() {
        return Optional.empty();
    }

    @Override
    public Optional<Diagnosis> stall() {
        return Optional.empty();
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public int inFlight(String topic) {
        return 0;
    }

    @Override
    public LagSnapshot lag() {
        throw new IllegalStateException("has no lag");
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(15));
    }

    @Override
    public void close(Duration timeout) {
        synchronized (this) {
            if (state == ConsumerState.CLOSED) {
                return;
            }
            state = ConsumerState.CLOSED;
        }
        onClose.run();
        diary.add(group + " close " + timeout);
    }
}
