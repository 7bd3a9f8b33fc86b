package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.ledger.FaultLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A group is away, as if it were down for longer than its topic keeps records: meanwhile the records from its commit on are
 * removed, the older half of them or all. The members are stopped and not paused, because a paused one holds in memory what
 * it has fetched and would not notice.
 */
final class RetentionPassed implements Fault {
    private static final long ENOUGH_RECORDS = 10;
    private static final Duration UNTIL_ENOUGH = Duration.ofSeconds(60);
    private static final int LOOK_MS = 250;

    private final Admin admin;
    private final Arena.Retained retained;
    private final List<TargetProcess> members;
    private final FaultLog log;
    private final Consumer<String> progress;
    private final int luck;

    RetentionPassed(Arena arena, FaultLog log, Consumer<String> progress, int luck) {
        this.admin = arena.cluster().admin();
        this.retained = arena.retained();
        this.members = arena.members(retained.group());
        this.log = log;
        this.progress = progress;
        this.luck = luck;
    }

    @Override
    public FaultKind kind() {
        return FaultKind.RETENTION_PASSED;
    }

    @Override
    public String target() {
        return "topic " + retained.topic() + ", group " + retained.group();
    }

    @Override
    public void begin() {
        members.stream().filter(TargetProcess::isRunning).forEach(member -> FaultsOfMembers.stop(member, progress));
        Map<TopicPartition, Long> below = belowWhichToRemove();
        Map<TopicPartition, RecordsToDelete> request = below.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue())));
        // Written before it is done: what may be gone is no loss, also when this JVM ends in between.
        below.forEach((partition, offset) -> log.removed(partition.topic(), partition.partition(), offset));
        Answer.of("remove records of " + target(), admin.deleteRecords(request).all());
        progress.accept("records of " + target() + " are removed below " + below);
    }

    @Override
    public void heal() {
        members.forEach(FaultsOfMembers::startIfDown);
    }

    /** Waits until some partition has records that the group has not committed. */
    private Map<TopicPartition, Long> belowWhichToRemove() {
        long start = System.nanoTime();
        while (true) {
            Map<TopicPartition, Long> below = unread();
            if (!below.isEmpty()) {
                return below;
            }
            if (System.nanoTime() - start > UNTIL_ENOUGH.toNanos()) {
                throw new NemesisException("In " + UNTIL_ENOUGH.toSeconds() + " s no partition of topic "
                        + retained.topic() + " got " + ENOUGH_RECORDS + " records that group " + retained.group()
                        + " has not committed, so that nothing can be removed; is the topic written?");
            }
            pause();
        }
    }

    private Map<TopicPartition, Long> unread() {
        Map<TopicPartition, Long> commits = commits();
        Map<TopicPartition, Long> below = new HashMap<>();
        Answer.of(
                        "ask where partitions of topic " + retained.topic() + " end",
                        admin.listOffsets(commits.keySet().stream()
                                        .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest())))
                                .all())
                .forEach((partition, end) -> {
                    long unread = end.offset() - Objects.requireNonNull(commits.get(partition));
                    if (unread >= ENOUGH_RECORDS) {
                        below.put(partition, luck % 2 == 0 ? end.offset() - unread / 2 : end.offset());
                    }
                });
        return below;
    }

    /** A partition without a commit is none whose commit retention can pass. */
    private Map<TopicPartition, Long> commits() {
        Map<TopicPartition, OffsetAndMetadata> all = Answer.of(
                "ask for the commits of group " + retained.group(),
                admin.listConsumerGroupOffsets(retained.group()).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> commits = new HashMap<>();
        all.forEach((partition, commit) -> {
            if (commit != null && partition.topic().equals(retained.topic())) {
                commits.put(partition, commit.offset());
            }
        });
        return commits;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NemesisException("Interrupted while records were waited for", e);
        }
    }
}
