package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Brokers end with the JVM that started them, even when that one is killed and cannot clean up. */
class ParentDeathIT {
    @BeforeEach
    void onlyForProcesses() {
        assumeTrue(Backend.configured() == Backend.PROCESS, "containers are ended by Testcontainers' own reaper");
    }

    @Test
    void aBrokerEndsWhenItsParentIsKilled() throws IOException {
        try (ChildJvm parent = ChildJvm.run(Parent.class, "running")) {
            List<Long> children = parent.answer();
            assertThat(children).hasSize(1).allMatch(ParentDeathIT::lives);

            parent.kill();

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ParentDeathIT::lives));
        }
    }

    @Test
    void aPausedBrokerEndsWhenItsParentIsKilledAndSoDoesItsGuard() throws IOException {
        try (ChildJvm parent = ChildJvm.run(Parent.class, "paused")) {
            List<Long> children = parent.answer();
            assertThat(children).hasSize(2).allMatch(ParentDeathIT::lives);

            parent.kill();

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ParentDeathIT::lives));
        }
    }

    /** A process that has ended stays a zombie where nobody reaps orphans, as in many containers. */
    private static boolean lives(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                    && !(Files.exists(status) && Files.readString(status).contains("State:\tZ"));
        } catch (IOException e) {
            return false; // it ended between the two looks
        }
    }

    /** Starts a broker, tells the ids of all its child processes, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException {
            try (KafkaCluster cluster = KafkaCluster.builder().brokers(1).start()) {
                if (arguments[0].equals("paused")) {
                    cluster.broker(1).pause();
                }
                ChildJvm.answer(ProcessHandle.current()
                        .children()
                        .map(ProcessHandle::pid)
                        .toList());
            }
        }
    }
}
