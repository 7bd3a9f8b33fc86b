package io.kafkasdk.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.test.nemesis.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {

    @Test
    void allOptionsAreRead() {
        RunOptions options =
                parse("soak --seed -4 --protocol classic --kinds broker-kill,quota --hours 3 --out some/where");

        assertThat(options.profile()).isEqualTo(Profile.SOAK);
        assertThat(options.seed()).isEqualTo(-4);
        assertThat(options.protocols()).isEqualTo(GroupProtocols.CLASSIC);
        assertThat(options.kinds()).containsExactlyInAnyOrder(FaultKind.BROKER_KILL, FaultKind.QUOTA);
        assertThat(options.length()).contains(Duration.ofHours(3));
        assertThat(options.out()).isEqualTo(Path.of("some/where"));
    }

    @Test
    void withoutOptionsASeedIsDrawnAndBothProtocolsAreRun() {
        RunOptions options = parse("smoke");

        assertThat(options.seed()).isEqualTo(77);
        assertThat(options.protocols()).isEqualTo(GroupProtocols.BOTH);
        assertThat(options.kinds()).isEmpty();
        assertThat(options.out()).hasFileName("smoke-77");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quick",
                "smoke --seed",
                "smoke --seed x",
                "smoke --rounds 0",
                "smoke --protocol new",
                "smoke --kinds broker-kil",
                "smoke --hours 1",
                "soak --hours 1 --rounds 2",
                "smoke --fast"
            })
    void whatNobodyUnderstandsIsRefused(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrongKindIsAnsweredWithAllThatThereAre() {
        assertThatThrownBy(() -> parse("smoke --kinds broker-kil"))
                .hasMessageContaining("'broker-kil'")
                .hasMessageContaining("broker-kill")
                .hasMessageContaining("consumer-stop");
    }

    private static RunOptions parse(String line) {
        return RunOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)), () -> 77);
    }
}
