package io.kafkasdk.deadletter;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A replay in a process of its own, to be killed. */
final class ReplayProcess {

    private ReplayProcess() {}

    /** Replays: bootstrap servers, group, origin topic, dead letter topic, records per second. */
    public static void main(String[] args) {
        try (KafkaSdk sdk = LetterBench.sdk(args[0])) {
            sdk.replay(
                    ReplaySettings.of(args[1], args[2], args[3]).rateLimit(new RateLimit(Integer.parseInt(args[4]))));
        }
    }

    static Process start(String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayProcess.class.getName());
        builder.command().addAll(List.of(args));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
