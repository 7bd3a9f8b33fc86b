package io.kafkasdk.share;

/** Names class and place of a failure, never its message: handlers and parsers put payload into messages. */
final class FailurePlace {

    private FailurePlace() {}

    static String of(Throwable failure) {
        try {
            return place(failure);
        } catch (RuntimeException e) {
            // Its getCause() or getStackTrace() is broken; that must not make more of it than a failed record.
            return failure.getClass().getName();
        }
    }

    private static String place(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String behind = root == failure ? "" : " caused by " + root.getClass().getName();
        return failure.getClass().getName() + behind + place;
    }
}
