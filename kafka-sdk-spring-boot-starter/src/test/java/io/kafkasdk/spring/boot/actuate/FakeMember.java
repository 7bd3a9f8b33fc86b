package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer that is what a test says. */
record FakeMember(
        ConsumerState state,
        LagSnapshot lagSnapshot,
        @Nullable Diagnosis stalled,
        boolean isAtStandstill,
        @Nullable Diagnosis opened,
        ErrorKind failedOf)
        implements ManagedConsumer {

    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(60);

    static FakeMember in(ConsumerState state) {
        return new FakeMember(state, lag(ConsumptionStatus.OK, 0.5, 0), null, false, null, ErrorKind.UNEXPECTED);
    }

    FakeMember with(LagSnapshot lag) {
        return new FakeMember(state, lag, stalled, isAtStandstill, opened, failedOf);
    }

    /** In part. */
    FakeMember heldUpBy(Diagnosis why) {
        return new FakeMember(state, lagSnapshot, why, false, opened, failedOf);
    }

    /** As a whole. */
    FakeMember stalledBy(Diagnosis why) {
        return new FakeMember(state, lagSnapshot, why, true, opened, failedOf);
    }

    static FakeMember failedOf(ErrorKind kind) {
        FakeMember failed = in(ConsumerState.FAILED);
        return new FakeMember(failed.state, failed.lagSnapshot, null, false, null, kind);
    }

    FakeMember openedBy(Diagnosis why) {
        return new FakeMember(state, lagSnapshot, stalled, isAtStandstill, why, failedOf);
    }

    static Diagnosis why(String what) {
        return new Diagnosis(ErrorKind.UNEXPECTED, what, "cause", "cure");
    }

    static LagSnapshot lag(ConsumptionStatus status, double sampleAge, long records) {
        PartitionLag partition = new PartitionLag(
                new TopicPartition("orders", 0),
                new PartitionLag.Offsets(0, 0, 0, 0, records),
                TimeLag.UNKNOWN,
                Double.NaN,
                Double.NaN,
                false);
        TopicStatus topic = new TopicStatus("orders", status, "", Double.NaN, Double.NaN);
        return new LagSnapshot("payments", List.of(partition), List.of(topic), sampleAge);
    }

    static LagSnapshot nothingOwned() {
        return new LagSnapshot("payments", List.of(), List.of(), Double.NaN);
    }

    @Override
    public String group() {
        return "payments";
    }

    @Override
    public String clientId() {
        return "test.payments";
    }

    @Override
    public ConfigExplanation explain() {
        return new ConfigExplanation(
                clientId(),
                List.of(new ExplainedProperty(
                        "max.poll.interval.ms", "" + MAX_POLL_INTERVAL.toMillis(), ExplainedProperty.Source.USER, "")));
    }

    @Override
    public void start() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Instant time) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<KafkaSdkException> failure() {
        return state == ConsumerState.FAILED
                ? Optional.of(new KafkaSdkException(new Diagnosis(failedOf, "it failed", "cause", "cure"), null))
                : Optional.empty();
    }

    @Override
    public Optional<Diagnosis> stall() {
        return Optional.ofNullable(stalled);
    }

    @Override
    public Optional<Diagnosis> circuit() {
        return Optional.ofNullable(opened);
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
        return lagSnapshot;
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
    public void close() {}

    @Override
    public void close(Duration timeout) {}
}
