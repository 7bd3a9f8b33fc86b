package io.kafkasdk.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.RateLimit;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replays on a real cluster. */
@Timeout(180)
@KafkaClusterTest(sharing = Sharing.JVM)
class ReplayIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aDryRunChangesNothingAndSaysWhatTheReplayWillDo(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            bench.writeNumbers(30);
            ReplaySettings settings = bench.settings().filter(letter -> letter.partition() != 1);
            ReplayReport dry = bench.sdk.replay(settings.asDryRun());
            assertThat(bench.committed()).isZero();
            assertThat(bench.all(bench.origin)).isEmpty();
            ReplayReport real = bench.sdk.replay(settings);
            assertThat(dry.replayed()).isEqualTo(20).isEqualTo(real.replayed());
            assertThat(dry.filtered()).isEqualTo(10).isEqualTo(real.filtered());
            assertThat(dry.positions()).isEqualTo(real.positions());
            assertThat(bench.committed()).isEqualTo(30);
            List<ConsumerRecord<byte[], byte[]>> back = bench.all(bench.origin);
            assertThat(back).hasSize(20);
            assertThat(back).allSatisfy(record -> {
                int number = Integer.parseInt(new String(record.value(), StandardCharsets.UTF_8));
                assertThat(record.partition()).isEqualTo(number % 3);
                assertThat(record.key()).isEqualTo(record.value());
                assertThat(Records.texts(record.headers()))
                        .isEqualTo(Map.of("kafka-sdk.replay.group", bench.group, "kafka-sdk.replay.count", "1"));
            });
        }
    }

    @Test
    void aSecondReplaySendsOnlyWhatCameSince(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            bench.writeNumbers(10);
            assertThat(bench.sdk.replay(bench.settings()).replayed()).isEqualTo(10);
            assertThat(bench.sdk.replay(bench.settings()).read()).isZero();
            bench.writeNumbers(5);
            assertThat(bench.sdk.replay(bench.settings()).replayed()).isEqualTo(5);
            assertThat(bench.numbers(bench.origin)).hasSize(15);
        }
    }

    @Test
    void aRecordThatKeepsFailingIsBroughtBackNoOftenerThanTheCap(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            ReplaySettings settings = bench.settings().maxReplays(2);
            bench.writeNumbers(1);
            for (int round = 1; round <= 2; round++) {
                assertThat(bench.sdk.replay(settings).replayed()).isEqualTo(1);
                List<ConsumerRecord<byte[], byte[]>> back = bench.all(bench.origin);
                bench.write(back.get(back.size() - 1));
            }
            ReplayReport third = bench.sdk.replay(settings);
            assertThat(third.replayed()).isZero();
            assertThat(third.capped()).isEqualTo(1);
            assertThat(bench.all(bench.origin)).hasSize(2);
        }
    }

    @Test
    void theRateIsKeptAndProgressIsToldEachSecond(KafkaCluster cluster) throws Exception {
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            bench.writeNumbers(200);
            List<ReplayReport> told = new ArrayList<>();
            long start = System.nanoTime();
            ReplayReport report = bench.sdk.replay(
                    bench.settings().rateLimit(new RateLimit(50)).progress(told::add));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(report.replayed()).isEqualTo(200);
            assertThat(took).isGreaterThan(Duration.ofMillis(3_800));
            assertThat(told).hasSizeGreaterThanOrEqualTo(3);
            assertThat(told).extracting(ReplayReport::read).isSorted();
        }
    }

    @Test
    void aReplayThatIsKilledLosesNothingAndRepeatsAtMostWhatItHadNotCommitted(KafkaCluster cluster) throws Exception {
        int count = 3_000;
        try (LetterBench bench = new LetterBench(cluster).withLetters()) {
            bench.writeNumbers(count);
            Process replay =
                    ReplayProcess.start(cluster.bootstrapServers(), bench.group, bench.origin, bench.letters, "500");
            try {
                await().atMost(SOON)
                        .until(() ->
                                bench.committed() > 0 && bench.all(bench.origin).size() > 1_200);
            } finally {
                replay.destroyForcibly().waitFor();
            }
            int sent = bench.all(bench.origin).size();
            long committed = bench.committed();
            assertThat(sent).as("killed in the middle").isLessThan(count);
            assertThat(committed).isBetween(1L, (long) sent);
            bench.sdk.replay(bench.settings());
            List<Integer> back = bench.numbers(bench.origin);
            int repeated = back.size() - count;
            System.out.println(
                    "killed after " + sent + " sent, " + committed + " committed; " + repeated + " repeated");
            assertThat(new HashSet<>(back))
                    .isEqualTo(new HashSet<>(IntStream.range(0, count).boxed().toList()));
            assertThat((long) repeated).isLessThanOrEqualTo(sent - committed);
            assertThat(repeated).as("a second's worth and what is under way").isLessThanOrEqualTo(1_100);
        }
    }

    @Test
    void aTopicThatIsMissingIsNamed(KafkaCluster cluster) {
        try (LetterBench bench = new LetterBench(cluster)) {
            ReplayFailedException failure =
                    catchThrowableOfType(ReplayFailedException.class, () -> bench.sdk.replay(bench.settings()));
            assertThat(failure.kind()).isEqualTo(ErrorKind.TOPIC_MISSING);
            assertThat(failure).hasMessageContaining("topic '" + bench.letters + "' does not exist");
        }
    }
}
