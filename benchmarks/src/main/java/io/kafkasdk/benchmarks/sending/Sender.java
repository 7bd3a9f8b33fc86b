package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.child.SendResult;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One way to send, in a JVM and on a class path of its own.
 *
 * @param name in tables
 * @param jvm what runs it
 * @param settings its own
 */
record Sender(String name, ChildJvm jvm, Map<String, String> settings) {

    /**
     * Sends what the task says and returns what was measured.
     *
     * @throws IllegalStateException when a record failed or the child ended without a result
     */
    SendResult run(SendTask task) {
        SendResult result = jvm.run(task.with(settings).arguments(), SendResult::parse);
        if (result.failed() > 0) {
            throw new IllegalStateException(
                    name + ": " + result.failed() + " records failed; such a run is none. See above for the first one");
        }
        return result;
    }

    /** Returns the properties that its Kafka producer was given, for people. */
    String properties() {
        return new TreeMap<>(new SendTask(settings).clientConfig())
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
