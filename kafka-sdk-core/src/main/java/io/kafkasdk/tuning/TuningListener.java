package io.kafkasdk.tuning;

import io.kafkasdk.tuning.TuningReport.TuningStep;
import java.util.List;

/**
 * Told of what {@link TuningMode#AUTO} does to producers. Called on the advisor's thread; whatever it throws is logged and
 * changes nothing.
 */
public interface TuningListener {

    /**
     * A producer was tuned, was not, or keeps what it got.
     *
     * @param clientId the producer's client.id
     * @param step what was done and why
     * @param changes the settings that this is about
     */
    void stepped(String clientId, TuningStep step, List<Change> changes);

    /**
     * One setting.
     *
     * @param setting the Kafka key
     * @param from its value before
     * @param to the value that it got, or was to get
     */
    record Change(String setting, String from, String to) {

        /** Returns {@code setting from -> to}. */
        @Override
        public String toString() {
            return setting + " " + from + " -> " + to;
        }
    }
}
