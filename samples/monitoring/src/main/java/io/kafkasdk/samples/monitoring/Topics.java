package io.kafkasdk.samples.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the load, and what is special about each. */
final class Topics {

    /** A steady stream; now and then a record fails, or fails for good. */
    static final String ORDERS = "orders";

    static final String ORDERS_DEAD_LETTERS = "orders.billing.dlt";
    /** Bursts that the readers cannot follow. */
    static final String CLICKS = "clicks";
    /** Few records with much work behind each. */
    static final String REPORTS = "reports";
    /** One record a minute: an idle topic must not look like a stuck one. */
    static final String NOTICES = "notices";
    /** Written in transactions. */
    static final String INVOICES = "invoices";
    /** RF 2 with min.insync.replicas 2: no broker may be missing. */
    static final String AUDIT = "audit";

    /** As {@link #AUDIT}, but the leader alone may acknowledge: what may be lost need not stop. */
    static final String READINGS = "readings";

    private static final int MOST_REPLICAS = 3;

    private Topics() {}

    /** Creates those that are absent, with as many replicas as there are brokers, at most three. */
    static void create(Admin admin, int brokers) throws InterruptedException {
        int replicas = Math.min(MOST_REPLICAS, brokers);
        List<NewTopic> topics = new ArrayList<>();
        topics.add(topic(ORDERS, 6, replicas));
        topics.add(topic(ORDERS_DEAD_LETTERS, 3, replicas));
        topics.add(topic(CLICKS, 3, replicas));
        topics.add(topic(REPORTS, 2, replicas));
        topics.add(topic(NOTICES, 1, replicas));
        topics.add(topic(INVOICES, 3, replicas));
        if (brokers >= MOST_REPLICAS) {
            // Every partition has a replica on broker 3, which is the one that dies.
            for (String fragile : List.of(AUDIT, READINGS)) {
                topics.add(new NewTopic(fragile, Map.of(0, List.of(1, 3), 1, List.of(2, 3)))
                        .configs(Map.of("min.insync.replicas", "2")));
            }
        } else {
            topics.add(topic(AUDIT, 2, replicas));
            topics.add(topic(READINGS, 2, replicas));
        }
        for (NewTopic topic : topics) {
            create(admin, topic);
        }
    }

    private static NewTopic topic(String name, int partitions, int replicas) {
        return new NewTopic(name, partitions, (short) replicas)
                .configs(Map.of("min.insync.replicas", replicas == MOST_REPLICAS ? "2" : "1"));
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Topic " + topic.name() + " could not be created", e.getCause());
            }
        }
    }
}
