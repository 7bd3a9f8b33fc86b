package io.kafkasdk.reliability;

import io.kafkasdk.test.nemesis.TargetProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Processes that the same faults hit at the same time: a member of the SDK's groups, and members of the plain client's, so
 * that their gaps compare.
 *
 * @param processes the first counts where only one can answer
 */
record Twins(List<? extends TargetProcess> processes) implements TargetProcess {

    Twins {
        processes = List.copyOf(processes);
    }

    /** All names, so that reports and checks find each of them. */
    @Override
    public String name() {
        return processes.stream().map(TargetProcess::name).collect(Collectors.joining(" and "));
    }

    @Override
    public boolean isRunning() {
        return processes.stream().allMatch(TargetProcess::isRunning);
    }

    /** Starts those that do not run: what heals a fault may find one of them alive. */
    @Override
    public void start() {
        processes.stream().filter(process -> !process.isRunning()).forEach(TargetProcess::start);
    }

    @Override
    public void kill() {
        processes.forEach(TargetProcess::kill);
    }

    @Override
    public boolean stop(Duration limit) {
        // All at once: one after the other they would not be stopped at the same time.
        return processes.parallelStream().map(process -> process.stop(limit)).reduce(true, Boolean::logicalAnd);
    }

    @Override
    public void pause() {
        processes.forEach(TargetProcess::pause);
    }

    @Override
    public void resume() {
        processes.forEach(TargetProcess::resume);
    }
}
