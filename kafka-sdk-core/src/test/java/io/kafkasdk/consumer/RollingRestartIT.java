package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees of a group whose members are stopped and started one after the other, under load. */
@Timeout(300)
@ShortSessions
class RollingRestartIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    @Test
    void aRollingRestartLosesNothingAndRepeatsNothingThatFinished(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> {
            Path file = directory.resolve(protocol);
            try (GroupBench bench = new GroupBench(cluster, 6);
                    Ledger ledger = Ledger.at(file);
                    GroupLoad load = GroupLoad.start(bench, 10, 60)) {
                roll(MemberSpec.of(cluster, bench, protocol, file), ledger, () -> {
                    load.stop();
                    await().atMost(SOON)
                            .untilAsserted(() -> assertThat(ledger.report().unfinished(GroupLoad.ends(cluster, bench)))
                                    .as("lost")
                                    .isEmpty());
                });
                LedgerReport report = ledger.report();
                assertThat(report.count(Kind.LOST)).as("partitions lost").isZero();
                assertThat(report.finishedAndHandledAgain()).isEmpty();
                assertThat(report.overlapsOfOneKey()).isEmpty();
                assertThat(report.outOfOrderOfTheirKey()).isEmpty();
            }
        });
    }

    /** Replaces each of three members by another one; the last ones run until the end of it. */
    private static void roll(MemberSpec spec, Ledger ledger, Runnable end) {
        List<LedgerMember> members = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                members.add(LedgerMember.start(spec.named(spec.protocol() + "-old-" + i)));
            }
            for (int i = 0; i < 3; i++) {
                awaitWork(spec.protocol() + "-old-" + i, ledger);
            }
            for (int i = 0; i < 3; i++) {
                members.get(i).close();
                members.add(LedgerMember.start(spec.named(spec.protocol() + "-new-" + i)));
                awaitWork(spec.protocol() + "-new-" + i, ledger);
            }
            end.run();
        } finally {
            members.forEach(LedgerMember::close);
        }
    }

    private static void awaitWork(String member, Ledger ledger) {
        await().atMost(SOON).until(() -> ledger.report().count(Kind.END, member) > 100);
    }
}
