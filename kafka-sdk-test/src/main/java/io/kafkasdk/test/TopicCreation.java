package io.kafkasdk.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

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
        boolean existed = readiness.isTopicKnown(topic.name());
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while topic " + topic.name() + " was created", e);
        } catch (ExecutionException e) {
            // While brokers come and go, Admin may repeat a request that was carried out and meet its own topic.
            if (existed || !(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaClusterException(
                        "Could not create topic " + topic.name() + ": " + e.getCause(),
                        Objects.requireNonNullElse(e.getCause(), e));
            }
        }
        readiness.awaitTopic(topic.name(), partitions(topic), LIMIT);
    }

    private static int partitions(NewTopic topic) {
        return topic.replicasAssignments() == null
                ? topic.numPartitions()
                : topic.replicasAssignments().size();
    }
}
