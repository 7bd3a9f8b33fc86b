package io.kafkasdk.deadletter;

import static io.kafkasdk.deadletter.Records.bytes;
import static io.kafkasdk.deadletter.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;

class DeadLetterReplayTest {

    private static final String DLT = "orders.payments.dlt";
    private static final TopicPartition FIRST = new TopicPartition(DLT, 0);
    private static final TopicPartition SECOND = new TopicPartition(DLT, 1);
    private static final ReplaySettings SETTINGS = ReplaySettings.of("payments", "orders", DLT);

    private final FakeProducer producer = new FakeProducer();
    private final AtomicLong nanos = new AtomicLong();
    private final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new NotedConsumer(committed);
    private final DeadLetterReplay replay =
            new DeadLetterReplay(ClusterSettings.of("localhost:1"), "app", config -> prepared(), nanos::get);

    @Test
    void aLetterGoesBackAsTheRecordThatItWasWithAMark() {
        ConsumerRecord<byte[], byte[]> record = Records.read("orders", 2, 17, bytes("key"), null);
        record.headers()
                .add("trace", new byte[] {9})
                .add("kafka-sdk.replay.group", bytes("payments"))
                .add("kafka-sdk.replay.count", bytes("1"));
        letter(0, record);
        ReplayReport report = run(SETTINGS);
        assertThat(report.replayed()).isEqualTo(1);
        ProducerRecord<byte[], byte[]> sent = producer.sent.get(0);
        assertThat(sent.topic()).isEqualTo("orders");
        assertThat(sent.partition()).isEqualTo(2);
        assertThat(sent.timestamp()).as("now").isNull();
        assertThat(sent.key()).isEqualTo(bytes("key"));
        assertThat(sent.value()).isNull();
        assertThat(texts(sent.headers()))
                .isEqualTo(Map.of("trace", "\t", "kafka-sdk.replay.group", "payments", "kafka-sdk.replay.count", "2"));
        assertThat(committed).isEqualTo(Map.of(FIRST, 1L, SECOND, 0L));
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed).isTrue();
    }

    @Test
    void aLetterWhosePartitionIsGoneGoesWhereItsKeyBelongs() {
        letter(0, Records.read("orders", 3, 0, bytes("key"), bytes("value")));
        run(SETTINGS);
        assertThat(producer.sent.get(0).partition()).isNull();
    }

    @Test
    void aDryRunCountsAndNeitherSendsNorCommits() {
        letters(0, 5);
        ReplayReport report = replay.run(SETTINGS.asDryRun(), settings -> {
            throw new AssertionError("A dry run needs no producer");
        });
        assertThat(report.replayed()).isEqualTo(5);
        assertThat(report.text()).contains("5 would be replayed (dry run)");
        assertThat(producer.sent).isEmpty();
        assertThat(committed).isEmpty();
    }

    @Test
    void everyLetterThatIsLeftIsCountedAndPassed() {
        letters(0, 2);
        ConsumerRecord<byte[], byte[]> often = Records.read("orders", 0, 8, null, bytes("often"));
        often.headers().add("kafka-sdk.replay.group", bytes("payments")).add("kafka-sdk.replay.count", bytes("3"));
        letter(0, often);
        letter(0, Records.read("returns", 0, 0, null, bytes("other topic")));
        letter(0, "billing", Records.read("orders", 0, 9, null, bytes("other group")));
        letters.add(Records.read(DLT, 0, letters.size(), null, bytes("foreign")));
        ReplayReport report = run(SETTINGS.filter(letter -> letter.offset() != 1));
        assertThat(report).isEqualTo(new ReplayReport(false, 6, 1, 1, 1, 2, 1, 0, Map.of(FIRST, 6L, SECOND, 0L)));
        assertThat(values()).containsExactly("0");
        assertThat(committed).containsEntry(FIRST, 6L);
    }

    @Test
    void theNextReplayGoesOnBehindWhatIsCommitted() {
        letters(0, 5);
        committed.put(FIRST, 3L);
        run(SETTINGS);
        assertThat(values()).containsExactly("3", "4");
        assertThat(committed).containsEntry(FIRST, 5L);
    }

    @Test
    void aLimitEndsTheReplayBehindItsLastLetter() {
        letters(0, 10);
        ReplayReport report = run(SETTINGS.maxRecords(4));
        assertThat(values()).containsExactly("0", "1", "2", "3");
        assertThat(report.read()).isEqualTo(4);
        assertThat(committed).isEqualTo(Map.of(FIRST, 4L));
    }

    @Test
    void whatCameAfterTheBeginningIsLeftForTheNextReplay() {
        letters(0, 4);
        ends.put(FIRST, 3L);
        assertThat(run(SETTINGS).read()).isEqualTo(3);
        assertThat(values()).containsExactly("0", "1", "2");
        assertThat(committed).containsEntry(FIRST, 3L);
    }

    @Test
    void nothingIsCommittedAtOrAboveALetterThatIsNotAcknowledged() {
        letters(0, 10);
        letters(1, 10);
        CompletableFuture<SendReceipt> open = new CompletableFuture<>();
        producer.answer =
                sent -> value(sent).equals("4") && producer.sent.size() <= 10 ? open : FakeProducer.acknowledged(sent);
        List<ReplayReport> told = new ArrayList<>();
        run(SETTINGS.filter(letter -> {
                    nanos.addAndGet(Duration.ofMillis(200).toNanos());
                    return true;
                })
                .progress(report -> {
                    told.add(report);
                    assertThat(committed.getOrDefault(FIRST, 0L)).isLessThanOrEqualTo(open.isDone() ? 10 : 4);
                    if (told.size() == 3) {
                        assertThat(committed).containsEntry(FIRST, 4L).doesNotContainKey(SECOND);
                        open.complete(
                                FakeProducer.acknowledged(producer.sent.get(0)).join());
                    }
                }));
        assertThat(told).hasSizeGreaterThanOrEqualTo(3);
        assertThat(told.get(2).replayed()).isEqualTo(4);
        assertThat(committed).isEqualTo(Map.of(FIRST, 10L, SECOND, 10L));
    }

    @Test
    void aLetterThatCannotBeSentStopsTheReplayInFrontOfIt() {
        letters(0, 6);
        letters(1, 2);
        producer.answer = sent ->
                producer.sent.size() == 3 ? FakeProducer.refused(ErrorKind.SHORT_ISR) : FakeProducer.acknowledged(sent);
        ReplayFailedException failure = failure(SETTINGS);
        assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(failure)
                .hasMessageContaining("offset 2 of " + FIRST)
                .hasMessageContaining("topic 'orders'")
                .hasMessageContaining("the fake refuses")
                .hasMessageContaining("3 read, 2 replayed")
                .hasMessageContaining("1 failed");
        assertThat(producer.sent).hasSize(3);
        assertThat(failure.report().failed()).isEqualTo(1);
        assertThat(committed).isEqualTo(Map.of(FIRST, 2L));
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed).isTrue();
    }

    @Test
    void lettersBehindAFailedOneOfAnotherPartitionAreCommitted() {
        letters(0, 2);
        letters(1, 2);
        CompletableFuture<SendReceipt> open = new CompletableFuture<>();
        producer.answer = sent -> {
            if (producer.sent.size() == 1) {
                return open;
            }
            if (producer.sent.size() == 4) {
                open.completeExceptionally(
                        new KafkaSdkException(new Diagnosis(ErrorKind.TIMED_OUT, "not sent", "late", "wait"), null));
            }
            return FakeProducer.acknowledged(sent);
        };
        ReplayFailedException failure = failure(SETTINGS);
        assertThat(failure.report().replayed()).isEqualTo(3);
        assertThat(committed).as("the one behind the failed letter is repeated").isEqualTo(Map.of(SECOND, 2L));
    }

    @Test
    void noMoreThan500LettersAreUnderWay() {
        letters(0, 1_200);
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        AtomicLong most = new AtomicLong();
        producer.answer = sent -> {
            SendReceipt receipt = FakeProducer.acknowledged(sent).join();
            // Answers come late and by themselves: only the replay can keep their number down.
            sends.add(new CompletableFuture<SendReceipt>().completeOnTimeout(receipt, 500, TimeUnit.MILLISECONDS));
            most.accumulateAndGet(sends.stream().filter(send -> !send.isDone()).count(), Math::max);
            return sends.get(sends.size() - 1);
        };
        assertThat(run(SETTINGS).replayed()).isEqualTo(1_200);
        assertThat(most).hasValueLessThanOrEqualTo(ReplayFlight.MOST_RECORDS);
    }

    @Test
    void anInterruptStopsItCommitsWhatIsAcknowledgedAndStaysSet() {
        letters(0, 6);
        ReplayFailedException failure = failure(SETTINGS.filter(letter -> {
            if (letter.offset() == 3) {
                Thread.currentThread().interrupt();
            }
            return true;
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).hasMessageContaining("interrupted");
        assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(committed).isEqualTo(Map.of(FIRST, (long) producer.sent.size()));
        assertThat(producer.sent).hasSize(4);
    }

    @Test
    void closingTheSdkStopsIt() {
        letters(0, 6);
        ReplayFailedException failure = failure(SETTINGS.filter(letter -> {
            replay.close();
            return true;
        }));
        assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(committed).isEqualTo(Map.of(FIRST, 1L));
        KafkaSdkException late = catchThrowableOfType(KafkaSdkException.class, () -> run(SETTINGS));
        assertThat(late.kind()).isEqualTo(ErrorKind.CLOSED);
    }

    @Test
    void aSecondReplayOfTheGroupIsRefusedWhileOneRuns() {
        letters(0, 1);
        List<KafkaSdkException> refused = new ArrayList<>();
        run(SETTINGS.filter(letter -> {
            refused.add(catchThrowableOfType(KafkaSdkException.class, () -> run(SETTINGS.asDryRun())));
            return true;
        }));
        assertThat(refused)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("running already"));
    }

    @Test
    void aFilterThatThrowsStopsItWithoutItsMessage() {
        letters(0, 3);
        ReplayFailedException failure = failure(SETTINGS.filter(letter -> {
            if (letter.offset() == 1) {
                throw new IllegalStateException("card 4711");
            }
            return true;
        }));
        assertThat(failure)
                .hasMessageContaining(DLT + "-0@1")
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("4711");
        assertThat(committed).isEqualTo(Map.of(FIRST, 1L));
    }

    @Test
    void aTopicThatWasCreatedAnewIsForSomebodyToDecide() {
        letters(0, 3);
        committed.put(FIRST, 9L);
        ReplayFailedException failure = failure(SETTINGS);
        assertThat(failure)
                .hasMessageContaining("committed offset 9 of " + FIRST + ", which ends at 3")
                .hasMessageContaining("--reset-offsets --to-earliest");
        assertThat(producer.sent).isEmpty();
    }

    @Test
    void brokersThatSendNothingForAMinuteStopIt() {
        letters(0, 1);
        ends.put(FIRST, 3L);
        ReplayFailedException failure = failure(SETTINGS.filter(letter -> {
            for (int i = 0; i < 80; i++) {
                consumer.schedulePollTask(
                        () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
            }
            return true;
        }));
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("for 60 s");
        assertThat(nanos.get()).isEqualTo(Duration.ofSeconds(61).toNanos());
        assertThat(committed).isEqualTo(Map.of(FIRST, 1L));
    }

    @Test
    void aMissingRightIsNamed() {
        letters(0, 3);
        consumer.schedulePollTask(
                () -> consumer.setPollException(GroupAuthorizationException.forGroupId("payments.replay")));
        consumer.schedulePollTask(() -> {});
        ReplayFailedException failure = failure(SETTINGS);
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("Read on group 'payments.replay'")
                .hasMessageContaining("Write on topic 'orders'");
    }

    @Test
    void theProducerIsOfTheGroupAndKeepsToTheRate() {
        letters(0, 1);
        replay.run(SETTINGS.rateLimit(new RateLimit(50)), settings -> {
            assertThat(settings.name()).isEqualTo("payments.replay");
            assertThat(settings.topics()).containsExactly("orders");
            assertThat(settings.rateLimit()).isEqualTo(new RateLimit(50));
            return producer;
        });
        assertThat(producer.sent).hasSize(1);
    }

    private ReplayReport run(ReplaySettings settings) {
        return replay.run(settings, producerSettings -> producer);
    }

    private ReplayFailedException failure(ReplaySettings settings) {
        return catchThrowableOfType(ReplayFailedException.class, () -> run(settings));
    }

    /** Returns the consumer with all letters behind its first poll. */
    private MockConsumer<byte[], byte[]> prepared() {
        for (TopicPartition partition : List.of(FIRST, SECOND)) {
            long count = letters.stream()
                    .filter(letter -> letter.partition() == partition.partition())
                    .count();
            ends.putIfAbsent(partition, count);
        }
        consumer.updatePartitions(DLT, List.of(info(DLT, 0), info(DLT, 1)));
        consumer.updatePartitions("orders", List.of(info("orders", 0), info("orders", 1), info("orders", 2)));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> letters.stream()
                .filter(letter -> letter.offset() >= consumer.position(partition(letter)))
                .forEach(consumer::addRecord));
        return consumer;
    }

    private static PartitionInfo info(String topic, int partition) {
        return new PartitionInfo(topic, partition, null, null, null);
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Adds letters of this group whose values are their numbers. */
    private void letters(int partition, int count) {
        for (int i = 0; i < count; i++) {
            letter(partition, Records.read("orders", 0, i, null, bytes(Integer.toString(i))));
        }
    }

    private void letter(int partition, ConsumerRecord<byte[], byte[]> record) {
        letter(partition, "payments", record);
    }

    private void letter(int partition, String group, ConsumerRecord<byte[], byte[]> record) {
        long offset = letters.stream()
                .filter(letter -> letter.partition() == partition)
                .count();
        letters.add(written(group, record, partition, offset));
    }

    private static ConsumerRecord<byte[], byte[]> written(
            String group, ConsumerRecord<byte[], byte[]> record, int partition, long offset) {
        GivenUp why = new GivenUp(DLT, 3, new IllegalStateException("no"));
        return Records.read(new Letter(group, record, why).full(), partition, offset);
    }

    private List<String> values() {
        return producer.sent.stream().map(DeadLetterReplayTest::value).toList();
    }

    private static String value(ProducerRecord<byte[], byte[]> sent) {
        return new String(sent.value(), StandardCharsets.UTF_8);
    }
}
