package io.kafkasdk.producer;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ProducerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.ListSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Decides whether two requests ask for the same producer.
 *
 * @param settings what was asked for
 * @param tuning the tuning that applies
 */
record SettingsIdentity(ProducerSettings<?, ?> settings, ClientTuning tuning) {

    private static final Package KAFKA_SERIALIZERS = StringSerializer.class.getPackage();

    /** Returns the names of the settings in which the other request differs; empty for the same producer. */
    List<String> differences(SettingsIdentity other) {
        List<String> names = new ArrayList<>();
        ProducerSettings<?, ?> theirs = other.settings();
        note(names, "keySerializer", isSame(settings.keySerializer(), theirs.keySerializer()));
        note(names, "valueSerializer", isSame(settings.valueSerializer(), theirs.valueSerializer()));
        note(names, "topics", settings.topics().equals(theirs.topics()));
        note(names, "maxBlock", settings.maxBlock().equals(theirs.maxBlock()));
        note(names, "deliveryTimeout", settings.deliveryTimeout().equals(theirs.deliveryTimeout()));
        note(names, "inFlight", settings.inFlight().equals(theirs.inFlight()));
        note(names, "rateLimit", Objects.equals(settings.rateLimit(), theirs.rateLimit()));
        note(names, "tuning", tuning.equals(other.tuning()));
        note(names, "kafkaOverrides", settings.kafkaOverrides().equals(theirs.kafkaOverrides()));
        return names;
    }

    private static void note(List<String> names, String name, boolean same) {
        if (!same) {
            names.add(name);
        }
    }

    /** Kafka's own serializers have no equals, but two of one class do the same; all but the one for lists. */
    private static boolean isSame(Serializer<?> one, Serializer<?> other) {
        boolean kafkas = Objects.equals(one.getClass().getPackage(), KAFKA_SERIALIZERS);
        boolean stateless = kafkas && !(one instanceof ListSerializer<?>);
        return one.equals(other) || (stateless && one.getClass() == other.getClass());
    }
}
