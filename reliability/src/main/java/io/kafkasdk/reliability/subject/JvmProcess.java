package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.nemesis.TargetProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subject in a JVM of its own. Each start is a new life, which the subject is told as {@code life=}; what it prints goes to
 * a file for each life.
 *
 * <p><b>Threads</b>: one at a time.
 *
 * <p><b>Lifecycle</b>: close it; it also ends when this JVM dies, however it dies, paused or not.
 */
public final class JvmProcess implements TargetProcess, AutoCloseable {

    static final String READY = "ready";

    private static final long SIGNAL_LIMIT_SECONDS = 10;

    /** Options meant for this JVM, such as agents and debuggers, which must not reach its children. */
    private static final List<String> JVM_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

    private final Class<?> main;
    private final SubjectSpec spec;
    private final List<Path> front;
    private final Path outputDirectory;
    private int lives;
    private @Nullable Process process;
    private @Nullable Process guard;
    private boolean isPaused;

    private JvmProcess(Class<?> main, SubjectSpec spec, List<Path> front, Path outputDirectory) {
        this.main = main;
        this.spec = spec;
        this.front = front;
        this.outputDirectory = outputDirectory;
    }

    /**
     * A subject that is not started yet.
     *
     * @param main {@link SdkSender}, {@link SdkMember}, {@link PlainSender} or {@link PlainMember}
     * @param outputDirectory where what it prints goes: {@code name-life.out}; must exist
     */
    public static JvmProcess of(Class<?> main, SubjectSpec spec, Path outputDirectory) {
        return new JvmProcess(main, spec, List.of(), outputDirectory);
    }

    /** Returns the same with directories of classes that win over those of this JVM's class path; not started. */
    public JvmProcess withFront(List<Path> directories) {
        return new JvmProcess(main, spec, List.copyOf(directories), outputDirectory);
    }

    @Override
    public String name() {
        return spec.name();
    }

    /** Returns what it is told, but for the life. */
    public SubjectSpec spec() {
        return spec;
    }

    /** Returns how often it was started. */
    public int lives() {
        return lives;
    }

    /** Returns where the output of the last life is. */
    public Path output() {
        return outputDirectory.resolve(name() + "-" + (lives - 1) + ".out");
    }

    @Override
    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive() && !isPaused;
    }

    /** Returns whether the last life says that it works: its first record is sent, or its consumers are started. */
    public boolean isReady() {
        try (Stream<String> lines = Files.lines(output(), StandardCharsets.UTF_8)) {
            return lines.anyMatch(READY::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        Process before = process;
        if (before != null && before.isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        dismissGuard();
        isPaused = false;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(spec.with(Setting.LIFE, lives).arguments());
        lives++;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
            JVM_VARIABLES.forEach(builder.environment()::remove);
            Process started = builder.start();
            process = started;
            // A paused process does not see that its parent is gone; a shell that waits on a pipe does.
            guard = new ProcessBuilder("sh", "-c", "read -r _; kill -KILL " + started.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + name(), e);
        }
    }

    private String classPath() {
        return Stream.concat(front.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    @Override
    public void kill() {
        dismissGuard();
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
        isPaused = false;
    }

    @Override
    public boolean stop(Duration limit) {
        Process running = started();
        boolean wasAlive = running.isAlive();
        // Not running.destroy(): it closes the pipe too, by which the subject would take us for dead and halt.
        running.toHandle().destroy();
        boolean hasEnded = ended(running, limit);
        kill();
        // One that died before did not end cleanly.
        return wasAlive && hasEnded;
    }

    @Override
    public void pause() {
        signal("STOP");
        isPaused = true;
    }

    @Override
    public void resume() {
        signal("CONT");
        isPaused = false;
    }

    /** SIGKILL, if it lives. */
    @Override
    public void close() {
        kill();
    }

    private Process started() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return running;
    }

    private void signal(String signal) {
        long pid = started().pid();
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!ended(kill, Duration.ofSeconds(SIGNAL_LIMIT_SECONDS)) || kill.exitValue() != 0) {
                throw new IllegalStateException("Could not send SIG" + signal + " to " + name() + ", process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shell goes first: it would kill a process that has the number by then. */
    private void dismissGuard() {
        if (guard != null) {
            guard.destroyForcibly().onExit().join();
            guard = null;
        }
    }

    private static boolean ended(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process " + process.pid() + " was to end", e);
        }
    }
}
