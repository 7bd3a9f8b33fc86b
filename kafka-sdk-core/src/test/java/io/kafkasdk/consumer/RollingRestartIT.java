package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantees of a group whose members are stopped and started one after the other, under load. */
@Timeout(120)
@ShortSessions
class RollingRestartIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aRollingRestartLosesNothingAndRepeatsNothingThatFinished(
            String protocol, KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        Path file = directory.resolve("ledger");
        List<ConsumerProcess> members = new ArrayList<>();
        try (GroupBench bench = new GroupBench(cluster, 6);
                Ledger ledger = Ledger.at(file);
                GroupLoad load = GroupLoad.start(bench, 10, 60)) {
            MemberSpec spec = MemberSpec.of(cluster, bench, protocol, file);
            for (int i = 0; i < 3; i++) {
                members.add(ConsumerProcess.start(spec.named("old-" + i), ledger));
            }
            members.forEach(RollingRestartIT::awaitWork);
            for (int i = 0; i < 3; i++) {
                members.get(i).terminate(Duration.ofSeconds(15));
                members.add(ConsumerProcess.start(spec.named("new-" + i), ledger));
                awaitWork(members.get(3 + i));
            }
            load.stop();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ledger.report().unfinished(GroupLoad.ends(cluster, bench)))
                            .as("lost")
                            .isEmpty());
            LedgerReport report = ledger.report();
            assertThat(report.count(Kind.LOST)).isZero();
            assertThat(report.finishedAndHandledAgain()).isEmpty();
            assertThat(report.overlapsOfOneKey()).isEmpty();
            assertThat(report.outOfOrderOfTheirKey()).isEmpty();
        } finally {
            members.forEach(ConsumerProcess::close);
        }
    }

    private static void awaitWork(ConsumerProcess member) {
        await().atMost(SOON).until(() -> member.report().count(Kind.END) > 100);
    }
}
