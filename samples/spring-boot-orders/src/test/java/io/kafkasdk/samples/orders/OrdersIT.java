package io.kafkasdk.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.deadletter.DeadLetter;
import io.kafkasdk.spring.boot.handler.HandlerConsumers;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole application, over HTTP, on three brokers. */
@KafkaClusterTest(brokers = 3)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class OrdersIT {

    private static KafkaCluster cluster;

    @LocalServerPort
    private int port;

    @Autowired
    private HandlerConsumers consumers;

    private RestTestClient http;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("kafka-sdk.bootstrap-servers", () -> cluster.bootstrapServers());
    }

    @BeforeAll
    static void topics() {
        OrdersTopics.create(cluster);
    }

    @BeforeEach
    void client() {
        http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    @Test
    void handlesOrdersAndShowsItsMetersWhileItConsumes() {
        long before = totals().orders();
        for (int i = 1; i <= 50; i++) {
            accept("order-" + i);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(totals().orders()).isEqualTo(before + 50));
        assertThat(consumer().state()).isEqualTo(ConsumerState.RUNNING);

        // One lag sample (every 5 s) may be needed before the series is there.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            accept("order-while-scraped");
            assertThat(scrape())
                    .containsPattern("kafka_sdk_consumer_lag_records\\{[^}]*topic=\"orders\"[^}]*} [0-9]")
                    .containsPattern("kafka_sdk_consumer_records_total\\{[^}]*topic=\"orders\"[^}]*} [1-9]")
                    .containsPattern("kafka_sdk_producer_records_total\\{[^}]*outcome=\"success\"[^}]*} [1-9]");
        });
        http.get()
                .uri("/orders/order-7")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Order.class)
                .value(order -> assertThat(order).isEqualTo(order("order-7")));
    }

    @Test
    void countsAnOrderThatIsSentTwiceOnce() {
        accept("twice");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> http.get()
                        .uri("/orders/twice")
                        .exchange()
                        .expectStatus()
                        .isOk());
        OrderBook.Totals once = totals();
        accept("twice");
        accept("after");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> http.get()
                        .uri("/orders/after")
                        .exchange()
                        .expectStatus()
                        .isOk());
        assertThat(totals().orders()).isEqualTo(once.orders() + 1);
    }

    @Test
    void sendsAnOrderThatCannotBeHandledToTheDeadLetterTopicAndGoesOn() {
        accept(new Order("poisoned", DemoCustomers.POISON, BigDecimal.TEN));
        accept("behind-the-poisoned");
        DeadLetter letter = await().atMost(Duration.ofSeconds(30))
                .until(() -> deadLetterOf("poisoned"), Optional::isPresent)
                .orElseThrow();
        assertThat(letter.topic()).isEqualTo(OrdersTopics.ORDERS);
        assertThat(letter.group()).isEqualTo("order-totals");
        assertThat(letter.attempts()).isEqualTo(4);
        assertThat(letter.exceptionClass()).isEqualTo(IllegalStateException.class.getName());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> http.get()
                        .uri("/orders/behind-the-poisoned")
                        .exchange()
                        .expectStatus()
                        .isOk());
        http.get().uri("/orders/poisoned").exchange().expectStatus().isNotFound();
    }

    @Test
    void refusesAnInvalidOrderWithOneMessagePerField() {
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\": \"no spaces\", \"customer\": \"\", \"amount\": -1}")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The order is not valid")
                .jsonPath("$.fields.id")
                .isEqualTo("must be 1 to 64 letters, digits or hyphens")
                .jsonPath("$.fields.customer")
                .isEqualTo("must not be blank")
                .jsonPath("$.fields.amount")
                .isEqualTo("must be greater than 0");
    }

    @Test
    void refusesWhatIsNotJson() {
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{ id: ")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Failed to read request");
    }

    @Test
    void isHealthyOnceTheClusterHasAnswered() {
        await().untilAsserted(() -> http.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP"));
    }

    private void accept(String id) {
        accept(order(id));
    }

    private void accept(Order order) {
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(order)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.ACCEPTED)
                .expectHeader()
                .valueEquals("Location", "/orders/" + order.id())
                .expectBody()
                .jsonPath("$.offset")
                .isNumber();
    }

    private static Optional<DeadLetter> deadLetterOf(String id) {
        return OrdersTopics.read(cluster.bootstrapServers(), OrdersTopics.DEAD_LETTERS).stream()
                .filter(record -> OrdersTopics.id(record).equals(id))
                .findFirst()
                .flatMap(DeadLetter::of);
    }

    private ManagedConsumer consumer() {
        return consumers.byName().get("order-totals");
    }

    private static Order order(String id) {
        return new Order(id, "ada", new BigDecimal("9.99"));
    }

    private OrderBook.Totals totals() {
        return http.get()
                .uri("/totals")
                .exchange()
                .expectBody(OrderBook.Totals.class)
                .returnResult()
                .getResponseBody();
    }

    private String scrape() {
        return http.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
