package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class LoginWatchTest {

    private static final Diagnosis REFUSED = new Diagnosis(ErrorKind.UNAUTHENTICATED, "x", "password", "correct it");

    private final MockProducer<Object, Object> client = ProducerParts.mock(true);
    private final LoginWatch watch = new LoginWatch("app.orders", client);

    @Test
    void anExpiryBehindAFirstLoginThatWasRefusedIsExplainedByIt() {
        assertThat(watch.diagnose("x", "expired")).isNull();
        assertThat(watch.refused(REFUSED).cure()).startsWith("correct it; then close this producer");
        Diagnosis found = watch.diagnose("x", "expired");
        assertThat(found).isNotNull();
        assertThat(found.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
        assertThat(found.cause()).startsWith("expired; ").contains("'app.orders'");
    }

    @Test
    void aClientThatSentSomethingRecoversByItself() {
        sent(7);
        assertThat(watch.refused(REFUSED)).isEqualTo(REFUSED);
        assertThat(watch.diagnose("x", "expired")).isNull();
    }

    @Test
    void aClientThatSendsAgainIsNotTakenForDead() {
        watch.refused(REFUSED);
        sent(1);
        assertThat(watch.diagnose("x", "expired")).isNull();
    }

    private void sent(double records) {
        MetricName name =
                new MetricName("record-send-total", "producer-metrics", "of Kafka", Map.of("client-id", "app.orders"));
        client.setMockMetrics(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return records;
            }
        });
    }
}
