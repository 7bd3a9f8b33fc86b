package io.kafkasdk.internal;

/** Names a failure in logs by class and place, never by its message: handlers and parsers put payload into messages. */
public final class FailurePlace {

    private static final int DEEPEST = 20;

    private FailurePlace() {}

    /** Returns its class, the class of its root cause and where that was thrown. */
    public static String of(Throwable failure) {
        try {
            return place(failure);
        } catch (RuntimeException e) {
            // Its getCause() or getStackTrace() is broken; that must not make more of it than a failed record.
            return failure.getClass().getName();
        }
    }

    private static String place(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String behind = root == failure ? "" : " caused by " + root.getClass().getName();
        return failure.getClass().getName() + behind + place;
    }
}
