package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.benchmarks.child.TrafficResult;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One way to send and to consume, in a JVM of its own.
 *
 * @param name in tables
 * @param jvm what runs it
 * @param settings its own
 */
record Weighed(String name, ChildJvm jvm, Map<String, String> settings) {

    static final Map<String, String> NEW_PROTOCOL = Map.of(HandlingTask.KAFKA + "group.protocol", "consumer");
    static final Map<String, String> CLASSIC = Map.of(HandlingTask.KAFKA + "group.protocol", "classic");

    static Weighed plain(String name, Map<String, String> settings) {
        return new Weighed(name, own(PlainTraffic.class), settings);
    }

    static Weighed sdk(String name, Map<String, String> settings) {
        return new Weighed(name, own(SdkTraffic.class), settings);
    }

    /** Returns the JVM of a class of this class path. */
    static ChildJvm own(Class<?> main) {
        return new ChildJvm(
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"),
                main.getName(),
                SuiteRun.HEAP_MEBIBYTES);
    }

    TrafficResult run(HandlingTask task) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(TrafficChild.LAUNCHED, Long.toString(System.currentTimeMillis()));
        return jvm.run(task.with(more).arguments(), TrafficResult::parse);
    }
}
