package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/design.md names for each guarantee the test that proves it: the names must be true. */
class DesignDocTest {

    private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
    private static final Pattern GUARANTEE = Pattern.compile("^\\| ([PC]\\d+) \\|.*$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyTestThatTheDesignNamesExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (MatchResult test : TEST.matcher(design()).results().toList()) {
            if (!declares(test.group(1), test.group(2))) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyGuaranteeNamesATestOrSaysThatItIsNotInYet() throws IOException {
        List<String> rows =
                GUARANTEE.matcher(design()).results().map(MatchResult::group).toList();
        assertThat(rows)
                .hasSize(21)
                .allSatisfy(row -> assertThat(TEST.matcher(row).find() || row.contains("not in yet"))
                        .as(row)
                        .isTrue());
    }

    private static String design() throws IOException {
        return Files.readString(ROOT.resolve("docs/design.md"));
    }

    private static boolean declares(String type, String method) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> sources =
                    files.filter(file -> file.endsWith(type + ".java")).toList();
            for (Path source : sources) {
                if (Files.readString(source).contains("void " + method + "(")) {
                    return true;
                }
            }
            return false;
        }
    }
}
