package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.ConsumerProperties.Failures;
import io.kafkasdk.spring.boot.ConsumerProperties.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns {@code kafka-sdk.consumers.<name>.failures} into a policy of the core. */
final class FailuresMapping {

    private final SettingNames names;
    private final Failures failures;
    private final List<Violation> violations;

    /**
     * Makes a mapping.
     *
     * @param names names of the consumer's properties
     * @param failures what they say
     * @param violations takes what is wrong
     */
    FailuresMapping(SettingNames names, Failures failures, List<Violation> violations) {
        this.names = names;
        this.failures = failures;
        this.violations = violations;
    }

    /** Maps everything; what comes back is of use only where no violation was added. */
    FailurePolicy map() {
        Policy policy = failures.policy();
        if (policy == Policy.RETRY_FOR_EVER) {
            refuse("attempts", failures.attempts(), "has no end to count to with retry-for-ever", Policy.DEAD_LETTER);
        }
        if (policy != Policy.DEAD_LETTER) {
            refuse("topic", failures.topic(), "is only for the policy dead-letter", Policy.DEAD_LETTER);
        }
        if (policy == Policy.RETRY_FOR_EVER || policy == Policy.STOP) {
            refuse("circuit", failures.circuit(), "is only for dead-letter and skip", Policy.DEAD_LETTER);
        }
        Duration delay = Objects.requireNonNullElse(failures.delay(), Retries.DEFAULT.delay());
        Duration maxDelay = Objects.requireNonNullElse(failures.maxDelay(), Retries.DEFAULT.maxDelay());
        if (policy == Policy.RETRY_FOR_EVER) {
            return tried(FailurePolicy.RETRY_FOR_EVER, () -> new FailurePolicy.RetryForEver(delay, maxDelay));
        }
        Integer attempts = failures.attempts();
        int tries = attempts == null ? Retries.DEFAULT.attempts() : attempts;
        Retries retries = tried(Retries.DEFAULT, () -> new Retries(tries, delay, maxDelay, Set.of()));
        return switch (policy) {
            case DEAD_LETTER -> tried(FailurePolicy.DEAD_LETTER, () -> deadLetter(retries));
            case SKIP -> tried(FailurePolicy.SKIP, () -> skip(retries));
            default -> FailurePolicy.STOP.retries(retries);
        };
    }

    private FailurePolicy deadLetter(Retries retries) {
        FailurePolicy.DeadLetterTopic standard = FailurePolicy.DEAD_LETTER;
        return new FailurePolicy.DeadLetterTopic(
                retries,
                Objects.requireNonNullElse(failures.topic(), standard.topic()),
                Objects.requireNonNullElse(failures.circuit(), standard.circuit()));
    }

    private FailurePolicy skip(Retries retries) {
        Integer circuit = failures.circuit();
        return new FailurePolicy.Skip(retries, circuit == null ? FailurePolicy.SKIP.circuit() : circuit);
    }

    private <T> T tried(T otherwise, Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidSettingsException refused) {
            refused.violations().stream().map(names::failure).forEach(violations::add);
            return otherwise;
        }
    }

    private void refuse(String property, @Nullable Object value, String rule, Policy instead) {
        if (value != null) {
            violations.add(new Violation(
                    names.of("failures." + property),
                    "'" + value + "'",
                    rule,
                    "remove it, or set " + names.of("failures.policy") + " to " + SettingNames.kebab(instead.name())));
        }
    }
}
