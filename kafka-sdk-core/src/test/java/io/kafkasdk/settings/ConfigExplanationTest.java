package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ExplainedProperty.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigExplanationTest {

    private final ConfigExplanation explanation = new ConfigExplanation(
            "app.orders",
            List.of(
                    new ExplainedProperty("batch.size", "16384", Source.KAFKA_DEFAULT, ""),
                    new ExplainedProperty("linger.ms", "5", Source.PROFILE, "fills batches"),
                    new ExplainedProperty("acks", "all", Source.SDK, "safe"),
                    new ExplainedProperty("client.rack", "a\nb = c", Source.USER, "kafkaProperty(...)")));

    @Test
    void theTextIsATableSortedBySourceThenKey() {
        assertThat(explanation.text()).isEqualTo("""
                        Kafka config of app.orders
                        client.rack  USER           a b = c  kafkaProperty(...)
                        linger.ms    PROFILE        5        fills batches
                        acks         SDK            all      safe
                        batch.size   KAFKA_DEFAULT  16384
                        """);
    }

    @Test
    void adviceStandsBelowTheTableOneLineEach() {
        ConfigExplanation advised = explanation.advised(List.of(
                new TuningAdvice("linger.ms", "5", "20", "3 records a batch", "15 ms more\nlatency"),
                new TuningAdvice("batch.size", "16384", "131072", "batches are full", "more memory")));
        assertThat(advised.text()).isEqualTo(explanation.text() + """
                        Advice (measured on this producer's own records):
                        linger.ms: 5 -> 20; 3 records a batch; risk: 15 ms more latency
                        batch.size: 16384 -> 131072; batches are full; risk: more memory
                        """);
        assertThat(advised.advised(List.of())).isEqualTo(explanation);
    }

    @Test
    void aPropertyIsFoundByItsKey() {
        assertThat(explanation.property("acks")).map(ExplainedProperty::value).contains("all");
        assertThat(explanation.property("group.id")).isEmpty();
    }
}
