package io.kafkasdk.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.spring.boot.handler.HandlerConsumers;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The page at /, in a real browser, while the application works on three brokers. */
@EnabledIf(
        value = "io.kafkasdk.samples.orders.Browser#isHere",
        disabledReason = "needs /usr/bin/chromium and /usr/bin/chromedriver: apt-get install chromium chromium-driver")
@KafkaClusterTest(brokers = 3)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LAG = "#consumers .lag";

    private static KafkaCluster cluster;
    private static Browser browser;

    @LocalServerPort
    private int port;

    @Autowired
    private HandlerConsumers consumers;

    @Autowired
    private Viewers viewers;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("kafka-sdk.bootstrap-servers", () -> cluster.bootstrapServers());
    }

    /** The dead letter topic has one copy only, so that the page has something to warn of. */
    @BeforeAll
    static void topicsAndBrowser() throws IOException {
        cluster.createTopic(OrdersTopics.ORDERS, OrdersTopics.PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic(OrdersTopics.DEAD_LETTERS, OrdersTopics.PARTITIONS, 1);
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPage() {
        browser.open("http://localhost:" + port + "/", 1280, 1000);
        awaitText("#connection", "✓ Live");
    }

    @Test
    void showsLagThatComesAndGoes() {
        awaitText(LAG, "0 records behind.");
        openPage(); // the chart begins anew
        consumer().pause();
        place(400, "ada");
        awaitText("#sent", "400 orders accepted, 0 failed.");
        awaitText(LAG, "400 records behind");
        awaitText("#consumers .state", "‖ paused by the application");
        browser.await(
                "line in the chart",
                PATIENCE,
                () -> browser.attribute("#chart", "aria-label").contains("now 400 records"));
        consumer().resume();
        awaitText(LAG, "0 records behind.");
        awaitText("#consumers .state", "✓ running");
        assertThat(browser.attribute("#chart", "role")).isEqualTo("img");
        assertThat(browser.attribute("#chart", "aria-label"))
                .contains("order-totals in orders: now 0 records, at most 400");
        browser.click("details summary");
        assertThat(browser.text("details table"))
                .contains("order-totals in orders")
                .contains("400");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsADeadLetterAndTheVerdictsWithTheirCure() {
        browser.fill("#one [name=customer]", DemoCustomers.POISON);
        browser.click("#one button");
        awaitText("#sent", "is in partition");
        awaitText("#letters-rows", "→ " + OrdersTopics.DEAD_LETTERS);
        assertThat(browser.text("#letters-rows")).contains("orders, partition", "IllegalStateException");
        awaitText("#topics [data-key$='/orders']", "✓ safe");
        awaitText("#topics [data-key$='.dlt']", "✕ no redundancy");
        assertThat(browser.text("#topics [data-key$='.dlt'] .cure")).contains("replica");
        awaitText("#producers", "orders.orders: guarded");
        awaitText("#clusters", "✓ answers, 3 brokers");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsWhatIsWrongWithAnOrderInWords() {
        browser.fill("#one [name=customer]", "   ");
        browser.click("#one button");
        awaitText("#sent", "was refused: The order is not valid. customer must not be blank");
        // The browser itself writes the 400 into its console.
        assertThat(browser.complaints()).allMatch(line -> line.contains("status of 400"));
    }

    @Test
    void saysThatItIsNotConnectedAndComesBack() {
        viewers.stop();
        awaitText("#connection", "✕ Not connected");
        viewers.start();
        awaitText("#connection", "✓ Live");
        browser.complaints();
    }

    @Test
    void fitsAPhoneAndIsReadableThere() {
        consumer().pause();
        place(200, DemoCustomers.SLOW);
        awaitText("#sent", "200 orders accepted");
        browser.fill("#one [name=customer]", DemoCustomers.POISON);
        browser.click("#one button");
        consumer().resume();
        awaitText("#letters-rows", OrdersTopics.DEAD_LETTERS);
        place(1_500, DemoCustomers.SLOW);
        awaitText("#sent", "1,500 orders accepted");
        browser.screenshot("page");
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.resize(360, 740);
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
            assertThat(browser.run(Contrast.FINDINGS)).asString().isEqualTo("[]");
            browser.screenshot("page-phone-" + scheme);
        }
        browser.prefer("light");
        assertThat(browser.complaints()).isEmpty();
    }

    private ManagedConsumer consumer() {
        return consumers.byName().get("order-totals");
    }

    private void place(int orders, String customer) {
        browser.fill("#many [name=count]", String.valueOf(orders));
        browser.fill("#many [name=customer]", customer);
        browser.click("#many button");
    }

    private void awaitText(String selector, String text) {
        browser.await(
                selector + " says '" + text + "'",
                PATIENCE,
                () -> browser.has(selector) && browser.text(selector).contains(text));
    }
}
