package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Secrets that sing wherever they are seen. */
class CanaryTest {

    private static final String CANARY = "canary-";
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"canary-jaas\";";

    /** What the context starts with. */
    private static final Map<String, Object> FILE = new TreeMap<>(Map.ofEntries(
            Map.entry("kafka-sdk.security.sasl.password", "canary-sasl"),
            Map.entry("kafka-sdk.clusters.audit.security.sasl.password", "${audit.login}"),
            Map.entry("spring.kafka.ssl.key-store-key", "canary-spring-key"),
            Map.entry("spring.kafka.ssl.key-password", "canary-spring-key-password"),
            Map.entry("spring.kafka.ssl.trust-store-password", "canary-spring-trust"),
            Map.entry("spring.kafka.properties[sasl.jaas.config]", JAAS),
            Map.entry("spring.kafka.consumer.properties[sasl.jaas.config]", "canary-spring-consumer"),
            Map.entry("spring.ssl.bundle.pem.kafka.keystore.private-key-password", "canary-bundle-key"),
            // Where secrets turn up beside: behind a placeholder, and in the command line.
            Map.entry("audit.login", "canary-behind-a-placeholder"),
            Map.entry("sun.java.command", "app.jar --kafka-sdk.security.sasl.password=canary-sasl --x=canary-jaas")));

    /** What no context would start with all at once; it is there when the endpoints are asked. */
    private static final Map<String, Object> MORE = new TreeMap<>(Map.ofEntries(
            Map.entry("kafka-sdk.security.tls.key-store.password", "canary-key-store"),
            Map.entry("kafka-sdk.security.tls.trust-store.password", "canary-trust-store"),
            Map.entry("kafka-sdk.properties[sasl.jaas.config]", JAAS.replace("canary-jaas", "canary-raw-jaas")),
            Map.entry("kafka-sdk.properties[ssl.keystore.key]", "canary-pem-key"),
            Map.entry("kafka-sdk.producers.orders.properties[ssl.key.password]", "canary-producer-key"),
            Map.entry(
                    "kafka-sdk.consumers.orders.properties[sasl.oauthbearer.client.credentials.client.secret]",
                    "canary-oauth"),
            Map.entry("kafkaSdk.clusters.other.security.tls.keyStore.password", "canary-camel-case")));

    private static final Map<String, Object> VARIABLES = Map.of(
            "KAFKA_SDK_CLUSTERS_THIRD_SECURITY_SASL_PASSWORD", "canary-variable",
            "KAFKASDK_CLUSTERS_FOURTH_SECURITY_TLS_KEYSTORE_PASSWORD", "canary-variable-2",
            "JAVA_TOOL_OPTIONS", "-Dkafka-sdk.security.sasl.password=canary-sasl");

    private static final Map<String, Object> PLAIN = Map.ofEntries(
            Map.entry("spring.application.name", "orders"),
            Map.entry("kafka-sdk.bootstrap-servers", "localhost:1"),
            Map.entry("kafka-sdk.security.protocol", "sasl-plaintext"),
            Map.entry("kafka-sdk.security.sasl.username", "orders"),
            Map.entry("kafka-sdk.clusters.audit.bootstrap-servers", "localhost:2"),
            Map.entry("kafka-sdk.clusters.audit.security.protocol", "sasl-plaintext"),
            Map.entry("kafka-sdk.clusters.audit.security.sasl.username", "audit"),
            Map.entry("management.endpoints.web.exposure.include", "*"),
            Map.entry("management.endpoint.env.show-values", "always"),
            Map.entry("management.endpoint.configprops.show-values", "always"),
            Map.entry("management.endpoint.health.show-details", "always"),
            Map.entry("management.info.env.enabled", "true"));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(CanaryTest::prepare)
            .withUserConfiguration(Application.class);

    @Test
    void noEndpointShowsASecretThoughAllValuesAreToBeShown() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            Map<String, String> answers = answers(context);

