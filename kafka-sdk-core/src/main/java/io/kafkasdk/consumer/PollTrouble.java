package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what {@code poll} throws: an end that must be visible, or a trouble that may pass.
 *
 * <p>A login that is refused ends the consumer: trying on would lock accounts and hammer the broker. So does a missing
 * right, when the consumer never worked: that is a mistake of the deployment. A right that was there and went is often
 * given back, so a consumer that worked waits for it.
 */
final class PollTrouble {

    private static final Logger log = LoggerFactory.getLogger(PollTrouble.class);

    /** By name: older clients do not have the class. */
    private static final String NEVER_RESOLVED = "BootstrapResolutionException";

    private static final String OWN_INSTANCE =
            "give every running instance its own ConsumerSettings.instance(...), such as the name of its pod, or none; "
                    + "after a crash wait for the session timeout (45 s by default) before the same name is used again; "
                    + "then start a new consumer";

    private final String group;
    private final @Nullable String instance;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final LogLimiter limiter;
    private int attempts;

    PollTrouble(String group, @Nullable String instance, LongSupplier nanoClock) {
        this.group = group;
        this.instance = instance;
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
     * @param worked whether this member ever owned a partition
     * @throws KafkaSdkException when trying again cannot help
     */
    Duration waitAfter(RuntimeException error, boolean worked) {
        ErrorKind kind = ErrorClassifier.kindOf(error);
        boolean mayPass = switch (kind) {
            case MISCONFIGURED, UNAUTHENTICATED, FENCED, BAD_RECORD -> false;
            case UNAUTHORIZED -> worked;
            default -> error instanceof KafkaException;
        };
        if (!mayPass || isClientDead(error)) {
            throw new KafkaSdkException(diagnose(error), error);
        }
        Duration delay = backoff.delay(++attempts);
        limiter.log(note -> log.error("{} Trying again.{}", diagnose(error).text(), note));
        return delay;
    }

    /** Explains why nothing more of a partition can be read. */
    Diagnosis diagnoseLog(OwnedPartition owner, RuntimeException error) {
        return UnreadableLog.diagnose(group, owner, error);
    }

    /** Explains an error that a worker could not make a failed record of. */
    Diagnosis diagnoseWorker(Throwable error) {
        return error instanceof VirtualMachineError
                ? diagnoseJvm(error)
                : new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "Consumer group '" + group + "': a worker broke outside of the handler",
                        said(error),
                        "report it with its stack trace, then start a new consumer");
    }

    private Diagnosis diagnoseJvm(Throwable error) {
        boolean memory = error instanceof OutOfMemoryError;
        return new Diagnosis(
                ErrorKind.UNEXPECTED,
                "Consumer group '" + group + "': "
                        + (memory ? "a handler, a listener or the JVM ran out of memory" : "the JVM is broken"),
                said(error),
                memory
                        ? "give the JVM more memory, or lower ConsumerSettings.limits(...) and what handlers keep, then "
                                + "restart the application"
                        : "see the cause, then restart the application");
    }

    /** Kafka documents that the client must be closed and made anew after this (KIP-909, kafka-clients 4.4). */
    private static boolean isClientDead(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at.getClass().getSimpleName().equals(NEVER_RESOLVED)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static String said(Throwable error) {
        return error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    /** Explains why the consumer cannot go on. */
    Diagnosis diagnose(Throwable error) {
        if (error instanceof VirtualMachineError) {
            return diagnoseJvm(error);
        }
        if (isClientDead(error)) {
            return new Diagnosis(
                    ErrorClassifier.kindOf(error),
                    "Consumer group '" + group
                            + "': no host in bootstrapServers was resolved in time, and the Kafka client gave up for good",
                    said(error),
                    "correct DNS or ClusterSettings.bootstrapServers, then start a new consumer");
        }
        return diagnoseKind(error);
    }

    private Diagnosis diagnoseKind(Throwable error) {
        ErrorKind kind = ErrorClassifier.kindOf(error);
        String what = "Consumer group '" + group + "': ";
        String cause = said(error);
        return switch (kind) {
            case UNAUTHENTICATED ->
                new Diagnosis(
                        kind,
                        what + "the broker refuses the login",
                        cause,
                        "correct user, password or certificate in ClusterSettings.security(...), then start a new consumer");
            case UNAUTHORIZED -> new Diagnosis(kind, what + "a right is missing", cause, grant(error));
            case FENCED -> new Diagnosis(kind, what + sameInstance(), cause, OWN_INSTANCE);
            case MISCONFIGURED, BAD_RECORD ->
                new Diagnosis(
                        kind, what + "the settings do not work with this cluster", cause, "correct the setting named");
            case CLOSED,
                    TIMED_OUT,
                    UNREACHABLE,
                    TOPIC_MISSING,
                    NO_LEADER,
                    OVERLOADED,
                    SHORT_ISR,
                    UNSAFE_TOPIC,
                    HANDLER_FAILED,
                    UNEXPECTED ->
                new Diagnosis(
                        kind,
                        what + "polling failed",
                        cause,
                        "see the cause; if it stays, report it with its stack trace");
        };
    }

    /** The classic protocol tells the member that was there first, the new one the member that came second. */
    private String sameInstance() {
        return "another live member has the same instance '" + instance + "' (group.instance.id)";
    }

    private String grant(Throwable error) {
        String resource = "";
        if (error instanceof GroupAuthorizationException refused) {
            resource = "READ on group '" + refused.groupId() + "' (--operation Read --group " + refused.groupId() + ")";
        } else if (error instanceof TopicAuthorizationException refused) {
            String topics = String.join(",", refused.unauthorizedTopics());
            resource = "READ and DESCRIBE on topics [" + topics + "] (--operation Read --topic <name>)";
        } else {
            resource = "READ on group '" + group + "' and on its topics";
        }
        return "let the cluster's owner grant " + resource + " with kafka-acls --add --allow-principal User:<name>";
    }
}
