package io.kafkasdk.benchmarks.child;

/** A way to consume, to be measured beside others. */
@FunctionalInterface
public interface HandlingSide {

    /**
     * Starts to consume and returns at once; what it starts ends with the JVM.
     *
     * @param task what to read, and how
     * @param tally whose {@code handle} does the work for each record
     */
    void start(HandlingTask task, Tally tally);
}
