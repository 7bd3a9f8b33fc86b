package io.kafkasdk.deadletter;

import static io.kafkasdk.deadletter.Records.bytes;
import static io.kafkasdk.deadletter.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ConsumerSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class DeadLetterWriterTest {

    private static final String DLT = "orders.payments.dlt";
    private static final GivenUp WHY = new GivenUp(DLT, 3, new IllegalStateException("no such account"));

    private final FakeProducer producer = new FakeProducer();
    private final DeadLetterWriter writer = new DeadLetterWriter("payments", () -> producer);
    private final ConsumerRecord<byte[], byte[]> record =
            Records.read("orders", 2, 17, bytes("key"), new byte[] {0, -1, 7});

    @Test
    void aLetterIsTheRecordAsItWasReadAndSaysWhatHappened() {
        record.headers().add("trace", new byte[] {9}).add("trace", bytes("b")).add("empty", null);
        SendReceipt receipt = written(WHY);
        assertThat(receipt.topic()).isEqualTo(DLT);
        ProducerRecord<byte[], byte[]> letter = only();
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).containsExactly(0, -1, 7);
        assertThat(letter.partition()).as("the key chooses it").isNull();
        assertThat(letter.timestamp()).as("now").isNull();
        List<Header> headers =
                StreamSupport.stream(letter.headers().spliterator(), false).toList();
        assertThat(headers.subList(0, 3)).containsExactly(record.headers().toArray());
        letter.headers().remove("trace").remove("empty");
        assertThat(texts(letter.headers()))
                .isEqualTo(Map.ofEntries(
                        Map.entry("kafka-sdk.dl.group", "payments"),
                        Map.entry("kafka-sdk.dl.topic", "orders"),
                        Map.entry("kafka-sdk.dl.partition", "2"),
                        Map.entry("kafka-sdk.dl.offset", "17"),
                        Map.entry("kafka-sdk.dl.timestamp", "1700000000000"),
                        Map.entry("kafka-sdk.dl.attempts", "3"),
                        Map.entry("kafka-sdk.dl.failed", "handler"),
                        Map.entry("kafka-sdk.dl.exception", "java.lang.IllegalStateException"),
                        Map.entry("kafka-sdk.dl.message", "no such account"),
                        Map.entry("kafka-sdk.dl.replays", "0")));
    }

    @Test
    void aKeyAndAValueThatAreMissingStayMissing() {
        producer.answer = FakeProducer::acknowledged;
        join(writer.write(Records.read("orders", 0, 0, null, null), WHY).toCompletableFuture());
        assertThat(only().key()).isNull();
        assertThat(only().value()).isNull();
    }

    @Test
    void headersOfAnEarlierRoundAreReplacedAndNeverRoute() {
        record.headers()
                .add("kafka-sdk.dl.topic", bytes("elsewhere"))
                .add("kafka-sdk.dl.attempts", bytes("99"))
                .add("kafka-sdk.dl.unknown", bytes("x"))
                .add("kafka-sdk.replay.group", bytes("payments"))
                .add("kafka-sdk.replay.count", bytes("4"));
        written(WHY);
        assertThat(only().topic()).isEqualTo(DLT);
        assertThat(only().headers().headers("kafka-sdk.dl.topic")).hasSize(1);
        assertThat(texts(only().headers()))
                .containsEntry("kafka-sdk.dl.topic", "orders")
                .containsEntry("kafka-sdk.dl.attempts", "3")
                .containsEntry("kafka-sdk.dl.replays", "4")
                .doesNotContainKeys("kafka-sdk.dl.unknown", "kafka-sdk.replay.group", "kafka-sdk.replay.count");
    }

    @Test
    void replaysForAnotherGroupOrWithoutANumberDoNotCount() {
        record.headers().add("kafka-sdk.replay.group", bytes("billing")).add("kafka-sdk.replay.count", bytes("4"));
        written(WHY);
        assertThat(texts(only().headers())).containsEntry("kafka-sdk.dl.replays", "0");
        producer.sent.clear();
        record.headers().add("kafka-sdk.replay.group", bytes("payments")).add("kafka-sdk.replay.count", bytes("-1e9"));
        written(WHY);
        assertThat(texts(only().headers())).containsEntry("kafka-sdk.dl.replays", "0");
    }

    @Test
    void theLongestReasonFitsInto2KiB() {
        DeadLetterWriter longest = new DeadLetterWriter("g".repeat(200), () -> producer);
        String text = "\u0001\ud83d\ude00".repeat(100_000);
        ConsumerRecord<byte[], byte[]> far =
                Records.read("t".repeat(249), Integer.MAX_VALUE, Long.MAX_VALUE, null, null);
        far.headers().add("large", new byte[100_000]);
        join(longest.write(
                        far,
                        new GivenUp(
                                DLT,
                                Integer.MAX_VALUE,
                                new Failures
                                        .WithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongName(
                                        text)))
                .toCompletableFuture());
        int bytes = HeaderBudget.bytes(only().headers());
        assertThat(bytes).isBetween(1_500, Letter.MOST_OWN_BYTES);
        assertThat(texts(only().headers()))
                .containsEntry("kafka-sdk.dl.headers-left-out", "1")
                .hasEntrySatisfying(
                        "kafka-sdk.dl.message",
                        message -> assertThat(message)
                                .startsWith("\\u0001\ud83d\ude00")
                                .endsWith("..."));
    }

    @Test
    void aMessageIsOneLineOfPrintableLetters() {
        written(new GivenUp(DLT, 1, new IllegalStateException("a\r\n\tb\u001b[31m\u202e\ud800c")));
        assertThat(texts(only().headers()))
                .containsEntry("kafka-sdk.dl.message", "a\\r\\n\\tb\\u001b[31m\\u202e\\ud800c");
    }

    @Test
    void aLongMessageIsCutTo800Bytes() {
        written(new GivenUp(DLT, 1, new IllegalStateException("x".repeat(801))));
        assertThat(texts(only().headers()).get("kafka-sdk.dl.message")).isEqualTo("x".repeat(797) + "...");
        producer.sent.clear();
        written(new GivenUp(DLT, 1, new IllegalStateException("x".repeat(800))));
        assertThat(texts(only().headers()).get("kafka-sdk.dl.message")).isEqualTo("x".repeat(800));
    }

    @Test
    void theLargestHeadersAreLeftOutAndCounted() {
        record.headers()
                .add("small", new byte[100])
                .add("large", new byte[100_000])
                .add("medium", new byte[8_000])
                .add("second", new byte[8_000]);
        written(WHY);
        assertThat(HeaderBudget.bytes(only().headers())).isLessThanOrEqualTo(Letter.MOST_BYTES);
        assertThat(texts(only().headers()))
                .containsKeys("small", "medium")
                .doesNotContainKeys("large", "second")
                .containsEntry("kafka-sdk.dl.headers-left-out", "2");
    }

    @Test
    void aLetterTooLargeForItsTopicIsWrittenOnceMoreWithTheCoordinates() {
        record.headers().add("trace", new byte[1_000]).add("content-type", bytes("json"));
        producer.answer = sent -> producer.sent.size() == 1 ? FakeProducer.tooLarge() : FakeProducer.acknowledged(sent);
        written(WHY);
        assertThat(producer.sent).hasSize(2);
        ProducerRecord<byte[], byte[]> second = producer.sent.get(1);
        assertThat(second.value()).isEqualTo(record.value());
        assertThat(HeaderBudget.bytes(second.headers()))
                .as("no larger than the record")
                .isLessThanOrEqualTo(HeaderBudget.bytes(record.headers()));
        assertThat(texts(second.headers()))
                .containsKeys("kafka-sdk.dl.group", "kafka-sdk.dl.topic", "kafka-sdk.dl.offset", "content-type")
                .containsEntry("kafka-sdk.dl.headers-left-out", "1")
                .doesNotContainKeys("kafka-sdk.dl.message", "kafka-sdk.dl.exception", "trace");
    }

    @Test
    void aLetterTooLargeInAnyFormNamesTopicSizeLimitAndCure() {
        producer.answer = sent -> FakeProducer.tooLarge();
        KafkaSdkException failure = failure(WHY);
        assertThat(producer.sent).hasSize(2);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        int bytes = new Letter("payments", record, WHY).essentialBytes();
        assertThat(failure)
                .hasMessageContaining("offset 17 of orders-2")
                .hasMessageContaining("topic '" + DLT + "'")
                .hasMessageContaining("has " + bytes + " bytes")
                .hasMessageContaining("max.message.bytes is 1000")
                .hasMessageContaining("--add-config max.message.bytes=" + bytes)
                .hasMessageNotContaining("no such account");
    }

    @Test
    void otherFailuresOfTheProducerReachTheCallerAsTheyAreAndAreNotRepeated() {
        producer.answer = sent -> FakeProducer.refused(ErrorKind.TOPIC_MISSING);
        assertThat(failure(WHY).kind()).isEqualTo(ErrorKind.TOPIC_MISSING);
        assertThat(producer.sent).hasSize(1);
    }

    @Test
    void whateverThrowsEndsInTheStage() {
        DeadLetterWriter broken = new DeadLetterWriter("payments", () -> {
            throw new IllegalStateException("no producer");
        });
        assertThat(broken.write(record, WHY).toCompletableFuture()).isCompletedExceptionally();
        producer.answer = sent -> {
            throw new IllegalStateException("broken producer");
        };
        assertThat(writer.write(record, WHY).toCompletableFuture()).isCompletedExceptionally();
        producer.answer = FakeProducer::acknowledged;
        producer.sent.clear();
        written(new GivenUp(DLT, 1, new Failures.Unreadable()));
        assertThat(texts(only().headers())).doesNotContainKey("kafka-sdk.dl.message");
    }

    @Test
    void theWrapperOfAFutureIsNotTheFailure() {
        written(new GivenUp(DLT, 1, new CompletionException(new IllegalArgumentException("inner")), FailedPart.VALUE));
        assertThat(texts(only().headers()))
                .containsEntry("kafka-sdk.dl.exception", "java.lang.IllegalArgumentException")
                .containsEntry("kafka-sdk.dl.message", "inner")
                .containsEntry("kafka-sdk.dl.failed", "value");
    }

    @Test
    void theProducerIsOpenedOnFirstUseAndAgainWhenItWasClosed() {
        AtomicInteger opened = new AtomicInteger();
        DeadLetterWriter lazy = new DeadLetterWriter("payments", () -> {
            opened.incrementAndGet();
            return producer;
        });
        assertThat(opened).hasValue(0);
        join(lazy.write(record, WHY).toCompletableFuture());
        join(lazy.write(record, WHY).toCompletableFuture());
        assertThat(opened).hasValue(1);
        producer.answer = sent -> FakeProducer.refused(ErrorKind.CLOSED);
        assertThat(lazy.write(record, WHY).toCompletableFuture()).isCompletedExceptionally();
        producer.answer = FakeProducer::acknowledged;
        join(lazy.write(record, WHY).toCompletableFuture());
        assertThat(opened).hasValue(2);
    }

    @Test
    void anyNameOfAGroupMakesSettingsOfAProducer() {
        String longest = "g".repeat(200);
        ConsumerSettings.group(longest, new StringDeserializer(), new StringDeserializer());
        assertThat(DeadLetterWriter.producerSettings(longest).name())
                .hasSize(200)
                .endsWith(".dead-letters");
        assertThat(DeadLetterWriter.producerSettings("payments").name()).isEqualTo("payments.dead-letters");
    }

    private SendReceipt written(GivenUp why) {
        return join(writer.write(record, why).toCompletableFuture());
    }

    private static SendReceipt join(CompletableFuture<SendReceipt> stage) {
        assertThat(stage).isCompleted();
        return stage.join();
    }

    private KafkaSdkException failure(GivenUp why) {
        Throwable failure = writer.write(record, why)
                .toCompletableFuture()
                .handle((receipt, thrown) -> thrown)
                .join();
        assertThat(failure).isInstanceOf(KafkaSdkException.class);
        return (KafkaSdkException) failure;
    }

    private ProducerRecord<byte[], byte[]> only() {
        assertThat(producer.sent).hasSize(1);
        return producer.sent.get(0);
    }

    /** Exceptions of applications. */
    private static final class Failures {

        // Its class name with this class around it is longer than what goes into a header.
        private static final
        class WithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongName
                extends RuntimeException {
            WithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongNameWithALongName(
                    String message) {
                super(message);
            }
        }

        private static final class Unreadable extends RuntimeException {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }
    }
}
