package io.kafkasdk.settings;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when settings are made that cannot work; lists every violation, not only the first. */
public final class InvalidSettingsException extends KafkaSdkException {

    private final transient List<Violation> violations;

    /**
     * Makes the exception.
     *
     * @param subject what the settings are for, such as {@code producer 'orders'}
     * @param violations at least one
     */
    public InvalidSettingsException(String subject, List<Violation> violations) {
        super(diagnose(subject, violations), null);
        this.violations = List.copyOf(violations);
    }

    /** Returns what is wrong, in the order of the settings; never empty. */
    public List<Violation> violations() {
        return violations;
    }

    private static Diagnosis diagnose(String subject, List<Violation> violations) {
        String what = "Invalid settings of " + subject;
        String rules = violations.stream()
                .map(v -> v.setting() + " = " + v.value() + ": " + v.rule())
                .collect(Collectors.joining("; "));
        String cures = violations.stream().map(Violation::cure).distinct().collect(Collectors.joining("; "));
        return new Diagnosis(ErrorKind.MISCONFIGURED, what, rules, cures);
    }
}
