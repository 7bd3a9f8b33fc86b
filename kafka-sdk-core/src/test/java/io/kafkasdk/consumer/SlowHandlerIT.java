package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A handler that takes much longer than Kafka's own bound between two polls. */
@Timeout(300)
@ShortSessions
class SlowHandlerIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    @Test
    void aHandlerOfSixtySecondsKeepsItsPartitionAtAPollIntervalOfTen(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> {
            Path file = directory.resolve(protocol);
            try (GroupBench bench = new GroupBench(cluster, 2);
                    Ledger ledger = Ledger.at(file)) {
                MemberSpec spec = MemberSpec.of(cluster, bench, protocol, file)
                        .kafka("max.poll.interval.ms", 10_000)
                        .slowAt(7, Duration.ofSeconds(60));
                try (LedgerMember first = LedgerMember.start(spec.named("first"));
                        LedgerMember second = LedgerMember.start(spec.named("second"))) {
                    await().atMost(SOON).until(() -> partitions(first) == 1 && partitions(second) == 1);
                    GroupLoad.write(bench, 2, 20, 5);
                    await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 7L, 1, 7L)));
                    long assigned = ledger.report().count(Kind.ASSIGNED);
                    await().atMost(Duration.ofSeconds(90))
                            .until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L)));
                    LedgerReport report = ledger.report();
                    assertThat(report.count(Kind.ASSIGNED)).isEqualTo(assigned);
                    assertThat(report.count(Kind.LOST)).isZero();
                    assertThat(report.handledAgain()).isZero();
                    assertThat(report.outOfOrderOfTheirKey()).isEmpty();
                    assertThat(first.consumer().state()).isEqualTo(ConsumerState.RUNNING);
                    assertThat(second.consumer().state()).isEqualTo(ConsumerState.RUNNING);
                }
            }
        });
    }

    private static int partitions(LedgerMember member) {
        return member.consumer().lag().partitions().size();
    }
}
