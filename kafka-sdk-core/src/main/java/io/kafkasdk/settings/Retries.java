package io.kafkasdk.settings;

import java.time.Duration;
import java.util.Set;

/**
 * How often and how soon a failed record is tried again. The wait starts with {@code delay} and doubles with each attempt,
 * with up to a quarter more or less by chance, up to {@code maxDelay}. Meanwhile records of the same key (with
 * {@link Ordering#PARTITION}: of the same partition) wait behind it; all others flow on.
 *
 * @param attempts how often a record is tried in all, the first time included, 1 to 1,000; default 5
 * @param delay the wait before the second attempt, 1 ms to 1 min; default 200 ms
 * @param maxDelay the longest wait, from {@code delay} to 10 min; default 30 s
 * @param hopeless exceptions that another attempt cannot cure, subclasses included; a record that fails with one of these,
 *     itself or as a cause, is not tried again. A record that cannot be deserialized never is. Empty by default
 */
public record Retries(int attempts, Duration delay, Duration maxDelay, Set<Class<? extends Throwable>> hopeless) {

    /** The defaults, as the parameters state them. */
    public static final Retries DEFAULT = new Retries(5, Duration.ofMillis(200), Duration.ofSeconds(30), Set.of());

    private static final int MOST_ATTEMPTS = 1_000;

    /** Checks the values. */
    public Retries {
        hopeless = Set.copyOf(hopeless);
        Violations violations = new Violations("retries");
        violations.checkRange("retries.attempts", attempts, 1, MOST_ATTEMPTS);
        checkDelays(delay, maxDelay, violations);
        violations.throwIfAny();
    }

    static void checkDelays(Duration delay, Duration maxDelay, Violations violations) {
        violations.checkRange("retries.delay", delay, Duration.ofMillis(1), Duration.ofMinutes(1));
        violations.checkRange("retries.maxDelay", maxDelay, delay, Duration.ofMinutes(10));
    }

    /** Returns a copy with another number of attempts, the first one included. */
    public Retries attempts(int newAttempts) {
        return new Retries(newAttempts, delay, maxDelay, hopeless);
    }

    /** Returns a copy with other waits. */
    public Retries delays(Duration newDelay, Duration newMaxDelay) {
        return new Retries(attempts, newDelay, newMaxDelay, hopeless);
    }

    /** Returns a copy in which these exceptions are not tried again. */
    public Retries hopeless(Set<Class<? extends Throwable>> exceptions) {
        return new Retries(attempts, delay, maxDelay, exceptions);
    }
}
