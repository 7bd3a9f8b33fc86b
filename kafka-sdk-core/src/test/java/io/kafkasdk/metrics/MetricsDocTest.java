package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says what the code declares; with {@code -Dmetrics.doc.write=true} it is written anew. */
class MetricsDocTest {

    private static final Path DOC =
            Path.of(System.getProperty("user.dir")).getParent().resolve("docs/metrics.md");

    @Test
    void theDocumentSaysWhatTheCodeDeclares() throws IOException {
        String text = MetricsDoc.text(MeterBudgetTest.MOST_OF_A_CONSUMER, MeterBudgetTest.MOST_OF_A_PRODUCER);
        if (Boolean.getBoolean("metrics.doc.write")) {
            Files.writeString(DOC, text);
        }
        assertThat(DOC)
                .as("docs/metrics.md is stale; write it anew with: ./mvnw -pl kafka-sdk-core -am test "
                        + "-Dtest=MetricsDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dmetrics.doc.write=true")
                .hasContent(text);
    }

    @Test
    void everyMeterHasItsRow() {
        String text = MetricsDoc.text(1, 1);
        for (MeterName name : MeterNames.all()) {
            assertThat(text).containsOnlyOnce("| `" + name.name() + "` | `" + MetricsDoc.prometheus(name));
        }
    }
}
