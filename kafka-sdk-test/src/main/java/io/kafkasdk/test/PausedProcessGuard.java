package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Ends a paused broker when this JVM dies, because a stopped process cannot see that its parent is gone.
 *
 * <p>A shell waits on a pipe that only this JVM holds open and kills the broker when the pipe ends.
 */
final class PausedProcessGuard implements AutoCloseable {
    private final Process shell;

    private PausedProcessGuard(Process shell) {
        this.shell = shell;
    }

    static PausedProcessGuard of(long pid) {
        try {
            return new PausedProcessGuard(new ProcessBuilder("sh", "-c", "read -r _; kill -KILL " + pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Pausing a broker needs a POSIX system with sh", e);
        }
    }

    /** Dismisses the guard: the shell is killed before its pipe is closed, so the broker lives on. */
    @Override
    public void close() {
        shell.destroyForcibly().onExit().join();
    }
}
