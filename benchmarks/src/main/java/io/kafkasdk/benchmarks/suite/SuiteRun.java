package io.kafkasdk.benchmarks.suite;

import io.kafkasdk.test.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What the sections of one run share.
 *
 * @param scale how much to do
 * @param rounds how often each contender runs; odd, so that a median is one of them
 * @param payloads what is sent
 * @param peers other libraries
 * @param cluster three running brokers; the suite closes it
 * @param brokerPids their processes
 * @param progress is told of each finished step
 */
public record SuiteRun(
        Scale scale,
        int rounds,
        Payloads payloads,
        Peers peers,
        KafkaCluster cluster,
        List<Long> brokerPids,
        Progress progress) {

    /** Partitions of each topic. */
    public static final int PARTITIONS = 12;

    /** The heap of every child, in MiB. */
    public static final int HEAP_MEBIBYTES = 512;

    private static final int RETENTION_BYTES = 32 << 20;

    /**
     * Creates the topic of a section that sends: 12 partitions, three replicas, two of them in sync for an
     * acknowledgement, about 32 MiB kept in each partition, because a flood would fill the disk.
     */
    public void createTopic(String name) {
        createTopic(
                name,
                Map.of(
                        "retention.bytes", Integer.toString(RETENTION_BYTES),
                        "segment.bytes", Integer.toString(RETENTION_BYTES / 2)));
    }

    /** Creates a topic as {@link #createTopic(String)} does, with these configurations and everything kept. */
    public void createTopic(String name, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put("min.insync.replicas", "2");
        all.put("file.delete.delay.ms", "1000");
        cluster.createTopic(name, PARTITIONS, 3, all);
    }

    /** Deletes a topic, and with it what it holds of the disk. */
    public void deleteTopic(String name) {
        try {
            cluster.admin().deleteTopics(List.of(name)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot delete the topic " + name + "; look at the brokers' logs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the topic " + name + " was deleted", e);
        }
    }
}
