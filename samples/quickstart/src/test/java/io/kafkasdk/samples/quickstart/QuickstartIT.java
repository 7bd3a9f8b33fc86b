package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QuickstartIT {

    @Test
    @Timeout(180)
    void losesNothingWhenABrokerIsKilledAndSaysBeforeAndAfterwardsWhatIsFragile() throws UsageException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        int code = new Quickstart(new Terminal(false, false, false, 2_000), out)
                .run(Options.parse("--records", "4000", "--rate", "400"));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        String beforeTheKill = text.substring(0, text.indexOf("Killing broker 3"));
        assertThat(beforeTheKill)
                .contains("Topic 'quakes-fragile' is NO_HEADROOM")
                .contains("quakes is SAFE");
        String firstFailure = text.lines()
                .filter(line -> line.contains("First failed send to quakes-fragile"))
                .findFirst()
                .orElseThrow();
        assertThat(firstFailure)
                .contains("1 of 2 in-sync replicas", "min.insync.replicas is 2", "Cure: ", "replication factor");
        assertThat(text.substring(text.indexOf("Summary after")))
                .contains("Every acknowledged record was consumed: lost 0")
                .contains("No record is in the log twice: duplicates 0")
                .doesNotContain("BROKEN");
    }
}
