package io.kafkasdk.spring.boot;

import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a failed start by the diagnosis instead of a stack trace. */
final class KafkaSdkFailureAnalyzer extends AbstractFailureAnalyzer<KafkaSdkException> {

    KafkaSdkFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KafkaSdkException cause) {
        if (cause instanceof InvalidSettingsException invalid) {
            return settings(invalid);
        }
        String description =
                cause.diagnosis().what() + ".\n\nCause: " + cause.diagnosis().cause();
        return new FailureAnalysis(description, cause.diagnosis().cure(), cause);
    }

    private static FailureAnalysis settings(InvalidSettingsException invalid) {
        List<Violation> violations = invalid.violations();
        String description = violations.stream()
                .map(found -> "    " + found.setting() + " = " + found.value() + ": " + found.rule())
                .collect(Collectors.joining("\n", invalid.diagnosis().what() + ":\n\n", ""));
        String action = violations.stream()
                .map(found -> "    " + found.cure())
                .distinct()
                .collect(Collectors.joining("\n", "Change the configuration:\n\n", ""));
        return new FailureAnalysis(description, action, invalid);
    }
}
