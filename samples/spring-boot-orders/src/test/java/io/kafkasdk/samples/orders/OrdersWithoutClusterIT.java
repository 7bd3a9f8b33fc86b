package io.kafkasdk.samples.orders;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The application during an outage: it starts, and says what is wrong. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"kafka-sdk.bootstrap-servers=localhost:1", "kafka-sdk.shutdown-timeout=5s"})
@DirtiesContext
class OrdersWithoutClusterIT {

    @LocalServerPort
    private int port;

    @Test
    void answers503WithTheDiagnosisWhileNoBrokerIsThere() {
        RestTestClient http = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build();
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Order("4711", "ada", new BigDecimal("9.99")))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectBody()
                .jsonPath("$.cause")
                .isNotEmpty()
                .jsonPath("$.cure")
                .isNotEmpty()
                .jsonPath("$.certainlyNotWritten")
                .isEqualTo(true);
    }
}
