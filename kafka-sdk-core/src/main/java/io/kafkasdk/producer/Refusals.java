package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;

/** Why a producer takes no record now, whatever the record, in words. */
final class Refusals {

    private Refusals() {}

    static Diagnosis closed(String clientId, String topic) {
        return new Diagnosis(
                ErrorKind.CLOSED,
                notSent(topic),
                "producer '" + clientId + "' is closed",
                "ask the KafkaSdk for the producer again, or send before closing");
    }

    /** For a record that the client had: closing gave it up. */
    static Diagnosis closedBefore(String clientId, String topic) {
        return new Diagnosis(
                ErrorKind.CLOSED,
                "A record for topic '" + topic + "' was not acknowledged, and may be in the log",
                "producer '" + clientId + "' was closed before the answer came",
                "give close(timeout) more time; send once more only if a duplicate does no harm");
    }

    static Diagnosis turning(String topic, Durability wanted) {
        return new Diagnosis(
                ErrorKind.OVERLOADED,
                notSent(topic),
                "the topic is to be written with durability " + wanted
                        + " from now on, and records sent before that are"
                        + " still under way without it: to keep the order, they have to end first",
                "send again in a moment; they end with their delivery timeout at the latest");
    }

    static Diagnosis broken(String clientId, String topic, Diagnosis fault) {
        return new Diagnosis(
                fault.kind(),
                notSent(topic),
                "the circuit breaker of producer '" + clientId + "' is open, because sends failed: " + fault.cause(),
                fault.cure() + "; the producer tries again by itself, and sends pass when one was acknowledged");
    }

    static Diagnosis full(String clientId, String topic, InFlightBudget budget, boolean stuck) {
        String amount = amount(clientId, budget);
        return stuck
                ? new Diagnosis(
                        ErrorKind.OVERLOADED,
                        notSent(topic),
                        amount + ", and none was acknowledged of late: the cluster takes no records now",
                        "find out why the brokers do not answer; the producer tries again by itself")
                : new Diagnosis(
                        ErrorKind.OVERLOADED,
                        notSent(topic),
                        amount + ": records come faster than the brokers take them",
                        "send more slowly, or raise ProducerSettings.inFlight(...), or find out why the brokers are slow");
    }

    /** Says how full the budget is. */
    static String amount(String clientId, InFlightBudget budget) {
        return budget.records() + " records (" + budget.bytes()
                + " bytes of keys and values) are in flight, as many as producer '" + clientId + "' may have";
    }

    static Diagnosis tooFast(String clientId, String topic) {
        return new Diagnosis(
                ErrorKind.OVERLOADED,
                notSent(topic),
                "producer '" + clientId + "' is at its rateLimit, and its turn would come after maxBlock",
                "send more slowly, or raise rateLimit(...) or maxBlock(...)");
    }

    static Diagnosis interrupted(String topic) {
        return new Diagnosis(
                ErrorKind.UNEXPECTED,
                notSent(topic),
                "the sending thread was interrupted while it waited for metadata, for its turn or for room",
                "send again, unless the thread is meant to stop");
    }

    private static String notSent(String topic) {
        return "A record for topic '" + topic + "' was not sent";
    }
}
