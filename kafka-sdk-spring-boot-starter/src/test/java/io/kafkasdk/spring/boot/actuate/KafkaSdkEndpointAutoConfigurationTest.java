package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class KafkaSdkEndpointAutoConfigurationTest {

    private static final String CLIENT = "kafkasdk/{cluster}/{client}";
    private static final String REPLAY = "POST kafkasdk/{cluster}";

    private final ApplicationContextRunner unexposed = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    KafkaSdkEndpointAutoConfiguration.class,
                    EndpointAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders", "kafka-sdk.bootstrap-servers=localhost:1");
    private final ApplicationContextRunner application =
            unexposed.withPropertyValues("management.endpoints.web.exposure.include=kafkasdk");
    private final ApplicationContextRunner acting = application.withPropertyValues("kafka-sdk.endpoint.actions=true");

    @Test
    void isThereWhereItIsExposed() {
        application.run(context -> {
            assertThat(context).hasSingleBean(KafkaSdkEndpoint.class).hasSingleBean(KafkaSdkViews.class);
            assertThat(new WebOperations(context).paths())
                    .containsExactlyInAnyOrder(
                            "GET kafkasdk", "GET kafkasdk/{cluster}", "GET " + CLIENT, "POST " + CLIENT, REPLAY);
        });
    }

    @Test
    void isNotThereWhereNobodyExposesItButTheViewIs() {
        unexposed.run(context ->
                assertThat(context).doesNotHaveBean(KafkaSdkEndpoint.class).hasSingleBean(KafkaSdkViews.class));
    }

    @Test
    void isNotThereWhenTheSdkIsSwitchedOff() {
        application
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(KafkaSdkEndpoint.class)
                        .doesNotHaveBean(KafkaSdkViews.class)
                        .doesNotHaveBean("kafkaSdkSanitizingFunction"));
    }

    @Test
    void isNotThereWithoutTheActuator() {
        application
                .withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaSdkViews.class));
    }

    @Test
    void hearsOfDeadLettersByTheListenersOfTheSdk() {
        application.run(context ->
                assertThat(context.getBeansOfType(ConsumerListener.class)).containsKey("kafkaSdkRecentDeadLetters"));
    }

    @Test
    void showsClientsBeforeTheClusterAnswersWithNullForWhatIsNotKnown() {
        application
                .withPropertyValues("kafka-sdk.consumers.billing.group=payments")
                .run(context -> {
                    openClients(context);
                    JsonNode view = new WebOperations(context)
                            .call("GET kafkasdk", Map.of())
                            .tree();

                    assertThat(view.at("/actions").asBoolean()).isFalse();
                    JsonNode cluster = view.at("/clusters/0");
                    assertThat(cluster.at("/alias").asString())
                            .isEqualTo(context.getBean(KafkaSdk.class).cluster());
                    assertThat(cluster.at("/application").asString()).isEqualTo("orders");
                    assertThat(cluster.at("/producers/0/clientId").asString()).isEqualTo("orders.audit");
                    assertThat(cluster.at("/producers/0/advice").isEmpty()).isTrue();
                    assertThat(cluster.at("/producers/0/tuning").isNull()).isTrue();
                    JsonNode consumer = cluster.at("/consumers/0");
                    assertThat(consumer.at("/name").asString()).isEqualTo("billing");
                    assertThat(consumer.at("/group").asString()).isEqualTo("payments");
                    assertThat(consumer.at("/condition").asString()).isEqualTo("NOT_STARTED");
                    assertThat(consumer.at("/failure").isNull()).isTrue();
                    assertThat(view.at("/deadLetters/recent").isEmpty()).isTrue();
                    assertThat(view.toString()).doesNotContain("NaN", "Infinity");
                });
    }

    @Test
    void aConsumerWithoutAClusterIsOneOfTheMainClusterAndBlankMeansUnset() {
        application
                .withPropertyValues(
                        "kafka-sdk.clusters.eu.bootstrap-servers=localhost:2",
                        "kafka-sdk.consumers.billing.group=payments",
                        "kafka-sdk.consumers.trail.cluster=",
                        "kafka-sdk.consumers.trail.group=")
                .run(context -> {
                    for (String bean : List.of("kafkaSdk", "euKafkaSdk")) {
                        KafkaSdk sdk = context.getBean(bean, KafkaSdk.class);
                        for (String group : List.of("payments", "orders.trail")) {
                            sdk.consumer(
                                    ConsumerSettings.group(group, new StringDeserializer(), new StringDeserializer())
                                            .topics("orders"),
                                    received -> {});
                        }
                    }
                    KafkaSdkViews views = context.getBean(KafkaSdkViews.class);
                    assertThat(views.cluster("default").orElseThrow().consumers())
                            .extracting(ConsumerView::name)
                            .containsExactlyInAnyOrder("billing", "trail");
                    assertThat(views.cluster("eu").orElseThrow().consumers())
                            .extracting(ConsumerView::name)
                            .containsOnlyNulls();
                });
    }

    @Test
    void showsOneClusterAndNamesThoseThatThereAre() {
        application.run(context -> {
            WebOperations web = new WebOperations(context);
            String alias = context.getBean(KafkaSdk.class).cluster();

            assertThat(web.call("GET kafkasdk/{cluster}", Map.of("cluster", alias))
                            .status())
                    .isEqualTo(200);
            WebOperations.Answer unknown = web.call("GET kafkasdk/{cluster}", Map.of("cluster", "nowhere"));
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).contains("there is no cluster 'nowhere'", "\"known\":[\"" + alias + "\"]");
        });
    }

    @Test
    void explainsAClientAndNamesThoseThatThereAre() {
        application.run(context -> {
            openClients(context);
            WebOperations web = new WebOperations(context);
            String alias = context.getBean(KafkaSdk.class).cluster();

            JsonNode audit = web.call("GET " + CLIENT, Map.of("cluster", alias, "client", "orders.audit"))
                    .tree();
            assertThat(audit.at("/clientId").asString()).isEqualTo("orders.audit");
            assertThat(audit.at("/properties/0").propertyNames())
                    .containsExactlyInAnyOrder("key", "value", "source", "why");
            WebOperations.Answer unknown = web.call("GET " + CLIENT, Map.of("cluster", alias, "client", "x"));
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).contains("[\"orders.audit\",\"orders.payments\"]");
        });
    }

    @Test
    void refusesToActUnlessThatIsSwitchedOn() {
        application.run(context -> {
            openClients(context);
            WebOperations web = new WebOperations(context);
            String alias = context.getBean(KafkaSdk.class).cluster();

            WebOperations.Answer paused =
                    web.call("POST " + CLIENT, Map.of("cluster", alias, "client", "payments", "action", "pause"));
            WebOperations.Answer replayed = web.call(REPLAY, replay(alias, "orders.payments.dlt"));

            assertThat(paused.status()).isEqualTo(403);
            assertThat(paused.body()).contains("kafka-sdk.endpoint.actions=true");
            assertThat(replayed.status()).isEqualTo(403);
            assertThat(context.getBean(KafkaSdkViews.class).view().replays()).isEmpty();
        });
    }

    @Test
    void actsOnConsumersByGroupOrClientId() {
        acting.run(context -> {
            openClients(context);
            WebOperations web = new WebOperations(context);
            String alias = context.getBean(KafkaSdk.class).cluster();

            WebOperations.Answer byGroup =
                    web.call("POST " + CLIENT, Map.of("cluster", alias, "client", "payments", "action", "pause"));
            WebOperations.Answer byId = web.call(
                    "POST " + CLIENT, Map.of("cluster", alias, "client", "orders.payments", "action", "RESUME"));
            WebOperations.Answer unknown =
                    web.call("POST " + CLIENT, Map.of("cluster", alias, "client", "x", "action", "pause"));

            // One that was not started stays as it is, and the answer says so.
            assertThat(byGroup.tree().at("/consumers/0/state").asString()).isEqualTo(ConsumerState.CREATED.name());
            assertThat(byId.tree().at("/consumers/0/clientId").asString()).isEqualTo("orders.payments");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).contains("[\"orders.payments\",\"payments\"]");
        });
    }

    @Test
    void refusesAReplayOfNamesThatAreNone() {
        acting.run(context -> {
            WebOperations web = new WebOperations(context);
            String alias = context.getBean(KafkaSdk.class).cluster();

            WebOperations.Answer answer = web.call(REPLAY, replay(alias, "not a topic"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("deadLetterTopic", "not a topic");
        });
    }

    @Test
    void worksOverJmx() {
        application
                .withConfiguration(AutoConfigurations.of(
                        JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class, JacksonAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=kafkasdk",
                        "management.endpoints.jmx.domain=kafkasdk.test")
                .run(context -> {
                    openClients(context);
                    String alias = context.getBean(KafkaSdk.class).cluster();
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    ObjectName name = new ObjectName("kafkasdk.test:type=Endpoint,name=Kafkasdk");

                    assertThat(server.invoke(name, "view", new Object[0], new String[0]))
                            .asString()
                            .contains("orders.audit");
                    assertThat(server.invoke(name, "steer", new Object[] {alias, "payments", "PAUSE"}, new String[] {
                                "java.lang.String", "java.lang.String", "java.lang.String"
                            }))
                            .asString()
                            .contains("kafka-sdk.endpoint.actions=true");
                });
    }

    private static Map<String, Object> replay(String cluster, String deadLetterTopic) {
        return Map.of("cluster", cluster, "group", "payments", "topic", "orders", "deadLetterTopic", deadLetterTopic);
    }

    private static void openClients(ApplicationContext context) {
        KafkaSdk sdk = context.getBean(KafkaSdk.class);
        sdk.producer(ProducerSettings.named("audit", new StringSerializer(), new StringSerializer()));
        sdk.consumer(
                ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer())
                        .topics("orders"),
                record -> {});
    }
}
