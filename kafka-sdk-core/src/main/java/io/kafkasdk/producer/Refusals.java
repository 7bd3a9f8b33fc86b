package io.kafkasdk.producer;

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
