package io.kafkasdk.test;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/** A broker as a container, which keeps its data while it is stopped. Not thread-safe; {@link Broker} serializes calls. */
final class BrokerContainer implements BrokerRuntime {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MS = 50;

    private final GenericContainer<?> container;
    private final Path log;
    private @Nullable ContainerLog output;

    BrokerContainer(GenericContainer<?> container, Path log) {
        this.container = container;
        this.log = log;
    }

    @Override
    public void launch() {
        Instant start = Instant.now();
        if (id() == null) {
            container.start();
        } else {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
        output = ContainerLog.follow(docker(), container.getContainerId(), start, log);
    }

    @Override
    public boolean isAlive() {
        return id() != null && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public void kill() {
        if (!isAlive()) {
            return;
        }
        if (Boolean.TRUE.equals(state().getPaused())) {
            resume(); // the engine refuses to kill a frozen container; it runs for a few milliseconds
        }
        signal("KILL");
        if (!ended(KILL_LIMIT)) {
            throw new KafkaClusterException("Container " + id() + " outlived SIGKILL for " + KILL_LIMIT.toSeconds()
                    + " s; see docker inspect and " + log);
        }
    }

    @Override
    public boolean terminate(Duration limit) {
        signal("TERM");
        return ended(limit);
    }

    @Override
    public void pause() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** Ends it at once and deletes it with its data. */
    void remove() {
        container.stop();
        if (output != null) {
            output.close();
        }
    }

    private void signal(String name) {
        docker().killContainerCmd(container.getContainerId()).withSignal(name).exec();
    }

    private boolean ended(Duration limit) {
        long start = System.nanoTime();
        while (isAlive()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaClusterException("Interrupted while container " + id() + " ended", e);
            }
        }
        return true;
    }

    private ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private @Nullable String id() {
        return container.getContainerId();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }
}
