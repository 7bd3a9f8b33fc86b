package io.kafkasdk.benchmarks.suite;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Other libraries, each with a class path of its own.
 *
 * @param directory {@code benchmarks/peers} of a built checkout
 */
public record Peers(Path directory) {

    /**
     * Returns the JVM of one of them.
     *
     * @param name of its module
     * @param mainClass what to run
     * @throws IllegalStateException when its module is not built
     */
    public ChildJvm jvm(String name, String mainClass) {
        Path target = directory.resolve(name).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IllegalStateException(target + " is not built; run benchmarks/run.sh, or "
                    + "./mvnw -Pquick -pl benchmarks/peers/" + name + " -am package");
        }
        return new ChildJvm(
                Path.of(System.getProperty("java.home")),
                target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
                mainClass,
                SuiteRun.HEAP_MEBIBYTES);
    }
}
