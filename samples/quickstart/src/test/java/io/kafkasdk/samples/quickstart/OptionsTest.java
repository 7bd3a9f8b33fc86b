package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    @Test
    void withoutArgumentsItRunsTheWholeShow() throws UsageException {
        assertThat(Options.parse()).isEqualTo(new Options(null, null, 30_000, 1_000, false, false, false));
    }

    @Test
    void takesValuesAfterABlankOrAnEqualsSign(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("events.ndjson"), "{}\n");

        Options options = Options.parse(
                "--bootstrap", "localhost:9092", "--records=500", "--rate", "50", "--file=" + file, "--keep-topics");

        assertThat(options).isEqualTo(new Options("localhost:9092", file, 500, 50, false, true, false));
    }

    @Test
    void namesTheNearestOptionForAnUnknownOne() {
        assertThatThrownBy(() -> Options.parse("--record", "5"))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no option --record; did you mean --records?");
        assertThatThrownBy(() -> Options.parse("--boostrap=localhost:1"))
                .hasMessageContaining("did you mean --bootstrap?");
    }

    @Test
    void refusesValuesThatCannotWork() {
        assertThatThrownBy(() -> Options.parse("--records", "0")).hasMessageContaining("from 1 to 10000000, not '0'");
        assertThatThrownBy(() -> Options.parse("--rate", "fast")).hasMessageContaining("not 'fast'");
        assertThatThrownBy(() -> Options.parse("--rate")).hasMessage("--rate needs a value");
        assertThatThrownBy(() -> Options.parse("--file", "--plain")).hasMessage("--file needs a value");
        assertThatThrownBy(() -> Options.parse("--file", "/nowhere/at.all")).hasMessageContaining("no readable file");
        assertThatThrownBy(() -> Options.parse("--bootstrap", "localhost")).hasMessageContaining("must be host:port");
        assertThatThrownBy(() -> Options.parse("--plain=yes")).hasMessage("--plain takes no value");
    }

    @Test
    void keepsNothingOnAClusterOfItsOwn() {
        assertThatThrownBy(() -> Options.parse("--keep-topics")).hasMessageContaining("only with --bootstrap");
    }

    @Test
    void tellsOfEveryOptionInTheHelp() throws UsageException {
        assertThat(Options.parse("-h").help()).isTrue();
        assertThat(Options.HELP)
                .contains("--bootstrap", "--keep-topics", "--file", "--records", "--rate", "--plain", "--help");
    }
}
