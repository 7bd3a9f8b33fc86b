package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.tuning.TuningProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * What all contenders are asked to do.
 *
 * @param prefix of the names of the topics
 * @param topics how many
 * @param partitions of each
 * @param rate records a second over all of them
 * @param burst records that go to one partition one after the other
 */
record Load(String prefix, int topics, int partitions, int rate, int burst) {

    int allPartitions() {
        return topics * partitions;
    }

    /** Returns the task of one child; without seconds it ends with the first records. */
    HandlingTask task(String bootstrapServers, String group, Length length) {
        Map<String, String> settings = new HashMap<>();
        settings.put(HandlingTask.TOPIC, prefix);
        settings.put(TrafficChild.TOPICS, Integer.toString(topics));
        settings.put(TrafficChild.PARTITIONS, Integer.toString(partitions));
        settings.put(TrafficChild.RATE, Integer.toString(rate));
        settings.put(TrafficChild.BURST, Integer.toString(burst));
        settings.put(TrafficChild.WARM_UP_SECONDS, Integer.toString(length.warmUpSeconds()));
        settings.put(TrafficChild.SECONDS, Integer.toString(length.seconds()));
        settings.put(TrafficChild.RECORDED_SECONDS, Integer.toString(length.recordedSeconds()));
        TuningProfile.BALANCED
                .consumer()
                .toKafkaConfig()
                .forEach((name, value) -> settings.put(HandlingTask.KAFKA + name, value.toString()));
        settings.put(HandlingTask.KAFKA + "bootstrap.servers", bootstrapServers);
        settings.put(HandlingTask.KAFKA + "group.id", group);
        // What other children wrote is not to be read.
        settings.put(HandlingTask.KAFKA + "auto.offset.reset", "latest");
        return new HandlingTask(settings);
    }

    /**
     * How long.
     *
     * @param warmUpSeconds of load before measuring
     * @param seconds measured
     * @param recordedSeconds of a flight recording afterwards
     */
    record Length(int warmUpSeconds, int seconds, int recordedSeconds) {

        static final Length START_ONLY = new Length(0, 0, 0);
    }
}
