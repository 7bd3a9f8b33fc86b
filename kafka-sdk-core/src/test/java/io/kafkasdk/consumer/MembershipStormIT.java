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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guarantees of a group whose members never stop joining and leaving. */
@Timeout(240)
@ShortSessions
class MembershipStormIT {

    private static final Logger log = LoggerFactory.getLogger(MembershipStormIT.class);
    private static final Duration STORM = Duration.ofMinutes(2);
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(10);
    private static final int MEMBERS = 6;

    @Test
    void sixMembersThatJoinAndLeaveForTwoMinutesLoseNothing(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> {
            Path file = directory.resolve(protocol);
            try (GroupBench bench = new GroupBench(cluster, 12);
                    Ledger ledger = Ledger.at(file);
                    GroupLoad load = GroupLoad.start(bench, 6, 200)) {
                try (Crowd crowd = new Crowd(MemberSpec.of(cluster, bench, protocol, file))) {
                    storm(crowd, ledger);
                    load.stop();
                    await().atMost(Duration.ofSeconds(40))
                            .untilAsserted(() -> assertThat(ledger.report().unfinished(GroupLoad.ends(cluster, bench)))
                                    .as("lost")
                                    .isEmpty());
                }
                LedgerReport report = ledger.report();
                log.info(
                        "{}: {} members, {} records, {} partitions revoked, {} lost, {} repeats",
                        protocol,
                        report.members().size(),
                        report.finished().size(),
                        report.count(Kind.REVOKED),
                        report.count(Kind.LOST),
                        report.handledAgain());
                assertThat(report.overlapsOfOneKey()).isEmpty();
                assertThat(report.outOfOrderOfTheirKey()).isEmpty();
                if (report.count(Kind.LOST) == 0) {
                    assertThat(report.finishedAndHandledAgain()).isEmpty();
                }
            }
        });
    }

    private static void storm(Crowd crowd, Ledger ledger) throws Exception {
        Random random = new Random(20_261_122);
        long end = System.nanoTime() + STORM.toNanos();
        long finished = 0;
        long progress = System.nanoTime();
        while (System.nanoTime() < end) {
            crowd.change(random.nextInt(MEMBERS));
            // The storm's own pace: one change each 1 to 2 s.
            new CountDownLatch(1).await(1_000 + random.nextInt(1_000), TimeUnit.MILLISECONDS);
            long now = ledger.report().count(Kind.END);
            if (now > finished) {
                finished = now;
                progress = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - progress))
                    .as("without progress")
                    .isLessThan(WITHOUT_PROGRESS);
        }
    }

    /** Members that come and go; one at least stays. Leaving takes its time, and nobody waits for it. */
    private static final class Crowd implements AutoCloseable {

        private final MemberSpec spec;
        private final Map<Integer, LedgerMember> here = new HashMap<>();
        private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
        private final ExecutorService doors = Executors.newCachedThreadPool();
        private int made;

        Crowd(MemberSpec spec) {
            this.spec = spec;
        }

        void change(int number) {
            LedgerMember there = here.get(number);
            if (there == null) {
                here.put(number, LedgerMember.start(spec.named("m" + made++)));
            } else if (here.size() > 1) {
                here.remove(number);
                leave(there);
            }
        }

        private void leave(LedgerMember member) {
            leaving.add(CompletableFuture.runAsync(member::close, doors));
        }

        @Override
        public void close() {
            here.values().forEach(this::leave);
            CompletableFuture.allOf(leaving.toArray(new CompletableFuture<?>[0]))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            doors.shutdown();
        }
    }
}
