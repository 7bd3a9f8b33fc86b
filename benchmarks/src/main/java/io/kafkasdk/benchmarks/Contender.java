package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingResult;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.Ordering;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One way to consume, in a JVM and on a class path of its own.
 *
 * @param name in the command line and in tables
 * @param jvm what runs it
 * @param settings its own
 */
record Contender(String name, ChildJvm jvm, Map<String, String> settings) {

    static final String PLAIN = "plain";
    static final String PLAIN_SYNC = "plain-sync";
    static final String SDK_KEY = "sdk-key";
    static final String SDK_PARTITION = "sdk-partition";
    static final String PARALLEL_CONSUMER = "parallel-consumer";

    private static final int HEAP_MEBIBYTES = 512;
    private static final Path PEERS = Path.of("benchmarks", "peers");
    private static final Path HOME = Path.of(System.getProperty("java.home"));

    /** Returns those that can run here, and says which cannot. */
    static List<Contender> all() {
        List<Contender> all = new ArrayList<>(List.of(
                plain(PLAIN, PlainHandling.AUTOMATIC),
                plain(PLAIN_SYNC, PlainHandling.EACH_POLL),
                sdk(SDK_KEY, HOME, Ordering.KEY, HandlerThreads.PLATFORM),
                sdk(SDK_PARTITION, HOME, Ordering.PARTITION, HandlerThreads.PLATFORM)));
        String newer = System.getenv("NEWER_JAVA_HOME");
        if (Runtime.version().feature() >= 21 || newer != null) {
            Path home = newer == null ? HOME : Path.of(newer);
            all.add(sdk("sdk-key-virtual", home, Ordering.KEY, HandlerThreads.VIRTUAL));
        } else {
            System.err.println("Without sdk-key-virtual: NEWER_JAVA_HOME names no JDK of 21 or later");
        }
        addPeer(all, PARALLEL_CONSUMER, "ParallelConsumerHandling");
        addPeer(all, "spring-kafka", "SpringKafkaHandling");
        return all;
    }

    HandlingResult run(HandlingTask task) {
        HandlingResult result = jvm.run(task.with(settings).arguments(), HandlingResult::parse);
        System.err.printf(
                "%-18s %,9.0f records/s, CPU %.1f us a record, %d of %d ms%n",
                name,
                result.perSecond(),
                result.cpuMicros(),
                result.nanos() / 1_000_000,
                task.number(HandlingTask.LIMIT_MILLIS));
        if (result.disorder() > 0) {
            System.err.println(name + ": " + result.disorder()
                    + " records out of order, handled again, or beside another one of their key; counts as nothing");
        }
        return result;
    }

    private static Contender plain(String name, String commit) {
        return new Contender(name, own(HOME, PlainHandling.class), Map.of(PlainHandling.COMMIT, commit));
    }

    private static Contender sdk(String name, Path home, Ordering ordering, HandlerThreads threads) {
        return new Contender(
                name,
                own(home, SdkHandling.class),
                Map.of(SdkHandling.ORDERING, ordering.name(), SdkHandling.THREADS, threads.name()));
    }

    /** Returns one of this trial's own class path. */
    static Contender own(String name, Class<?> main, Map<String, String> settings) {
        return new Contender(name, own(HOME, main), settings);
    }

    private static ChildJvm own(Path home, Class<?> main) {
        return new ChildJvm(home, System.getProperty("java.class.path"), main.getName(), HEAP_MEBIBYTES);
    }

    private static void addPeer(List<Contender> all, String name, String main) {
        Path target = PEERS.resolve(name).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            System.err.println("Without " + name + ": " + target + " is not built, or this is another directory");
            return;
        }
        String classPath = target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
        String mainClass = "io.kafkasdk.benchmarks.peers." + main;
        all.add(new Contender(name, new ChildJvm(HOME, classPath, mainClass, HEAP_MEBIBYTES), Map.of()));
    }
}
