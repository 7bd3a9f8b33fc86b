package io.kafkasdk.samples.orders;

import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The application with Kafka in a container: no property names the broker. Skipped where no container engine answers. */
@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class OrdersServiceConnectionIT {

    @Container
    @ServiceConnection
    static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.4.0");

    @LocalServerPort
    private int port;

    @BeforeAll
    static void topics() throws Exception {
        OrdersTopics.createOnOneBroker(KAFKA.getBootstrapServers());
    }

    @Test
    void handlesAnOrder() {
        RestTestClient http = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build();
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Order("4711", "ada", new BigDecimal("9.99")))
                .exchange()
                .expectStatus()
                .isAccepted();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        http.get().uri("/orders/4711").exchange().expectStatus().isOk());
    }
}
