package io.kafkasdk.deadletter;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import org.jspecify.annotations.Nullable;

/** Why a replay stopped before its end, and what it had done by then. */
public final class ReplayFailedException extends KafkaSdkException {

    private final transient ReplayReport report;

    ReplayFailedException(Diagnosis diagnosis, @Nullable Throwable cause, ReplayReport report) {
        super(
                new Diagnosis(
                        diagnosis.kind(),
                        diagnosis.what(),
                        diagnosis.cause() + "; done before that: " + report.text(),
                        diagnosis.cure() + "; then replay again: it goes on behind what is committed"),
                cause);
        this.report = report;
    }

    /** Returns what the replay had done. */
    public ReplayReport report() {
        return report;
    }
}
