package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A handler in its lanes, without threads and without a client: records are put in by hand. */
final class StepRig implements ConsumerListener {

    static final Duration DELAY = Duration.ofSeconds(2);
    static final String POISON = "poison";

    final ManualClock clock = new ManualClock();
    final List<String> events = new ArrayList<>();
    /** What is told of attempts, beside what follows from them. */
    final List<String> attempts = new ArrayList<>();

    final List<Letter> letters = new ArrayList<>();
    final ConsumerEvents consumerEvents = new ConsumerEvents("payments", this, clock);
    final Completions completions = new Completions(() -> {});
    final Assignment assignment = new Assignment();
    final Workers workers;
    final Desk desk;
    final Circuit circuit;
    final FailureRouter router;
    final Lane.Step step;
    final Lanes lanes;
    final Upkeep upkeep;
    /** What the listener throws at every event. */
    @Nullable
    Error listenerFailure;

    /** A dead letter on its way. */
    record Letter(long offset, GivenUp why, CompletableFuture<Object> written) {}

    StepRig(ConsumerSettings<String, String> settings, Handling<String, String> handling) {
        Clocked clocked = new Clocked(consumerEvents, clock);
        workers = new Workers(new Workers.Shift(Thread::new, 0, completions, handling.turn(settings.limits())));
        desk = workers.seat(Thread.currentThread());
        circuit = Circuit.of(settings.failures(), consumerEvents, clock);
        router = new FailureRouter(settings.failures(), this::bury, circuit, completions, clocked);
        step = handling.step(settings, new Attempts(router, circuit, completions, clocked), clocked);
        lanes = new Lanes(
                workers,
                step,
                OrderRule.of(settings.ordering()),
                completions,
                handling.lanes(settings.limits(), clocked));
        upkeep = new Upkeep(lanes, step, circuit);
    }

    static ConsumerSettings<String, String> settings(FailurePolicy policy) {
        Deserializer<String> picky = (topic, bytes) -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.equals(POISON)) {
                throw new SerializationException("planted");
            }
            return text;
        };
        return ConsumerSettings.group("payments", new StringDeserializer(), picky)
                .topics("orders")
                .failures(policy)
                .limits(MockMember.limits(1_000));
    }

    private CompletionStage<Object> bury(ConsumerRecord<byte[], byte[]> record, GivenUp why) {
        CompletableFuture<Object> written = new CompletableFuture<>();
        letters.add(new Letter(record.offset(), why, written));
        return written;
    }

    static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, @Nullable String key, String value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                42L,
                TimestampType.CREATE_TIME,
                keyBytes == null ? -1 : keyBytes.length,
                bytes.length,
                keyBytes,
                bytes,
                new RecordHeaders(),
                Optional.of(3));
    }

    /** Puts records with consecutive offsets into the lanes, each written {@code key=value}. */
    List<Work> put(OwnedPartition owner, long from, String... keysAndValues) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String each : keysAndValues) {
            int equals = each.indexOf('=');
            records.add(record(
                    owner.partition(), from + records.size(), each.substring(0, equals), each.substring(equals + 1)));
        }
        return put(owner, records);
    }

    List<Work> put(OwnedPartition owner, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Work> works = MockMember.take(assignment, owner, records);
        works.forEach(lanes::stage);
        lanes.publish();
        return works;
    }

    /** Runs all lanes until none needs a turn. */
    void work() {
        while (workers.runNext(desk)) {
            // Until no lane needs a turn.
        }
    }

    /** Lets time pass, looks as the poll thread does, and runs what follows. */
    void pass(Duration time) {
        clock.advance(time);
        look();
    }

    void look() {
        assignment.collect();
        lanes.collect();
        upkeep.look();
        work();
    }

    /** Ends an assignment without a word, as when partitions are lost. */
    void lose(OwnedPartition owner) {
        lanes.discard(owner);
        assignment.release(owner);
    }

    private void tell(String event) {
        events.add(event);
        if (listenerFailure != null) {
            throw listenerFailure;
        }
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
        attempts.add("handled at " + timestampMillis);
        tell("handled");
    }

    @Override
    public void attemptFailed(String group, String topic, long tookNanos) {
        attempts.add("failed after " + Duration.ofNanos(tookNanos).toMillis());
    }

    @Override
    public void retried(String group, TopicPartition partition, long offset, int attempt) {
        attempts.add("retried " + offset + " attempt " + attempt);
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        tell("failed " + offset + " attempt " + attempt);
    }

    @Override
    public void deadLettered(String group, TopicPartition partition, long offset, int attempts, String topic) {
        tell("buried " + offset + " in " + topic);
    }

    @Override
    public void deadLetterFailed(String group, TopicPartition partition, long offset, String topic, Throwable failure) {
        tell("not buried " + offset);
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        tell("skipped " + offset + " after " + attempts);
    }

    @Override
    public void circuitOpened(String group, Diagnosis why) {
        tell("opened");
    }

    @Override
    public void circuitClosed(String group) {
        tell("closed");
    }
}
