package io.kafkasdk.deadletter;

/**
 * Why a record is given up, and where its dead letter goes.
 *
 * @param deadLetterTopic the topic to write to; comes from the settings and never from a record
 * @param attempts how often it was tried, from 1
 * @param failure how the last attempt failed
 * @param part what of the record failed
 */
public record GivenUp(String deadLetterTopic, int attempts, Throwable failure, FailedPart part) {

    /** Makes the reason, and finds out what of the record failed. */
    public GivenUp(String deadLetterTopic, int attempts, Throwable failure) {
        this(deadLetterTopic, attempts, failure, FailedPart.of(failure));
    }
}
