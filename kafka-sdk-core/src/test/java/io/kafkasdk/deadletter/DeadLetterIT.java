package io.kafkasdk.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters on a real cluster. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class DeadLetterIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    @Test
    void keyValueAndHeadersAreInTheLetterByteForByte(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            ConsumerRecord<byte[], byte[]> record =
                    Records.read(bench.origin, 2, 17, new byte[] {0, -1, 1}, noise(10_000));
            record.headers()
                    .add("trace", new byte[] {0, -128})
                    .add("trace", new byte[0])
                    .add("nothing", null);
            SendReceipt receipt = bench.write(record);
            assertThat(receipt.topic()).isEqualTo(bench.letters);
            assertThat(receipt.verdict()).isIn(AcksVerdict.Kind.SAFE, AcksVerdict.Kind.UNKNOWN);
            DeadLetter letter = only(bench);
            assertThat(letter.key()).isEqualTo(record.key());
            assertThat(letter.value()).isEqualTo(record.value());
            assertThat(letter.headers()).containsExactly(record.headers().toArray());
            assertThat(letter.topic()).isEqualTo(bench.origin);
            assertThat(letter.partition()).isEqualTo(2);
            assertThat(letter.offset()).isEqualTo(17);
            assertThat(letter.letter().timestamp())
                    .as("retention counts from now")
                    .isGreaterThan(System.currentTimeMillis() - 60_000);
        }
    }

    @Test
    void aKeyAndAValueThatAreMissingStayMissing(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            bench.write(Records.read(bench.origin, 0, 1, null, null));
            DeadLetter letter = only(bench);
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
        }
    }

    @Test
    void headersOf100KbAreCutTo16KbAndCounted(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            ConsumerRecord<byte[], byte[]> record = Records.read(bench.origin, 0, 1, null, noise(10));
            for (int i = 0; i < 10; i++) {
                record.headers().add("part-" + i, noise(10_000));
            }
            record.headers().add("small", noise(10));
            bench.write(record);
            DeadLetter letter = only(bench);
            assertThat(HeaderBudget.bytes(letter.letter().headers())).isLessThanOrEqualTo(Letter.MOST_BYTES);
            assertThat(letter.headers()).extracting(Header::key).containsExactly("part-0", "small");
            assertThat(Records.texts(letter.letter().headers())).containsEntry("kafka-sdk.dl.headers-left-out", "9");
        }
    }

    @Test
    void aLetterThatFitsOnlyWithoutItsReasonIsWrittenWithoutIt(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster)) {
            cluster.createTopic(bench.letters, 1, 3, Map.of("min.insync.replicas", "2", "max.message.bytes", "5000"));
            GivenUp why = new GivenUp(bench.letters, 1, new IllegalStateException(letters(2_000)));
            ConsumerRecord<byte[], byte[]> record = Records.read(bench.origin, 0, 1, null, noise(4_300));
            bench.write(record, why);
            DeadLetter letter = only(bench);
            assertThat(letter.value()).isEqualTo(record.value());
            assertThat(letter.exceptionClass()).isEmpty();
            assertThat(letter.message()).isEmpty();
            Throwable failure =
                    catchThrowable(() -> bench.write(Records.read(bench.origin, 0, 2, null, noise(6_000)), why));
            assertThat(failure)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("topic '" + bench.letters + "'")
                    .hasMessageContaining("max.message.bytes is 5000")
                    .hasMessageContaining("--add-config max.message.bytes=6");
            assertThat(((KafkaSdkException) failure.getCause()).kind()).isEqualTo(ErrorKind.BAD_RECORD);
        }
    }

    @Test
    void aRecordOfThreeMegabytesFitsWhereTheTopicTakesIt(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster)) {
            cluster.createTopic(
                    bench.letters, 1, 3, Map.of("min.insync.replicas", "2", "max.message.bytes", "5000000"));
            bench.write(Records.read(bench.origin, 0, 1, null, noise(3_000_000)));
            assertThat(only(bench).value()).hasSize(3_000_000);
        }
    }

    @Test
    void aMissingTopicIsNamedAndTakesTheLetterOnceItExists(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster)) {
            ConsumerRecord<byte[], byte[]> record = Records.read(bench.origin, 0, 1, null, noise(10));
            long start = System.nanoTime();
            Throwable failure = catchThrowable(() -> bench.write(record));
            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            KafkaSdkException.class,
                            said -> assertThat(said.kind()).isEqualTo(ErrorKind.TOPIC_MISSING));
            assertThat(failure).hasMessageContaining(bench.letters);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            bench.withLetters();
            await().atMost(SOON).ignoreExceptions().until(() -> bench.write(record) != null);
            assertThat(only(bench).offset()).isEqualTo(1);
        }
    }

    private static DeadLetter only(LetterBench bench) {
        List<ConsumerRecord<byte[], byte[]>> all = bench.all(bench.letters);
        assertThat(all).hasSize(1);
        return DeadLetter.of(all.get(0)).orElseThrow();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static String letters(int length) {
        StringBuilder letters = new StringBuilder();
        new Random(7).ints(length, '!', 'z').forEach(letter -> letters.append((char) letter));
        return letters.toString();
    }
}
