package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles changed sources of the SDK into a directory, to be put in front of the class path of a subject. */
final class MutantCompiler {

    private static final Path SOURCES = Path.of("..", "kafka-sdk-core", "src", "main", "java", "io", "kafkasdk");

    private MutantCompiler() {}

    /** Returns the directory; fails when the source is not what the mutant was written for. */
    static Path compile(Mutant mutant, Path directory) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<String, String> source : changedSources(mutant).entrySet()) {
            Path file = directory.resolve("sources").resolve(source.getKey() + ".java");
            Files.createDirectories(file.getParent());
            changed.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(changed))
                    .call();
            assertThat(compiled)
                    .as("the mutant that %s compiles: %s", mutant, said)
                    .isTrue();
        }
        return classes;
    }

    private static Map<String, String> changedSources(Mutant mutant) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Mutant.Edit edit : mutant.edits()) {
            String source = sources.containsKey(edit.type())
                    ? sources.get(edit.type())
                    : Files.readString(SOURCES.resolve(edit.type() + ".java"));
            assertThat(source.split(java.util.regex.Pattern.quote(edit.snippet()), -1).length - 1)
                    .as(
                            "how often %s has the place that the mutant which %s changes; look at the new source and "
                                    + "move the mutant:%n%s",
                            edit.type(), mutant, edit.snippet())
                    .isOne();
            sources.put(edit.type(), source.replace(edit.snippet(), edit.replacement()));
        }
        return sources;
    }
}
