package io.kafkasdk.producer;

import io.kafkasdk.internal.SerializerIdentity;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ProducerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether two requests ask for the same producer.
 *
 * @param settings what was asked for
 * @param tuning the tuning that applies
 */
record SettingsIdentity(ProducerSettings<?, ?> settings, ClientTuning tuning) {

    /** Returns the names of the settings in which the other request differs; empty for the same producer. */
    List<String> differences(SettingsIdentity other) {
        List<String> names = new ArrayList<>();
        ProducerSettings<?, ?> theirs = other.settings();
        note(names, "keySerializer", SerializerIdentity.isSame(settings.keySerializer(), theirs.keySerializer()));
        note(names, "valueSerializer", SerializerIdentity.isSame(settings.valueSerializer(), theirs.valueSerializer()));
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
}
