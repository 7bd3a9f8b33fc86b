package io.kafkasdk.internal;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Serializer;

/** Kafka's producer, with a place among the open ones that it leaves when it is closed. */
final class CountedProducer<K, V> extends KafkaProducer<K, V> {

    private final OpenClients.Place place;

    /** Takes the place with it; where this throws, the place is still the caller's. */
    CountedProducer(
            Map<String, Object> config,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            OpenClients.Place place) {
        super(config, keySerializer, valueSerializer);
        this.place = place;
    }

    /** All other ways to close it end here. */
    @Override
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            place.close();
            SuccessorJmx.closed(place.clientId());
        }
    }
}
