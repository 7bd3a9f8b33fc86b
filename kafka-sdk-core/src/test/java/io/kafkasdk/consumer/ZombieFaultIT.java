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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member that was frozen for longer than its session, and wakes up when others have its partitions. */
@Timeout(120)
@ShortSessions
class ZombieFaultIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 3_000;

    /** Where the heir is gone when the zombie wakes up, the group is empty, and a broker takes commits from anybody. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMemberThatWakesUpBehindItsSessionTakesNothingBack(
            boolean heirLeaves, KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        BothProtocols.atOnce(protocol -> {
            Path file = directory.resolve(protocol);
            try (GroupBench bench = new GroupBench(cluster, PARTITIONS);
                    Ledger ledger = Ledger.at(file)) {
                GroupLoad.sessions(cluster, bench, 3_000);
                GroupLoad.write(bench, PARTITIONS, RECORDS, 100);
                MemberSpec plain = MemberSpec.of(cluster, bench, protocol, file).with("delay", 10);
                MemberSpec spec = plain.classic()
                        ? plain.kafka("session.timeout.ms", 3_000).kafka("heartbeat.interval.ms", 500)
                        : plain;
                try (OffsetWatch offsets = OffsetWatch.of(bench);
                        ConsumerProcess zombie = ConsumerProcess.start(spec.named("zombie"), ledger)) {
                    await().atMost(SOON).until(() -> zombie.report().count(Kind.COMMITTED) > 2);
                    zombie.freeze();
                    LedgerMember heir = LedgerMember.start(spec.named("heir").with("delay", 2));
                    await().atMost(SOON).until(() -> ledger.report().count(Kind.END, "heir") > RECORDS / 2);
                    if (heirLeaves) {
                        heir.close();
                    }
                    long before = zombie.report().count(Kind.END);
                    zombie.thaw();
                    await().atMost(SOON).until(() -> zombie.report().count(Kind.END) > before);
                    await().atMost(SOON)
                            .until(() -> bench.committed().values().stream().allMatch(offset -> offset == RECORDS));
                    if (!heirLeaves) {
                        heir.close();
                    }
                    zombie.terminate(Duration.ofSeconds(15));
                    offsets.neverWentBack();
                }
                LedgerReport report = ledger.report();
                assertThat(report.unfinished(GroupLoad.ends(cluster, bench)))
                        .as("lost")
                        .isEmpty();
                assertThat(report.count(Kind.LOST, "zombie")).isPositive();
                assertThat(report.outOfOrderOfTheirKey()).isEmpty();
                assertThat(report.overlapsOfOneKey()).isEmpty();
            }
        });
    }

    /** Asks for the committed offsets all the time. */
    private static final class OffsetWatch implements AutoCloseable {

        private final GroupBench bench;
        private final Map<Integer, Long> highest = new HashMap<>();
        private final List<String> wentBack = new ArrayList<>();
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
                        wentBack.add("partition " + partition + " from " + before + " to " + offset);
                    }
                    highest.put(partition, offset);
                });
            } catch (Exception e) {
                wentBack.add("unknown: " + e);
            }
        }

        synchronized void neverWentBack() {
            assertThat(wentBack).isEmpty();
            assertThat(highest).isNotEmpty();
        }

        @Override
        public void close() {
            looks.shutdownNow();
        }
    }
}
