package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.test.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/**
 * The topics of a load: three replicas, two of them in sync for an acknowledgement.
 *
 * @param cluster where they are
 */
record ManyTopics(KafkaCluster cluster) {

    void create(Load load) {
        await(cluster.admin()
                .createTopics(names(load).stream()
                        .map(name -> new NewTopic(name, load.partitions(), (short) 3)
                                .configs(Map.of("min.insync.replicas", "2")))
                        .toList())
                .all());
    }

    /** So many partitions would be a load to the brokers of whatever comes next. */
    void delete(Load load) {
        await(cluster.admin().deleteTopics(names(load)).all());
    }

    private static List<String> names(Load load) {
        return IntStream.range(0, load.topics())
                .mapToObj(number -> load.prefix() + number)
                .toList();
    }

    private static void await(KafkaFuture<Void> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics of a trial could not be made or deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
