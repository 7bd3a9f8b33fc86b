package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.consumer.LedgerEntry.Place;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guarantees of a consumer whose process is killed again and again. */
@Timeout(240)
@ShortSessions
class CrashFaultIT {

    private static final Logger log = LoggerFactory.getLogger(CrashFaultIT.class);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = 10;
    private static final int SESSION_MILLIS = 1_500;
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 4_000;
    /** In each partition this record is in work from the first life to the last: the frontier stays in front of it. */
    private static final long SLOW = 5;

    @Test
    void whoIsKilledLosesNothingAndRepeatsOnlyWhatNoCommitRemembers(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> {
            try (GroupBench bench = new GroupBench(cluster, PARTITIONS);
                    Ledger ledger = Ledger.at(directory.resolve(protocol))) {
                GroupLoad.sessions(cluster, bench, SESSION_MILLIS);
                GroupLoad.write(bench, PARTITIONS, RECORDS, 200);
                MemberSpec spec = MemberSpec.of(cluster, bench, protocol, directory.resolve(protocol))
                        .session(SESSION_MILLIS)
                        .slowAt(SLOW, Duration.ofSeconds(8));
                Random random = new Random(20_261_122);
                for (int life = 0; life < KILLS; life++) {
                    killAfter(100 + random.nextInt(900), spec.named(protocol + "-" + life), ledger);
                    nothingUnfinishedIsCommitted(ledger.report(), bench.committed());
                }
                finish(spec.named(protocol + "-last"), ledger, bench);
                assertThat(ledger.report().unfinished(GroupLoad.ends(cluster, bench)))
                        .as("lost")
                        .isEmpty();
                assertThat(ledger.report().overlapsOfOneKey()).isEmpty();
                assertThat(ledger.report().outOfOrderOfTheirKey()).isEmpty();
                onlyWhatNoCommitRemembersIsRepeated(ledger.report());
            }
        });
    }

    /** One life: it ends by SIGKILL when it has begun so many records. */
    private static void killAfter(int starts, MemberSpec spec, Ledger ledger) {
        try (ConsumerProcess process = ConsumerProcess.start(spec, ledger)) {
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(SOON)
                    .until(() -> process.report().count(Kind.START) >= starts);
            process.kill();
        }
    }

    private static void finish(MemberSpec spec, Ledger ledger, GroupBench bench) throws InterruptedException {
        try (ConsumerProcess process = ConsumerProcess.start(spec, ledger)) {
            await().atMost(SOON).until(() -> bench.committed().values().stream().allMatch(offset -> offset == RECORDS));
            process.terminate(Duration.ofSeconds(15));
        }
    }

    private static void nothingUnfinishedIsCommitted(LedgerReport report, Map<Integer, Long> committed) {
        assertThat(report.unfinished(committed)).isEmpty();
    }

    /** Each repeat has its reason: at the kill before it, the record was in work, or finished since the last commit. */
    private static void onlyWhatNoCommitRemembersIsRepeated(LedgerReport report) {
        Map<String, Long> remembered = new HashMap<>();
        report.members().forEach(member -> remembered.put(member, rememberedUntil(report.of(member))));
        Map<Place, LedgerEntry> latest = new HashMap<>();
        List<LedgerEntry> withoutReason = new ArrayList<>();
        for (LedgerEntry entry : report.entries()) {
            LedgerEntry before = latest.get(entry.place());
            if (entry.kind() == Kind.END) {
                latest.put(entry.place(), entry);
            } else if (entry.kind() == Kind.START
                    && before != null
                    && before.nanos() < remembered.getOrDefault(before.member(), Long.MIN_VALUE)) {
                withoutReason.add(entry);
            }
        }
        assertThat(withoutReason)
                .as("handled again though a commit remembered them")
                .isEmpty();
        long bound = report.members().stream()
                .mapToLong(member -> notRemembered(report.of(member), remembered))
                .sum();
        log.info("{} kills: {} repeats, at most {} allowed", KILLS, report.handledAgain(), bound);
        assertThat(report.handledAgain()).isLessThanOrEqualTo(bound);
        assertThat(report.count(Kind.RECOGNIZED))
                .as("times it recognized records")
                .isPositive();
    }

    /**
     * Returns until when all that a member finished is in a commit: that the last one was sent after the one before it had
     * been acknowledged is certain, when exactly is not.
     */
    private static long rememberedUntil(LedgerReport member) {
        List<LedgerEntry> commits = member.entries().stream()
                .filter(entry -> entry.kind() == Kind.COMMITTED)
                .toList();
        return commits.size() < 2
                ? Long.MIN_VALUE
                : commits.get(commits.size() - 2).nanos();
    }

    private static long notRemembered(LedgerReport member, Map<String, Long> remembered) {
        Set<Place> since = member.entries().stream()
                .filter(entry -> entry.kind() == Kind.END)
                .filter(entry -> entry.nanos() >= remembered.getOrDefault(entry.member(), Long.MIN_VALUE))
                .map(LedgerEntry::place)
                .collect(Collectors.toSet());
        return since.size() + member.startedOnly().size();
    }
}
