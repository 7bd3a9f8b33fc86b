package io.kafkasdk.test.trial;

/** Thrown by {@link TrialMember#handle} in the handler's place, for a record that the trial declared poison. */
public final class RefusedByTrialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedByTrialException(String message) {
        super(message);
    }
}
