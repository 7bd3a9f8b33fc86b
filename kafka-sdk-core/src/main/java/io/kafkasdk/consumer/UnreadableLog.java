package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/**
 * Finds which partition {@code poll} cannot read on in, such as behind a batch that a disk has changed. Kafka's client
 * throws at each poll then, whatever the other partitions have, and names the partition in words only; where it uses other
 * words, polling fails as it does for any other reason.
 */
final class UnreadableLog {

    private static final Pattern WORDS = Pattern.compile("exception when fetching the next record from (\\S+)\\. ");

    private UnreadableLog() {}

    /** Returns the partition that an error of {@code poll} is about, if this member has it. */
    static Optional<OwnedPartition> in(RuntimeException error, Assignment assignment) {
        String message = error instanceof KafkaException ? error.getMessage() : null;
        Matcher words = WORDS.matcher(message == null ? "" : message);
        return words.find()
                ? assignment.all().stream()
                        .filter(owner -> owner.partition().toString().equals(words.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    /** Explains it. */
    static Diagnosis diagnose(String group, OwnedPartition owner, RuntimeException error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "Consumer group '" + group + "': " + owner.partition() + " cannot be read on from offset "
                        + owner.offsets().position()
                        + "; it is set aside, nothing above it is committed, and the other "
                        + "partitions go on",
                cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                "have a replica that is whole lead the partition and start the consumer anew, or give up what cannot be "
                        + "read: ManagedConsumer.seek(...) to an offset behind it");
    }
}