            // That it looked where there is something to see.
            assertThat(answers.keySet())
                    .contains("env", "configprops", "beans", "conditions", "mappings", "metrics", "loggers", "startup")
                    .contains("health", "kafkasdk", "explain orders.orders", "explain orders.payments");
            assertThat(answers.get("env")).contains("kafka-sdk.security.sasl.password", "sun.java.command", "******");
            assertThat(answers.get("configprops"))
                    .contains("\"prefix\":\"kafka-sdk\"", "\"prefix\":\"spring.kafka\"", "sasl.jaas.config")
                    .doesNotContain("Cannot serialize 'kafka-sdk'");
            assertThat(answers.get("explain orders.orders")).contains("sasl.jaas.config", "[hidden]");

            assertThat(answers).allSatisfy((path, body) -> assertThat(body).doesNotContain(CANARY));
        });
    }

    @Test
    void withoutTheRuleTheSecretsAreSeen() {
        application
                .withBean("kafkaSdkSanitizingFunction", SanitizingFunction.class, () -> data -> data)
                .run(context -> {
                    Map<String, String> answers = answers(context);
                    assertThat(answers.get("env")).contains("canary-sasl", "canary-jaas", "canary-variable-2");
                    assertThat(answers.get("configprops")).contains("canary-jaas", "canary-spring-key-password");
                });
    }

    @Test
    void hidesNoneOfTheRest() {
        application.run(context -> {
            Map<String, String> answers = answers(context);
            assertThat(answers.get("env")).contains("{\"value\":\"localhost:1\"");
            assertThat(answers.get("configprops")).contains("\"bootstrapServers\":[\"localhost:1\"]");
        });
    }

    private static Map<String, String> answers(AssertableApplicationContext context) {
        KafkaSdk sdk = context.getBean(KafkaSdks.class).of("the test", null);
        sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()));
        sdk.consumer(
                ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer())
                        .topics("orders"),
                record -> {});
        MutablePropertySources sources = context.getSourceApplicationContext()
                .getBean(ConfigurableEnvironment.class)
                .getPropertySources();
        sources.addLast(new MapPropertySource("more", MORE));
        sources.addLast(new SystemEnvironmentPropertySource("variables", VARIABLES));

        Map<String, String> answers = new LinkedHashMap<>();
        WebOperations web = new WebOperations(context);
        web.reads().forEach(read -> {
            String path = read.getRequestPredicate().getPath();
            // No JSON of ours; a dump of the heap holds everything, which is why Boot does not expose it by itself.
            if (!path.contains("{") && !path.equals("heapdump") && !path.equals("threaddump")) {
                answers.put(path, WebOperations.call(read, Map.of()).body());
            }
        });
        for (String prefix : List.of("kafka-sdk", "spring.kafka")) {
            answers.put("one " + prefix, body(web, "configprops/{prefix}", Map.of("prefix", prefix)));
        }
        Stream.of(FILE, MORE, VARIABLES)
                .flatMap(secrets -> secrets.keySet().stream())
                .forEach(name -> answers.put("one " + name, body(web, "env/{toMatch}", Map.of("toMatch", name))));
        for (String client : List.of("orders.orders", "orders.payments")) {
            answers.put(
                    "explain " + client,
                    body(web, "kafkasdk/{cluster}/{client}", Map.of("cluster", sdk.cluster(), "client", client)));
        }
        return answers;
    }

    private static String body(WebOperations web, String path, Map<String, Object> arguments) {
        return web.call("GET " + path, arguments).body();
    }

    private static void prepare(ConfigurableApplicationContext context) {
        context.setApplicationStartup(new BufferingApplicationStartup(2_048));
        Consumer<Map<String, Object>> add = values -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("canaries-" + values.hashCode(), values));
        List.of(FILE, PLAIN).forEach(add);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        LoggingSystem loggingSystem() {
            return LoggingSystem.get(getClass().getClassLoader());
        }
    }
}
