package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@KafkaClusterTest(brokers = 1)
class EndpointActionsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Retries ONCE = new Retries(1, Duration.ofMillis(100), Duration.ofSeconds(1), Set.of());

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean(true);

    @Test
    void showsPausesAndReplaysWhatWasGivenUp(KafkaCluster cluster) {
        cluster.createTopic("orders", 1, 1);
        cluster.createTopic("orders.payments.dlt", 1, 1);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaSdkAutoConfiguration.class,
                        KafkaSdkEndpointAutoConfiguration.class,
                        EndpointAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(),
                        "kafka-sdk.endpoint.actions=true",
                        "management.endpoints.web.exposure.include=kafkasdk")
                .run(context -> {
                    KafkaSdk sdk = context.getBean(KafkaSdk.class);
                    WebOperations web = new WebOperations(context);
                    KafkaSdkViews views = context.getBean(KafkaSdkViews.class);
                    giveUpOne(sdk);
                    await().atMost(SOON).until(() -> views.view().deadLetters().deadLettered() == 1);
                    DeadLettersView.Entry letter =
                            views.view().deadLetters().recent().get(0);
                    assertThat(letter.exceptionClass()).isEqualTo("java.lang.IllegalStateException");
                    assertThat(letter.deadLetterTopic()).isEqualTo("orders.payments.dlt");

                    steer(web, sdk, "pause", "PAUSED");
                    steer(web, sdk, "resume", "RUNNING");

                    // Nobody says how: it only looks.
                    broken.set(false);
                    ReplayView looked = replayed(web, views, sdk, Map.of());
                    assertThat(looked.dryRun()).isTrue();
                    assertThat(looked.report()).isEqualTo(new ReplayView.Report(1, 1, 0, 0, 0, 0, 0));
                    assertThat(handled).isEmpty();

                    ReplayView done = replayed(web, views, sdk, Map.of("dryRun", "false"));
                    assertThat(done.dryRun()).isFalse();
                    assertThat(done.report()).isEqualTo(new ReplayView.Report(1, 1, 0, 0, 0, 0, 0));
                    await().atMost(SOON).until(() -> handled.equals(List.of("one")));

                    showsAll(web.call("GET kafkasdk", Map.of()).body());
                });
    }

    private void giveUpOne(KafkaSdk sdk) {
        ManagedConsumer consumer = sdk.consumer(
                ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer())
                        .topics("orders")
                        .failures(new FailurePolicy.DeadLetterTopic(ONCE, "{topic}.{group}.dlt", 50)),
                record -> {
                    if (broken.get()) {
                        throw new IllegalStateException("canary " + record.value());
                    }
                    handled.add(record.value());
                });
        consumer.start();
        assertThat(sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer())
                                .topics("orders"))
                        .send("orders", "key", "one"))
                .succeedsWithin(SOON);
    }

    private static void steer(WebOperations web, KafkaSdk sdk, String action, String state) {
        WebOperations.Answer answer = web.call(
                "POST kafkasdk/{cluster}/{client}",
                Map.of("cluster", sdk.cluster(), "client", "payments", "action", action));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.tree().at("/consumers/0/state").asString()).isEqualTo(state);
    }

    private static ReplayView replayed(WebOperations web, KafkaSdkViews views, KafkaSdk sdk, Map<String, Object> how) {
        Map<String, Object> arguments = new HashMap<>(how);
        arguments.putAll(Map.of(
                "cluster", sdk.cluster(),
                "group", "payments",
                "topic", "orders",
                "deadLetterTopic", "orders.payments.dlt"));
        WebOperations.Answer begun = web.call("POST kafkasdk/{cluster}", arguments);
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        long id = begun.tree().at("/id").asLong();
        return await().atMost(SOON)
                .until(
                        () -> views.view().replays().stream()
                                .filter(replay -> replay.id() == id)
                                .findFirst()
                                .orElseThrow(),
                        replay -> replay.status() == ReplayView.Status.DONE);
    }

    private static void showsAll(String body) {
        System.out.println("Endpoint kafkasdk: " + body);
        assertThat(body)
                .contains("\"kind\":\"NO_REDUNDANCY\"", "\"group\":\"payments\"", "\"condition\":\"RUNNING\"")
                .contains("\"end\":\"DEAD_LETTERED\"", "\"status\":\"DONE\"", "\"reachable\":true")
                .doesNotContain("NaN", "canary");
    }
}
