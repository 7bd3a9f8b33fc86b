package io.kafkasdk.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates topics that every running broker knows when the call returns. */
final class TopicCreation {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Admin admin;
    private final Readiness readiness;

    TopicCreation(Admin admin, Readiness readiness) {
        this.admin = admin;
        this.readiness = readiness;
    }

    void create(NewTopic topic) {
        int partitions = topic.replicasAssignments() == null
                ? topic.numPartitions()
                : topic.replicasAssignments().size();
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while topic " + topic.name() + " was created", e);
        } catch (ExecutionException e) {
            throw new KafkaClusterException(
                    "Could not create topic " + topic.name() + ": " + e.getCause(),
                    e.getCause() == null ? e : e.getCause());
        }
        readiness.awaitTopic(topic.name(), partitions, LIMIT);
    }
}
