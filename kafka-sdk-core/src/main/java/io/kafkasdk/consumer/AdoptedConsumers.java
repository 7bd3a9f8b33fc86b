package io.kafkasdk.consumer;

import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.LogBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of the application's own that the SDK watches; {@code KafkaSdk.adopt} is the door for users.
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 */
public final class AdoptedConsumers {

    private static final Logger log = LoggerFactory.getLogger(AdoptedConsumers.class);

    private static final String DEFAULT_POLL_LIMIT = "300000";

    private final ConsumerListener listener;
    private final java.util.function.Consumer<? super AdoptedConsumer> onAdopted;
    private final Clocks clocks;
    private final Teller teller = new Teller("adopted");
    private final LagQuestions questions = new LagQuestions();
    private final Set<Adopted> adopted = ConcurrentHashMap.newKeySet();

    /**
     * Makes an empty one.
     *
     * @param listener told what the consumers do
     * @param onAdopted told of each consumer before its first call
     */
    public AdoptedConsumers(ConsumerListener listener, java.util.function.Consumer<? super AdoptedConsumer> onAdopted) {
        this(listener, onAdopted, Clocks.SYSTEM);
    }

    AdoptedConsumers(
            ConsumerListener listener, java.util.function.Consumer<? super AdoptedConsumer> onAdopted, Clocks clocks) {
        this.listener = listener;
        this.onAdopted = onAdopted;
        this.clocks = clocks;
    }

    /** See {@code KafkaSdk.adopt}. */
    public <K, V> Consumer<K, V> adopt(Consumer<K, V> client, Map<String, ?> config) {
        String group = group(client, config);
        if (group.isEmpty() || ForeignConsumer.isOne(client)) {
            return client;
        }
        LagTracker tracker = new LagTracker(group, isolation(config), clocks);
        ConsumerEvents events = new ConsumerEvents(group, listener, clocks.nanos());
        PolledProgress progress = new PolledProgress(client, tracker, events, clocks);
        Adopted member = new Adopted(clientId(client, config), client, tracker, progress, pollLimit(config));
        adopted.add(member);
        try {
            onAdopted.accept(member);
            progress.reassigned(client.assignment());
        } catch (RuntimeException e) {
            // The client works, and the application would not get it to close it.
            log.warn("The adopted consumer '{}' of group '{}' has no meters of its own", member.clientId, group, e);
        }
        return new ForeignConsumer(client, progress, clocks.nanos(), () -> forget(member)).asKafkaConsumer();
    }

    private void forget(Adopted member) {
        member.isClosed = true;
        adopted.remove(member);
    }

    /** Returns the consumers that were adopted and not closed; a copy. */
    public Collection<AdoptedConsumer> consumers() {
        return List.copyOf(adopted);
    }

    /** As {@link ConsumerPool#refreshLag}. */
    public void refreshLag(LogBounds logs) {
        Collection<Adopted> all = List.copyOf(adopted);
        all.forEach(member -> member.progress.confirm());
        questions.ask(all.stream().map(member -> member.tracker).toList(), logs);
    }

    /** As {@link ConsumerPool#lookAtLag}. */
    public void lookAtLag() {
        adopted.forEach(member -> member.progress.look(member.maxPollInterval, teller));
    }

    private static String group(Consumer<?, ?> client, Map<String, ?> config) {
        try {
            ConsumerGroupMetadata metadata = client.groupMetadata();
            if (hasGroup(metadata)) {
                return metadata.groupId();
            }
        } catch (KafkaException noGroup) {
            return "";
        }
        return text(config, ConsumerConfig.GROUP_ID_CONFIG, "");
    }

    /** The type says always; clients in tests say nothing. */
    private static boolean hasGroup(@Nullable ConsumerGroupMetadata metadata) {
        return metadata != null;
    }

    private static IsolationLevel isolation(Map<String, ?> config) {
        String level = text(config, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return level.toLowerCase(Locale.ROOT).equals("read_committed")
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    private static Duration pollLimit(Map<String, ?> config) {
        return Duration.ofMillis(
                Long.parseLong(text(config, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_POLL_LIMIT)));
    }

    /** The client's own, where the config has none or a factory made another of it. */
    private static String clientId(Consumer<?, ?> client, Map<String, ?> config) {
        return client.metrics().keySet().stream()
                .map(name -> name.tags().getOrDefault("client-id", ""))
                .filter(id -> !id.isEmpty())
                .findAny()
                .orElse(text(config, ConsumerConfig.CLIENT_ID_CONFIG, "unnamed"));
    }

    private static String text(Map<String, ?> config, String key, String otherwise) {
        Object value = config.get(key);
        return value == null ? otherwise : value.toString().trim();
    }

    /** What is shown of one. */
    private static final class Adopted implements AdoptedConsumer {

        private final String clientId;
        private final Consumer<?, ?> client;
        private final LagTracker tracker;
        private final PolledProgress progress;
        private final Duration maxPollInterval;
        private volatile boolean isClosed;

        private Adopted(
                String clientId,
                Consumer<?, ?> client,
                LagTracker tracker,
                PolledProgress progress,
                Duration maxPollInterval) {
            this.clientId = clientId;
            this.client = client;
            this.tracker = tracker;
            this.progress = progress;
            this.maxPollInterval = maxPollInterval;
        }

        @Override
        public String group() {
            return tracker.group();
        }

        @Override
        public String clientId() {
            return clientId;
        }

        @Override
        public ConsumerState state() {
            if (isClosed) {
                return ConsumerState.CLOSED;
            }
            return progress.isPaused() ? ConsumerState.PAUSED : ConsumerState.RUNNING;
        }

        @Override
        public int inFlight(String topic) {
            return progress.inFlight(topic);
        }

        @Override
        public LagSnapshot lag() {
            return tracker.snapshot();
        }

        @Override
        public Optional<Duration> lagObjective() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> pollLimit() {
            return Optional.of(maxPollInterval);
        }

        @Override
        public Map<MetricName, ? extends Metric> kafkaMetrics() {
            return isClosed ? Map.of() : client.metrics();
        }
    }
}
