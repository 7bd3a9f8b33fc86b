package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.ledger.FaultLog;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewPartitions;

/** Topics that change under the hands of those who write and read them. */
final class FaultsOfTopics {
    private final Arena arena;
    private final FaultLog log;
    private final Consumer<String> progress;

    FaultsOfTopics(Arena arena, FaultLog log, Consumer<String> progress) {
        this.arena = arena;
        this.log = log;
        this.progress = progress;
    }

    Fault isrBelowMin(FaultStep step) {
        return new IsrBelowMin(arena.cluster(), arena.strictTopic(), step.luck());
    }

    Fault recreated() {
        return new TopicRecreated(arena.cluster(), arena.recreatedTopic(), log);
    }

    Fault retentionPassed(FaultStep step) {
        return new RetentionPassed(arena, log, progress, step.luck());
    }

    Fault partitionsAdded() {
        String topic = arena.growingTopic();
        return new Act(FaultKind.PARTITIONS_ADDED, "topic " + topic, () -> add(topic), () -> {});
    }

    private void add(String topic) {
        int more = new Topics(arena.cluster().admin()).partitions(topic).size() + 1;
        Answer.of(
                "give topic " + topic + " " + more + " partitions",
                arena.cluster()
                        .admin()
                        .createPartitions(Map.of(topic, NewPartitions.increaseTo(more)))
                        .all());
        progress.accept("topic " + topic + " has " + more + " partitions");
    }
}
