package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a failed start by the diagnosis instead of a stack trace, in the names of properties. */
final class KafkaSdkFailureAnalyzer extends AbstractFailureAnalyzer<KafkaSdkException> {

    KafkaSdkFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KafkaSdkException cause) {
        if (cause instanceof InvalidSettingsException invalid) {
            return settings(invalid);
        }
        if (cause instanceof RefusedTopics refused) {
            String prefix = ClusterNames.prefixOf(refused.cluster());
            return topics(refused.refusal(), prefix + ".acks-policy", prefix + ".topics");
        }
        if (cause instanceof UnsafeTopicException unsafe) {
            // Maybe of a producer that the application opened itself, at any cluster.
            return topics(
                    unsafe,
                    "kafka-sdk.acks-policy",
                    "kafka-sdk.topics (of a further cluster: kafka-sdk.clusters.<name>.topics)");
        }
        Diagnosis diagnosis = cause.diagnosis();
        ClusterWords words = ClusterWords.forClusterIn(diagnosis.what() + " " + diagnosis.cause());
        String description = words.of(diagnosis.what()) + ".\n\nCause: " + words.of(diagnosis.cause());
        return new FailureAnalysis(description, words.of(diagnosis.cure()), cause);
    }

    private static FailureAnalysis settings(InvalidSettingsException invalid) {
        List<Violation> violations = invalid.violations();
        String description = lines(
                invalid.diagnosis().what() + ":",
                violations,
                found -> found.setting() + " = " + found.value() + ": " + found.rule());
        String action = lines("Change the configuration:", violations, Violation::cure);
        return new FailureAnalysis(description, action, invalid);
    }

    private static FailureAnalysis topics(UnsafeTopicException unsafe, String policy, String rules) {
        List<AcksVerdict> verdicts = unsafe.verdicts();
        String description = lines(
                "The policy 'fail' (" + policy + ") refuses to write to topics that could lose records:",
                verdicts,
                verdict -> verdict.topic() + " (" + verdict.kind() + "): " + verdict.summary());
        String action = lines("Have the topics changed:", verdicts, verdict -> verdict.topic() + ": " + verdict.cure())
                + "\n\nOr accept the risk for topics that may lose records: a pattern and acks-policy=warn under "
                + rules + ".";
        return new FailureAnalysis(description, action, unsafe);
    }

    private static <T> String lines(String heading, List<T> items, Function<T, String> line) {
        return items.stream()
                .map(line)
                .distinct()
                .map(text -> "    " + text)
                .collect(Collectors.joining("\n", heading + "\n\n", ""));
    }
}
