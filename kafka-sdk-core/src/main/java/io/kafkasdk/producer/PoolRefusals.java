package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Collection;
import java.util.List;

/** Why {@link ProducerPool} opens no producer, in words. */
final class PoolRefusals {

    private PoolRefusals() {}

    static KafkaSdkException poolClosed(String name) {
        return refusal(
                ErrorKind.CLOSED,
                notOpened(name),
                "its KafkaSdk is closed",
                "open producers before closing the SDK, or make a new KafkaSdk");
    }

    static KafkaSdkException full(String name, Collection<String> open, int clientsPerProducer) {
        return refusal(
                ErrorKind.OVERLOADED,
                notOpened(name),
                open.size() + " producers are open already, with " + clientsPerProducer + " Kafka clients each: "
                        + open,
                "share one producer per purpose, and close those that are done; one per request overloads the brokers");
    }

    static KafkaSdkException otherSettings(String name, List<String> differences) {
        return refusal(
                ErrorKind.MISCONFIGURED,
                "Producer '" + name + "' is open with other settings",
                "they differ in " + String.join(", ", differences),
                "use the same settings object, another name, or close the open one first");
    }

    static KafkaSdkException closing(String name) {
        return refusal(
                ErrorKind.CLOSED,
                notOpened(name),
                "the one of this name is closing",
                "ask again when it has closed, or use another name");
    }

    private static String notOpened(String name) {
        return "Producer '" + name + "' cannot be opened";
    }

    private static KafkaSdkException refusal(ErrorKind kind, String what, String cause, String cure) {
        return new KafkaSdkException(new Diagnosis(kind, what, cause, cure), null);
    }
}
