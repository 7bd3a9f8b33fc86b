package io.kafkasdk.samples.quickstart;

import io.kafkasdk.test.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The user's own cluster: adds topics where they are absent, and deletes those at the end. */
final class OwnStage implements Stage {

    private static final String MAIN = "quickstart-quakes";
    private static final String FRAGILE = "quickstart-quakes-fragile";
    private static final int MAIN_PARTITIONS = 6;
    private static final int FRAGILE_PARTITIONS = 3;
    private static final int LIMIT_SECONDS = 15;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final String group;
    private final boolean keepTopics;
    private final Consumer<Event> events;
    private final Admin admin;
    private final List<String> created = new ArrayList<>();

    private OwnStage(Options options, String bootstrapServers, String group, Consumer<Event> events) {
        this.bootstrapServers = bootstrapServers;
        this.group = group;
        this.keepTopics = options.keepTopics();
        this.events = events;
        this.admin = Admin.create(
                Map.of("bootstrap.servers", bootstrapServers, "client.id", "quickstart-admin", "retries", 3));
    }

    /**
     * Opens the stage; asks the cluster nothing yet.
     *
     * @param group the run's consumer group, deleted at the end
     * @throws StageException when no host resolves
     */
    static OwnStage open(Options options, String bootstrapServers, String group, Consumer<Event> events)
            throws StageException {
        try {
            return new OwnStage(options, bootstrapServers, group, events);
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StageException(
                    "No client for --bootstrap " + bootstrapServers + ": " + reason.getMessage()
                            + ". Check the host name",
                    e);
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public Admin admin() {
        return admin;
    }

    @Override
    public Topics createTopics(int brokers) throws StageException, InterruptedException {
        int replicas = Math.min(3, brokers);
        create(MAIN, MAIN_PARTITIONS, replicas, Math.max(1, replicas - 1));
        if (brokers < 2) {
            say(Tone.WARNING, "One broker: there is nothing fragile to show, so " + FRAGILE + " is left out");
            return new Topics(MAIN, null);
        }
        create(FRAGILE, FRAGILE_PARTITIONS, 2, 2);
        return new Topics(MAIN, FRAGILE);
    }

    @Override
    public Optional<Broker> victim() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (!created.isEmpty() && keepTopics) {
            say(Tone.PLAIN, "Kept the topics " + String.join(", ", created));
        } else if (!created.isEmpty()) {
            delete(
                    "topics " + String.join(", ", created),
                    admin.deleteTopics(created).all());
        }
        delete(
                "consumer group " + group,
                admin.deleteConsumerGroups(List.of(group)).all());
        admin.close(CLOSE_LIMIT);
    }

    private void create(String topic, int partitions, int replicas, int minInSync)
            throws StageException, InterruptedException {
        NewTopic wanted = new NewTopic(topic, partitions, (short) replicas)
                .configs(Map.of("min.insync.replicas", Integer.toString(minInSync)));
        try {
            admin.createTopics(List.of(wanted)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            created.add(topic);
            say(
                    Tone.PLAIN,
                    "Created topic " + topic + ": " + partitions + " partitions, RF " + replicas
                            + ", min.insync.replicas " + minInSync);
            awaitKnown(topic);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw trouble("create topic '" + topic + "'", "Create on it, or create it beforehand", e);
            }
            say(Tone.PLAIN, "Topic " + topic + " exists and is used as it is");
        }
    }

    /** Other brokers learn of a topic later than the controller. */
    private void awaitKnown(String topic) throws StageException, InterruptedException {
        boolean known = Waiting.until(Duration.ofSeconds(LIMIT_SECONDS), () -> {
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get(LIMIT_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        });
        if (!known) {
            throw new StageException("Topic '" + topic + "' was created, but its brokers do not know it yet", null);
        }
    }

    private void delete(String what, KafkaFuture<Void> deletion) {
        try {
            deletion.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            say(Tone.PLAIN, "Deleted " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                say(Tone.WARNING, "Could not delete " + what + ": " + reason(e));
            }
        }
    }

    private static StageException trouble(String what, String right, Exception failure) {
        return new StageException(
                "Could not " + what + ": " + reason(failure) + ". The user of the sample needs the right " + right
                        + ".",
                failure);
    }

    private static String reason(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private void say(Tone tone, String text) {
        events.accept(new Event(tone, text));
    }
}
