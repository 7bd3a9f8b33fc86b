package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A member that was frozen for longer than its session, and wakes up when others have its partitions. */
@Timeout(300)
@ShortSessions
class ZombieFaultIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final int SESSION_MILLIS = 3_000;
    private static final int PARTITIONS = 3;
    private static final int ZOMBIES = 3;
    private static final int RECORDS = 800;

    @Test
    void membersThatWakeUpBehindTheirSessionTakeNothingBackFromTheirHeir(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> wakeUp(protocol, cluster, directory, LedgerMember::consumer, 0));
    }

    /**
     * Then the group is empty. With KIP-848 the client may send a commit that was under way when the process froze as
     * somebody who is no member, and brokers take that from an empty group: one for each frozen member, no more. That takes
     * offsets back, so records are handled again; nothing is lost.
     */
    @Test
    void membersThatWakeUpBehindTheirSessionTakeBackOneCommitAtMostWhenTheirHeirIsGone(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol ->
                wakeUp(protocol, cluster, directory, LedgerMember::close, protocol.equals("consumer") ? 1 : 0));
    }

    private static void wakeUp(
            String protocol,
            KafkaCluster cluster,
            Path directory,
            Consumer<LedgerMember> beforeTheyWakeUp,
            int commitsOfFrozenMembers)
            throws Exception {
        Path file = directory.resolve(protocol);
        List<ConsumerProcess> zombies = new ArrayList<>();
        try (GroupBench bench = new GroupBench(cluster, PARTITIONS);
                Ledger ledger = Ledger.at(file);
                OffsetWatch offsets = OffsetWatch.of(bench)) {
            GroupLoad.sessions(cluster, bench, SESSION_MILLIS);
            GroupLoad.write(bench, PARTITIONS, RECORDS, 100);
            MemberSpec spec = MemberSpec.of(cluster, bench, protocol, file)
                    .session(SESSION_MILLIS)
                    .with("commit", 50);
            for (int i = 0; i < ZOMBIES; i++) {
                zombies.add(ConsumerProcess.start(spec.with("delay", 25).named("zombie-" + i), ledger));
            }
            await().atMost(SOON)
                    .until(() ->
                            zombies.stream().allMatch(zombie -> zombie.report().count(Kind.COMMITTED) > 2));
            for (ConsumerProcess zombie : zombies) {
                zombie.freeze();
            }
            try (LedgerMember heir = LedgerMember.start(spec.named("heir"))) {
                await().atMost(SOON).until(() -> ledger.report().count(Kind.END, "heir") > PARTITIONS * 100);
                beforeTheyWakeUp.accept(heir);
                for (ConsumerProcess zombie : zombies) {
                    zombie.thaw();
                }
                await().atMost(SOON)
                        .until(() -> bench.committed().values().stream().allMatch(offset -> offset == RECORDS));
            }
            for (ConsumerProcess zombie : zombies) {
                assertThat(zombie.report().count(Kind.LOST)).isPositive();
                zombie.terminate(Duration.ofSeconds(15));
            }
            offsets.wentBackAtMost(commitsOfFrozenMembers);
            LedgerReport report = ledger.report();
            assertThat(report.unfinished(GroupLoad.ends(cluster, bench)))
                    .as("lost")
                    .isEmpty();
            assertThat(report.outOfOrderOfTheirKey()).isEmpty();
            assertThat(report.overlapsOfOneKey()).isEmpty();
        } finally {
            zombies.forEach(ConsumerProcess::close);
        }
    }

    /** Asks for the committed offsets all the time. */
    private static final class OffsetWatch implements AutoCloseable {

        private final GroupBench bench;
        private final Map<Integer, Long> highest = new HashMap<>();
        private final Map<Integer, List<String>> wentBack = new HashMap<>();
        private final List<String> unknown = new ArrayList<>();
        private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

        private OffsetWatch(GroupBench bench) {
            this.bench = bench;
        }

        static OffsetWatch of(GroupBench bench) {
            OffsetWatch watch = new OffsetWatch(bench);
            watch.looks.scheduleWithFixedDelay(watch::look, 0, 20, TimeUnit.MILLISECONDS);
            return watch;
        }

        private synchronized void look() {
            try {
                bench.committed().forEach((partition, offset) -> {
                    long before = highest.getOrDefault(partition, 0L);
                    if (offset < before) {
                        wentBack.computeIfAbsent(partition, p -> new ArrayList<>())
                                .add("from " + before + " to " + offset);
                    }
                    highest.put(partition, offset);
                });
            } catch (Exception e) {
                unknown.add(e.toString());
            }
        }

        synchronized void wentBackAtMost(int timesForEachPartition) {
            assertThat(wentBack)
                    .allSatisfy((partition, jumps) -> assertThat(jumps)
                            .as("offsets of partition %d taken back", partition)
                            .hasSizeLessThanOrEqualTo(timesForEachPartition));
            assertThat(unknown).isEmpty();
            assertThat(highest).isNotEmpty();
        }

        @Override
        public void close() {
            looks.shutdownNow();
        }
    }
}
