package io.kafkasdk.acks;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Thrown at preflight when the policy {@link AcksPolicy#FAIL} refuses declared topics; names every one of them. */
public final class UnsafeTopicException extends KafkaSdkException {

    private final transient List<AcksVerdict> verdicts;

    UnsafeTopicException(List<AcksVerdict> verdicts) {
        super(diagnose(verdicts), null);
        this.verdicts = List.copyOf(verdicts);
    }

    /** Returns what the guard found about each refused topic; never empty. */
    public List<AcksVerdict> verdicts() {
        return verdicts;
    }

    /** Makes the diagnosis of a refusal. */
    static Diagnosis diagnose(List<AcksVerdict> verdicts) {
        return new Diagnosis(
                ErrorKind.UNSAFE_TOPIC,
                "The acks guard refuses to write to "
                        + join(verdicts, verdict -> "topic '" + verdict.topic() + "' (" + verdict.kind() + ")"),
                join(verdicts, AcksVerdict::summary),
                join(verdicts, AcksVerdict::cure));
    }

    private static String join(List<AcksVerdict> verdicts, Function<AcksVerdict, String> part) {
        return verdicts.stream().map(part).distinct().collect(Collectors.joining("; "));
    }
}
