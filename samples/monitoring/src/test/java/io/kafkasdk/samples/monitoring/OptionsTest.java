package io.kafkasdk.samples.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void readsWhatRunShPasses() throws UsageException {
        Options options = Options.parse(List.of(
                "--cluster",
                "c",
                "--listen",
                "0.0.0.0:1",
                "--jmx-agent",
                "a.jar",
                "--jmx-config",
                "b.yml",
                "--jmx-port",
                "2",
                "--trouble"));
        assertThat(options).isEqualTo(new Options(null, "c", "0.0.0.0", 1, "a.jar", "b.yml", 2, true, false));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertRefused("no option --wrong", "--wrong");
        assertRefused("--listen needs HOST:PORT", "--listen", "8080");
        assertRefused("--jmx-port needs a port", "--jmx-port", "many");
        assertRefused("--cluster needs a value", "--cluster");
        assertRefused("go together", "--jmx-agent", "a.jar");
        assertRefused("not with --bootstrap", "--bootstrap", "a:1", "--trouble");
    }

    private static void assertRefused(String why, String... args) {
        assertThatThrownBy(() -> Options.parse(List.of(args)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }
}
