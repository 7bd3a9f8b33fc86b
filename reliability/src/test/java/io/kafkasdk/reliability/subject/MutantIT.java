package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.guarantee.Judgement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A referee that was never red proves nothing: the SDK with faults planted into its own source, in front of real brokers. All
 * runs go on at the same time, each with a topic, a group and a ledger of its own; their files stay in target/mutants.
 */
class MutantIT {

    /** Mostly they wait; the start of their JVMs is what two cores can bear. */
    private static final int AT_A_TIME = 4;

    private static final Path DIRECTORY = Path.of("target", "mutants");

    private static final Map<Object, Future<Judgement>> runs = new HashMap<>();
    private static final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    private static KafkaCluster cluster;

    @BeforeAll
    static void startAll() throws Exception {
        cluster = KafkaCluster.builder()
                .brokers(1)
                .brokerProperty("group.min.session.timeout.ms", Integer.toString(Stage.SESSION_MILLIS))
                .start();
        for (Scenario scenario : Scenario.values()) {
            start(scenario, scenario, "as-it-is-" + scenario, List::of);
        }
        for (Mutant mutant : Mutant.ALL) {
            start(
                    mutant,
                    mutant.scenario(),
                    mutant.name(),
                    () -> List.of(MutantCompiler.compile(mutant, directory(mutant.name()))));
        }
    }

    private static Path directory(String name) {
        return DIRECTORY.resolve(topicOf(name)).toAbsolutePath();
    }

    private static String topicOf(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "-");
    }

    private static void start(Object key, Scenario scenario, String name, Callable<List<Path>> front) {
        runs.put(key, threads.submit(() -> {
            Path directory = Files.createDirectories(directory(name));
            Path ledger = Files.createTempDirectory(directory, "run-");
            try (Stage stage = Stage.open(cluster, ledger, topicOf(name), front.call())) {
                scenario.run(stage);
                return stage.judge();
            }
        }));
    }

    @AfterAll
    static void end() {
        threads.shutdownNow();
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theSdkAsItIsPassesAllChecks(Scenario scenario) throws Exception {
        result(scenario).orFail();
    }

    static List<Mutant> mutants() {
        return Mutant.ALL;
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aMutantIsCaughtByItsCheck(Mutant mutant) throws Exception {
        Judgement judgement = result(mutant);

        assertThat(judgement.result(mutant.check()).holds())
                .as("%s finds the SDK that %s:%n%s", mutant.check(), mutant, judgement.text())
                .isFalse();
    }

    private static Judgement result(Object key) throws Exception {
        try {
            return runs.get(key).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
