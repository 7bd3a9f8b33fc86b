package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.Durability;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers of the application's own that the SDK guards; {@code KafkaSdk.adopt} is the door for users.
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 */
public final class AdoptedProducers {

    private static final Logger log = LoggerFactory.getLogger(AdoptedProducers.class);

    private final AcksGuard guard;
    private final SendListener listener;
    private final Consumer<? super AdoptedProducer> onAdopted;
    private final Set<AdoptedProducer> adopted = ConcurrentHashMap.newKeySet();

    /**
     * Makes an empty one.
     *
     * @param guard knows which topics are safe
     * @param listener told of every send
     * @param onAdopted told of each producer before its first send
     */
    public AdoptedProducers(AcksGuard guard, SendListener listener, Consumer<? super AdoptedProducer> onAdopted) {
        this.guard = guard;
        this.listener = new QuietListener(listener);
        this.onAdopted = onAdopted;
    }

    /** See {@code KafkaSdk.adopt}. */
    public <K, V> Producer<K, V> adopt(Producer<K, V> client, Map<String, ?> config) {
        if (client instanceof ForeignProducer || client instanceof KafkaProducerView) {
            return client;
        }
        ForeignProducer.Place place =
                new ForeignProducer.Place(clientId(client, config), durability(config), guard, listener);
        ForeignProducer<K, V> watched = new ForeignProducer<>(client, place, adopted::remove);
        adopted.add(watched);
        try {
            onAdopted.accept(watched);
        } catch (RuntimeException e) {
            // The client works, and the application would not get it to close it.
            log.warn("The adopted producer '{}' has no meters of its own", watched.clientId(), e);
        }
        return watched;
    }

    /** Returns the producers that were adopted and not closed; a copy. */
    public Collection<AdoptedProducer> producers() {
        return List.copyOf(adopted);
    }

    private static Durability durability(Map<String, ?> config) {
        Object acks = config.get(ProducerConfig.ACKS_CONFIG);
        String text = acks == null ? "all" : acks.toString().trim();
        return text.equals("0") || text.equals("1") ? Durability.LEADER : Durability.ALL;
    }

    /** The client's own, where the config has none or a factory made another of it. */
    private static String clientId(Producer<?, ?> client, Map<String, ?> config) {
        Object configured = config.get(ProducerConfig.CLIENT_ID_CONFIG);
        return client.metrics().keySet().stream()
                .map(name -> name.tags().getOrDefault("client-id", ""))
                .filter(id -> !id.isEmpty())
                .findAny()
                .orElse(configured == null ? "unnamed" : configured.toString());
    }
}
