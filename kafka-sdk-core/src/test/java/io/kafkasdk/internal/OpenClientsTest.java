package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class OpenClientsTest {

    @Test
    void aLeakIsStoppedAndNamed() {
        OpenClients clients = new OpenClients(4);
        clients.enter("app.orders");
        clients.enter("app.audit");
        clients.enter("app.orders");
        OpenClients.Place last = clients.enter("app.orders");
        assertThatThrownBy(() -> clients.enter("app.more"))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OVERLOADED))
                .hasMessageContaining("'app.more' could not be created")
                .hasMessageContaining("4 Kafka producers are open in this JVM")
                .hasMessageContaining("app.orders (3), app.audit (1)")
                .hasMessageContaining("one KafkaSdk per application");
        last.close();
        assertThat(clients.enter("app.more")).isNotNull();
    }

    @Test
    void aPlaceIsLeftOnce() {
        OpenClients clients = new OpenClients(4);
        OpenClients.Place place = clients.enter("app.orders");
        clients.enter("app.orders");
        place.close();
        place.close();
        assertThat(clients.open("app.orders")).isEqualTo(1);
    }

    @Test
    void aProducerHasAPlaceUntilItIsClosed() {
        Map<String, Object> config = Map.of("client.id", "counted", "bootstrap.servers", "127.0.0.1:1");
        Producer<byte[], byte[]> one = KafkaClients.producer(config);
        Producer<byte[], byte[]> two = KafkaClients.producer(config);
        assertThat(OpenClients.IN_JVM.open("counted")).isEqualTo(2);
        one.close(Duration.ZERO);
        one.close(Duration.ZERO);
        assertThat(OpenClients.IN_JVM.open("counted")).isEqualTo(1);
        two.close();
        assertThat(OpenClients.IN_JVM.open("counted")).isZero();
    }

    @Test
    void aProducerThatCannotBeMadeHasNoPlace() {
        for (Map<String, Object> wrong : Set.<Map<String, Object>>of(
                Map.of("client.id", "wrong", "bootstrap.servers", "no-such-host.invalid:9092"),
                Map.of("client.id", "wrong", "bootstrap.servers", "127.0.0.1:1", "acks", "many"))) {
            assertThatThrownBy(() -> KafkaClients.producer(wrong)).isInstanceOf(KafkaSdkException.class);
        }
        assertThat(OpenClients.IN_JVM.open("wrong")).isZero();
    }
}
