package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LedgerMember} in a JVM of its own, which can be killed, frozen and told to end. It does not outlive this JVM. */
final class ConsumerProcess implements AutoCloseable {

    private final MemberSpec spec;
    private final Ledger ledger;
    private final Process process;
    private final Process guard;

    private ConsumerProcess(MemberSpec spec, Ledger ledger, Process process, Process guard) {
        this.spec = spec;
        this.ledger = ledger;
        this.process = process;
        this.guard = guard;
    }

    static ConsumerProcess start(MemberSpec spec, Ledger ledger) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerMember.class.getName()));
        command.addAll(spec.arguments());
        Path log = Path.of(spec.get("ledger")).resolveSibling(spec.get("name") + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            // A frozen process does not see that the test is gone; a shell that waits on a pipe does.
            Process guard = new ProcessBuilder("sh", "-c", "read -r _; kill -KILL " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new ConsumerProcess(spec, ledger, process, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return spec.get("name");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what it wrote up to now. */
    LedgerReport report() {
        return ledger.report().of(name());
    }

    /** SIGKILL; returns when it is dead, and the ledger says so. */
    void kill() {
        process.destroyForcibly().onExit().join();
        ledger.append(Kind.KILLED, name());
    }

    /** SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
        ledger.append(Kind.FROZEN, name());
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** SIGTERM; returns when it has ended in its own time. */
    void terminate(Duration limit) throws InterruptedException {
        // Not process.destroy(), which closes the pipe too: by that it would take us for dead and halt.
        process.toHandle().destroy();
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("%s ended within %s of SIGTERM", name(), limit)
                .isTrue();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Override
    public void close() {
        guard.destroyForcibly().onExit().join();
        process.destroyForcibly().onExit().join();
    }
}
