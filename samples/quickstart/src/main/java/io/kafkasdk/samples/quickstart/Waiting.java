package io.kafkasdk.samples.quickstart;

import java.time.Duration;

/** Waits for something that gives no sign. */
final class Waiting {

    private static final int STEP_MILLIS = 50;

    private Waiting() {}

    /** A question that may have to ask the cluster. */
    @FunctionalInterface
    interface Question {
        boolean yes() throws InterruptedException;
    }

    /** Returns true as soon as the answer is yes, false when the time is over. */
    static boolean until(Duration limit, Question question) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!question.yes()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }
}
