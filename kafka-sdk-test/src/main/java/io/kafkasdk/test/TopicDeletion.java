package io.kafkasdk.test;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Deletes topics that no running broker knows when the call returns. */
final class TopicDeletion {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Admin admin;
    private final Readiness readiness;

    TopicDeletion(Admin admin, Readiness readiness) {
        this.admin = admin;
        this.readiness = readiness;
    }

    void delete(String topic) {
        AdminAnswer.await(
                "delete topic " + topic, admin.deleteTopics(List.of(topic)).all());
        Readiness.await(
                LIMIT,
                () -> readiness.isTopicKnown(topic) ? List.of("a broker knows the deleted topic " + topic) : List.of());
    }
}
