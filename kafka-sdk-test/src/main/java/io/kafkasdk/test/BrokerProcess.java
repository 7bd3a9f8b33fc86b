package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker as a child JVM of this one. Not thread-safe; {@link Broker} serializes the calls. */
final class BrokerProcess implements BrokerRuntime {
    /** Options meant for the test JVM, such as agents and debuggers, which must not reach its children. */
    static final List<String> JVM_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

    private static final long KILL_LIMIT_SECONDS = 10;

    private final List<String> command;
    private final Path directory;
    private final Path log;

    private volatile @Nullable Process process;
    private @Nullable PausedProcessGuard guard;

    BrokerProcess(List<String> command, Path directory, Path log) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.log = log;
    }

    @Override
    public void launch() {
        dismissGuard(); // of a process that crashed while it was paused
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        JVM_VARIABLES.forEach(builder.environment()::remove);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start a broker with " + command.get(0), e);
        }
    }

    @Override
    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    @Override
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        if (!ended(running, Duration.ofSeconds(KILL_LIMIT_SECONDS))) {
            throw new KafkaClusterException("Process " + running.pid() + " outlived SIGKILL for " + KILL_LIMIT_SECONDS
                    + " s; it probably hangs in the file system, see " + log);
        }
        dismissGuard();
    }

    /** Sends SIGKILL and does not wait. */
    void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public boolean terminate(Duration limit) {
        Process running = process;
        if (running == null) {
            return true;
        }
        // Not running.destroy(): it closes the pipe too, by which the launcher would take us for dead and halt.
        running.toHandle().destroy();
        return ended(running, limit);
    }

    @Override
    public void pause() {
        long pid = pid();
        guard = PausedProcessGuard.of(pid);
        Signal.STOP.send(pid);
    }

    @Override
    public void resume() {
        Signal.CONT.send(pid());
        dismissGuard();
    }

    long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("The broker was never started");
        }
        return running.pid();
    }

    private void dismissGuard() {
        if (guard != null) {
            guard.close();
            guard = null;
        }
    }

    private static boolean ended(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new KafkaClusterException("Interrupted while process " + process.pid() + " ended; killed it", e);
        }
    }
}
