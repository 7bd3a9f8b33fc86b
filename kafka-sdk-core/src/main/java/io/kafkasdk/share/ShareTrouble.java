package io.kafkasdk.share;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailureText;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges what {@code poll} throws: an end that must be visible, or a trouble that may pass. */
final class ShareTrouble {

    private static final Logger log = LoggerFactory.getLogger(ShareTrouble.class);

    private final String group;
    private final GroupLook look;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final LogLimiter limiter;
    private int attempts;

    ShareTrouble(String group, GroupLook look, LongSupplier nanoClock) {
        this.group = group;
        this.look = look;
        this.limiter = new LogLimiter(Duration.ofMinutes(1), nanoClock);
    }

    /** Takes note that a poll went well. */
    void over() {
        attempts = 0;
    }

    /**
     * Logs a trouble that may pass and returns how long to leave the cluster alone.
     *
     * @param error what poll threw
     * @param worked whether this member ever got a record: then a right that is missing is one that was taken away, and
     *     may be given back
     * @throws KafkaSdkException when trying again cannot help
     */
    Duration waitAfter(RuntimeException error, boolean worked) {
        if (error instanceof UnsupportedVersionException) {
            throw look.withoutShareGroups(error);
        }
        ErrorKind kind = ErrorClassifier.kindOf(error);
        boolean mayPass = switch (kind) {
            case MISCONFIGURED, UNAUTHENTICATED, FENCED, BAD_RECORD -> false;
            case UNAUTHORIZED -> worked;
            default -> error instanceof KafkaException;
        };
        Diagnosis diagnosis =
                new Diagnosis(kind, "Share group '" + group + "': polling failed", said(error), cure(kind));
        if (!mayPass) {
            throw new KafkaSdkException(diagnosis, error);
        }
        Duration delay = backoff.delay(++attempts);
        limiter.log(note -> log.error("{} Trying again.{}", diagnosis.text(), note));
        return delay;
    }

    private String cure(ErrorKind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> "correct user, password or certificate in ClusterSettings.security(...)";
            case UNAUTHORIZED ->
                "let the cluster's owner grant READ on group '" + group
                        + "' and READ on its topics with kafka-acls --add --allow-principal User:<name>";
            default -> "see the cause; if it stays, report it with its stack trace";
        };
    }

    private static String said(Throwable error) {
        return error.getClass().getSimpleName() + ": " + FailureText.of(error);
    }
}
