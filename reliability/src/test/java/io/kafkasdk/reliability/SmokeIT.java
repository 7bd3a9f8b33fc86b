package io.kafkasdk.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.reliability.report.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smoke profile: every fault that fits into some minutes, once, and all checks. */
class SmokeIT {

    private static final long SEED = 8;
    private static final long LEAST_ACKED = 30_000;

    @Test
    void whateverBreaksEveryGuaranteeHolds() throws InterruptedException {
        Path out = Path.of("target", "runs", "smoke-it");
        RunOptions options =
                RunOptions.parse(List.of("smoke", "--seed", Long.toString(SEED), "--out", out.toString()), () -> SEED);

        Outcome outcome = new ReliabilityRun(options, System.out::println).run();

        outcome.judgement().orFail();
        assertThat(outcome.mishaps()).isEmpty();
        assertThat(outcome.judgement().unproven()).isEmpty();
        assertThat(table(outcome, "Faults").rows())
                .hasSameSizeAs(Profile.of(options).kinds());
        assertThat((Long) table(outcome, "Records sent").rows().get(0).get(2)).isGreaterThan(LEAST_ACKED);
        assertThat(out.resolve("report.md")).isNotEmptyFile();
        assertThat(out.resolve("report.json")).isNotEmptyFile();
    }

    private static Table table(Outcome outcome, String title) {
        return outcome.report().tables().stream()
                .filter(table -> table.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
