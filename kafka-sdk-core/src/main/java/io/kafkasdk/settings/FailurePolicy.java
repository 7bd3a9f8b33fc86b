package io.kafkasdk.settings;

import java.time.Duration;

/**
 * What becomes of a record whose handler threw, or that could not be deserialized: it is tried again, and when that has no
 * end or no hope, one of four ends. Every record has exactly one end: handled, dead-lettered, skipped, or it is still
 * waiting and nothing at or above it is committed.
 *
 * <p>{@link DeadLetterTopic} and {@link Skip} have a circuit: when so many records in a row have failed for good and none
 * was handled, then it is not the records. The consumer stops fetching, says so, gives up no further record, and tries those it
 * has again now and then; the first one that is handled closes the circuit, and so does
 * {@code ManagedConsumer.resume()}.
 */
public sealed interface FailurePolicy {

    /** The default: nothing is given up, its key waits until it is handled. */
    RetryForEver RETRY_FOR_EVER = new RetryForEver(Retries.DEFAULT.delay(), Retries.DEFAULT.maxDelay());

    /** After the retries the record goes to the dead letter topic {@code {topic}.{group}.dlt}, which must exist. */
    DeadLetterTopic DEAD_LETTER =
            new DeadLetterTopic(Retries.DEFAULT, DeadLetterTopic.DEFAULT_TOPIC, DeadLetterTopic.DEFAULT_CIRCUIT);

    /** After the retries the record is skipped: counted, logged, and lost for this group. */
    Skip SKIP = new Skip(Retries.DEFAULT, DeadLetterTopic.DEFAULT_CIRCUIT);

    /** After the retries the consumer stops in state FAILED, in front of the record. */
    Stop STOP = new Stop(Retries.DEFAULT);

    /** Returns the wait before the second attempt. */
    Duration delay();

    /** Returns the longest wait between attempts. */
    Duration maxDelay();

    /**
     * Tries again until it works. Nothing is lost; a record that can never be handled holds up its key for good, and with
     * it the committed offset, which the progress watchdog tells.
     *
     * @param delay the wait before the second attempt, 1 ms to 1 min; doubles each time
     * @param maxDelay the longest wait, up to 10 min
     */
    record RetryForEver(Duration delay, Duration maxDelay) implements FailurePolicy {

        /** Checks the waits. */
        public RetryForEver {
            Violations violations = new Violations("failure policy RetryForEver");
            Retries.checkDelays(delay, maxDelay, violations);
            violations.throwIfAny();
        }
    }

    /**
     * Writes the record to a dead letter topic. While that topic cannot take it, its key waits.
     *
     * @param retries what comes before
     * @param topic the dead letter topic; {@code {topic}} and {@code {group}} stand for the record's topic and the consumer
     *     group; default {@code {topic}.{group}.dlt}. It must exist: the SDK creates no topics
     * @param circuit how many records in a row may be given up before the circuit opens, 1 to 100,000; default 50
     */
    record DeadLetterTopic(Retries retries, String topic, int circuit) implements FailurePolicy {

        static final String DEFAULT_TOPIC = "{topic}.{group}.dlt";
        static final int DEFAULT_CIRCUIT = 50;

        /** Checks the values. */
        public DeadLetterTopic {
            Violations violations = new Violations("failure policy DeadLetterTopic");
            violations.checkTopic("topic", of(topic, "t", "g"));
            checkCircuit(circuit, violations);
            violations.throwIfAny();
        }

        /**
         * Returns the dead letter topic of a topic and a group.
         *
         * @param origin the topic of the record
         * @param group the consumer group
         */
        public String topicFor(String origin, String group) {
            return of(topic, origin, group);
        }

        private static String of(String pattern, String origin, String group) {
            return pattern.replace("{topic}", origin).replace("{group}", group);
        }

        static void checkCircuit(int circuit, Violations violations) {
            violations.checkRange("circuit", circuit, 1, 100_000);
        }

        @Override
        public Duration delay() {
            return retries.delay();
        }

        @Override
        public Duration maxDelay() {
            return retries.maxDelay();
        }

        /** Returns a copy with other retries. */
        public DeadLetterTopic retries(Retries newRetries) {
            return new DeadLetterTopic(newRetries, topic, circuit);
        }

        /** Returns a copy with another topic; {@code {topic}} and {@code {group}} are filled in. */
        public DeadLetterTopic topic(String newTopic) {
            return new DeadLetterTopic(retries, newTopic, circuit);
        }

        /** Returns a copy with another number of records in a row that opens the circuit. */
        public DeadLetterTopic circuit(int newCircuit) {
            return new DeadLetterTopic(retries, topic, newCircuit);
        }
    }

    /**
     * Skips the record: it is counted and logged with its coordinates, and this group never sees it again.
     *
     * @param retries what comes before
     * @param circuit how many records in a row may be given up before the circuit opens, 1 to 100,000; default 50
     */
    record Skip(Retries retries, int circuit) implements FailurePolicy {

        /** Checks the values. */
        public Skip {
            Violations violations = new Violations("failure policy Skip");
            DeadLetterTopic.checkCircuit(circuit, violations);
            violations.throwIfAny();
        }

        @Override
        public Duration delay() {
            return retries.delay();
        }

        @Override
        public Duration maxDelay() {
            return retries.maxDelay();
        }

        /** Returns a copy with other retries. */
        public Skip retries(Retries newRetries) {
            return new Skip(newRetries, circuit);
        }

        /** Returns a copy with another number of records in a row that opens the circuit. */
        public Skip circuit(int newCircuit) {
            return new Skip(retries, newCircuit);
        }
    }

    /**
     * Stops the consumer in state FAILED; it starts again in front of the record when the application is started again.
     *
     * @param retries what comes before
     */
    record Stop(Retries retries) implements FailurePolicy {

        @Override
        public Duration delay() {
            return retries.delay();
        }

        @Override
        public Duration maxDelay() {
            return retries.maxDelay();
        }

        /** Returns a copy with other retries. */
        public Stop retries(Retries newRetries) {
            return new Stop(newRetries);
        }
    }
}
