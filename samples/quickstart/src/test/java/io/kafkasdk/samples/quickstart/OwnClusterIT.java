package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.KafkaCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OwnClusterIT {

    private static KafkaCluster cluster;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.builder().brokers(1).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void leavesNothingBehind(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("any.ndjson"), "{\"net\":\"aa\"}\nplain text\n");

        int code = run("--records", "500", "--file", file.toString());

        assertThat(code).as(text()).isZero();
        assertThat(text())
                .contains("One broker: there is nothing fragile to show", "NO_REDUNDANCY", "lost 0", "duplicates 0");
        assertThat(topics()).isEmpty();
        assertThat(cluster.admin().listGroups().all().get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void doesNotDeleteWhatItDidNotCreate() throws Exception {
        assertThat(run("--records", "100", "--keep-topics")).as(text()).isZero();
        assertThat(topics()).containsExactly("quickstart-quakes");

        assertThat(run("--records", "200")).as(text()).isZero();

        assertThat(text()).contains("Topic quickstart-quakes exists and is used as it is");
        assertThat(topics()).containsExactly("quickstart-quakes");
        cluster.admin().deleteTopics(Set.of("quickstart-quakes")).all().get(10, TimeUnit.SECONDS);
    }

    private int run(String... args) throws UsageException {
        String[] all = new String[args.length + 2];
        all[0] = "--bootstrap";
        all[1] = cluster.bootstrapServers();
        System.arraycopy(args, 0, all, 2, args.length);
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Quickstart(Terminal.NONE, out).run(Options.parse(all));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> topics() throws Exception {
        return cluster.admin().listTopics().names().get(10, TimeUnit.SECONDS);
    }
}
