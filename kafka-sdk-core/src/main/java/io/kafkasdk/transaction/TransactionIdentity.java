package io.kafkasdk.transaction;

import io.kafkasdk.internal.SerializerIdentity;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.TransactionSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether two requests ask for the same transactional producer.
 *
 * @param settings what was asked for
 * @param tuning the tuning that applies
 */
record TransactionIdentity(TransactionSettings<?, ?> settings, ClientTuning tuning) {

    /** Returns the names of the settings in which the other request differs; empty for the same producer. */
    List<String> differences(TransactionIdentity other) {
        List<String> names = new ArrayList<>();
        TransactionSettings<?, ?> theirs = other.settings();
        note(names, "instance", settings.instance().equals(theirs.instance()));
        note(names, "keySerializer", SerializerIdentity.isSame(settings.keySerializer(), theirs.keySerializer()));
        note(names, "valueSerializer", SerializerIdentity.isSame(settings.valueSerializer(), theirs.valueSerializer()));
        note(names, "topics", settings.topics().equals(theirs.topics()));
        note(names, "transactionTimeout", settings.transactionTimeout().equals(theirs.transactionTimeout()));
        note(names, "deliveryTimeout", settings.deliveryTimeout().equals(theirs.deliveryTimeout()));
        note(names, "maxBlock", settings.maxBlock().equals(theirs.maxBlock()));
        note(names, "finishTimeout", settings.finishTimeout().equals(theirs.finishTimeout()));
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
