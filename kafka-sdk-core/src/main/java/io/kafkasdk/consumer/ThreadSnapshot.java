package io.kafkasdk.consumer;

import java.util.Arrays;
import java.util.List;

/**
 * What a thread does right now, as far as it belongs into a diagnosis: class, method and line, never a value.
 *
 * @param name the thread's name
 * @param state its state
 * @param frames the top of its stack, the innermost call first
 */
record ThreadSnapshot(String name, Thread.State state, List<String> frames) {

    private static final int MOST_FRAMES = 12;
    private static final String ENGINE = ThreadSnapshot.class.getPackageName() + ".";

    /** Takes a picture of a thread that runs a handler: what the SDK and the JDK do to get there is left out. */
    static ThreadSnapshot ofHandler(Thread thread) {
        return of(thread.getName(), thread.getState(), thread.getStackTrace());
    }

    /** Takes a picture of any thread. */
    static ThreadSnapshot of(Thread thread) {
        return new ThreadSnapshot(thread.getName(), thread.getState(), top(thread.getStackTrace()));
    }

    static ThreadSnapshot of(String name, Thread.State state, StackTraceElement[] stack) {
        int end = stack.length;
        while (end > 0 && isBelowHandler(stack[end - 1].getClassName())) {
            end--;
        }
        // A thread seen between two handlers has only such frames: better those than none.
        return new ThreadSnapshot(name, state, top(end == 0 ? stack : Arrays.copyOf(stack, end)));
    }

    private static boolean isBelowHandler(String className) {
        return className.startsWith(ENGINE) || className.startsWith("java.") || className.startsWith("jdk.");
    }

    private static List<String> top(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .limit(MOST_FRAMES)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .toList();
    }

    /** Returns name, state and stack as one line. */
    String text() {
        String at = frames.isEmpty() ? "" : " at " + String.join(" < ", frames);
        return "thread " + name + " is " + state + at;
    }
}
