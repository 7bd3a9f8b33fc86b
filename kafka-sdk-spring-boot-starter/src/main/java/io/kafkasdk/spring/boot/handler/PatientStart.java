package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a consumer as soon as the names of its brokers resolve. Nothing else is tried again: it would not get better.
 *
 * @param pause waits, and returns whether the application stops meanwhile
 */
record PatientStart(Predicate<Duration> pause) {

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

    /** Blocks until it is started, or is not to be started any more. */
    void run(LifecycleMember member) {
        Duration next = FIRST;
        while (!isStarted(member, next)) {
            if (pause.test(next)) {
                return;
            }
            next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        }
        if (!next.equals(FIRST) && member.isAtWork()) {
            LOG.info("Consumer of group '{}' has started: the names of its brokers resolve now", member.group());
        }
    }

    private static boolean isStarted(LifecycleMember member, Duration next) {
        try {
            member.start();
            return true;
        } catch (KafkaSdkException e) {
            boolean mayPass =
                    e.kind() == ErrorKind.UNREACHABLE && member.state().get() == ConsumerState.CREATED;
            if (!mayPass) {
                throw e;
            }
            if (next.equals(FIRST)) {
                LOG.warn(
                        "Consumer of group '{}' does not start yet, and tries again until it does. {}",
                        member.group(),
                        e.diagnosis().text());
            }
            return false;
        }
    }
}
