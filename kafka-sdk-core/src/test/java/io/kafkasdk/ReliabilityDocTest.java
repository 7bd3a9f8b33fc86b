package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reliability.md names for each fault the test or the step of a run that injects it: the names must be true. */
class ReliabilityDocTest {

    private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
    private static final Path FAULTS = Path.of("kafka-sdk-test/src/main/java/io/kafkasdk/test/nemesis/FaultKind.java");

    private static final Pattern ROW = Pattern.compile("^\\| ((?:[BNCGDRH]\\d+(?:, )?)+) \\|.*$", Pattern.MULTILINE);
    private static final Pattern ID = Pattern.compile("[BNCGDRH]\\d+");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern STEP = Pattern.compile("run, `([a-z-]+)`");
    private static final Pattern KIND = Pattern.compile("^ {4}([A-Z_]+)\\(\"([^\"]+)\"\\)", Pattern.MULTILINE);

    /** How many rows each group of the fault matrix has. */
    private static final Map<String, Integer> GROUPS =
            Map.of("B", 18, "N", 17, "C", 13, "G", 22, "D", 23, "R", 15, "H", 13);

    @Test
    void everyTestThatTheDocumentNamesExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        for (MatchResult test : TEST.matcher(document()).results().toList()) {
            String source = sources.get(test.group(1));
            boolean isThere =
                    source != null && (test.group(2) == null || source.contains("void " + test.group(2) + "("));
            if (!isThere) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowOfTheMatrixIsThereOnceWithATestAStepOrTheReasonWhyNot() throws IOException {
        List<String> ids = new ArrayList<>();
        for (MatchResult row : ROW.matcher(document()).results().toList()) {
            ID.matcher(row.group(1)).results().map(MatchResult::group).forEach(ids::add);
            assertThat(row.group())
                    .matches(text -> TEST.matcher(text).find()
                            || STEP.matcher(text).find()
                            || Stream.of("not covered", "not there", "not ours", "| as ", "`benchmarks/")
                                    .anyMatch(text::contains));
        }
        List<String> expected = GROUPS.entrySet().stream()
                .flatMap(group -> IntStream.rangeClosed(1, group.getValue()).mapToObj(row -> group.getKey() + row))
                .toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Each kind of fault stands in the rows that it says it is of, and no row names a kind that is none. */
    @Test
    void everyStepOfARunIsInTheRowsOfItsKindOfFault() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (MatchResult kind :
                KIND.matcher(Files.readString(ROOT.resolve(FAULTS))).results().toList()) {
            String label = kind.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
            ID.matcher(kind.group(2)).results().forEach(id -> expected.add(id.group() + " " + label));
        }
        TreeSet<String> found = new TreeSet<>();
        for (MatchResult row : ROW.matcher(document()).results().toList()) {
            for (MatchResult step : STEP.matcher(row.group()).results().toList()) {
                ID.matcher(row.group(1)).results().forEach(id -> found.add(id.group() + " " + step.group(1)));
            }
        }
        assertThat(found).containsAll(expected);
        assertThat(found)
                .allMatch(
                        step -> expected.stream().anyMatch(known -> known.endsWith(step.substring(step.indexOf(' ')))));
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/reliability.md"));
    }

    /** Returns the sources of all modules' tests by the names of their classes. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> tests = files.filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
                    .toList();
            for (Path test : tests) {
                String name = test.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(test), String::concat);
            }
        }
        return sources;
    }
}
