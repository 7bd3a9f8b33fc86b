package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.connection.SpringKafkaConnectionAutoConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

/** An application that has told spring-kafka how its cluster is secured, and adds the starter. */
class SpringKafkaSecurityTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String LOGIN = SCRAM + " username=\"orders\" password=\"very-secret\";";
    private static final String CURE = "set kafka-sdk.security.* for this cluster, or kafka-sdk.enabled=false";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class, SslAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("org.springframework.kafka", "org.springframework.boot.kafka"))
            .withPropertyValues("spring.application.name=orders", "spring.kafka.bootstrap-servers=localhost:1");
    private final ApplicationContextRunner sasl = application.withPropertyValues(
            "spring.kafka.security.protocol=SASL_PLAINTEXT",
            "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512",
            "spring.kafka.properties.sasl.jaas.config=" + LOGIN);
    private final List<Violation> violations = new ArrayList<>();

    @Test
    void aLoginIsTakenOverWithoutSpringKafkaOnTheClassPath() {
        sasl.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(explained(context.getBean(KafkaSdk.class), "security.protocol"))
                    .isEqualTo("SASL_PLAINTEXT");
            assertThat(explained(context.getBean(KafkaSdk.class), "sasl.mechanism"))
                    .isEqualTo("SCRAM-SHA-512");
            assertThat(explained(context.getBean(KafkaSdk.class), "sasl.jaas.config"))
                    .doesNotContain("very-secret");
        });
    }

    @Test
    void anySecurityOfTheSdkSaysItAll() {
        sasl.withPropertyValues("kafka-sdk.security.protocol=plaintext")
                .run(context -> assertThat(explained(context.getBean(KafkaSdk.class), "security.protocol"))
                        .isEqualTo("PLAINTEXT"));
    }

    @Test
    void anAddressOfTheSdkDoesNotGetThePasswordsOfSpringKafka() {
        sasl.withPropertyValues("kafka-sdk.bootstrap-servers=localhost:2")
                .run(context -> assertThat(explained(context.getBean(KafkaSdk.class), "security.protocol"))
                        .isEqualTo("PLAINTEXT"));
    }

    @Test
    void aConnectionForSpringKafkaThatSaysOnlyWhereHasTheSecurityOfSpringKafkaToo() {
        sasl.withConfiguration(AutoConfigurations.of(SpringKafkaConnectionAutoConfiguration.class))
                .withClassLoader(getClass().getClassLoader())
                .withBean(KafkaConnectionDetails.class, () -> () -> List.of("localhost:3"))
                .run(context -> assertThat(explained(context.getBean(KafkaSdk.class), "security.protocol"))
                        .isEqualTo("SASL_PLAINTEXT"));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, PLAIN", "SCRAM-SHA-256, SCRAM_SHA_256", "SCRAM-SHA-512, SCRAM_SHA_512"})
    void eachMechanismWithNameAndPasswordIsTakenOver(String name, Mechanism mechanism) {
        String module = mechanism == Mechanism.PLAIN ? PLAIN : SCRAM;
        assertThat(map(
                        "security.protocol=sasl_plaintext",
                        "properties.sasl.mechanism=" + name,
                        "properties.sasl.jaas.config=" + module + " username='o' password=\"a\\\"b\\\\c;d=e\";"))
                .isInstanceOfSatisfying(Sasl.class, login -> {
                    assertThat(login.mechanism()).isEqualTo(mechanism);
                    assertThat(login.username()).isEqualTo("o");
                    assertThat(login.password().reveal()).isEqualTo("a\"b\\c;d=e");
                    assertThat(login.tls()).isNull();
                });
        assertThat(violations).isEmpty();
    }

    @Test
    void aProtocolAmongTheRawPropertiesCountsToo() {
        assertThat(map("properties.security.protocol=SSL")).isEqualTo(new SecuritySettings.Tls(null, null));
        assertThat(map()).isEqualTo(new SecuritySettings.Plaintext());
        assertThat(violations).isEmpty();
    }

    @Test
    void aBundleOfSpringKafkaGivesTheCertificates() {
        application
                .withPropertyValues(
                        "spring.ssl.bundle.pem.kafka.options.enabled-protocols=TLSv1.3",
                        "spring.kafka.security.protocol=SSL",
                        "spring.kafka.ssl.bundle=kafka")
                .run(context -> assertThat(explained(context.getBean(KafkaSdk.class), "kafka.sdk.ssl.context"))
                        .contains("SSL bundle 'kafka'"));
        application
                .withPropertyValues("spring.kafka.security.protocol=SSL", "spring.kafka.ssl.bundle=kakfa")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains("spring.kafka.ssl.bundle = 'kakfa': there is no SSL bundle"));
    }

    @Test
    void protocolsAndCiphersAreTakenOver() {
        assertThat(map(
                        "security.protocol=SSL",
                        "properties.ssl.enabled.protocols=TLSv1.3, TLSv1.2",
                        "properties.ssl.cipher.suites=TLS_AES_256_GCM_SHA384"))
                .isInstanceOfSatisfying(TlsContext.class, tls -> {
                    assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
                    assertThat(tls.ciphers()).containsExactly("TLS_AES_256_GCM_SHA384");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.trust-store-location=file:/no/such/store.p12",
                "ssl.trust-store-location=classpath:no-such-store.p12",
                "ssl.trust-store-certificates=-----BEGIN CERTIFICATE-----canary-----END CERTIFICATE-----",
                "ssl.key-store-key=-----BEGIN PRIVATE KEY-----canary-----END PRIVATE KEY-----",
                "properties.ssl.keystore.location=/no/such/store.p12"
            })
    void certificatesThatCannotBeLoadedAreToldWithoutTheirContent(String property) {
        map("security.protocol=SSL", property);
        assertThat(violations).singleElement().satisfies(found -> {
            assertThat(found.setting()).isEqualTo("spring.kafka." + property.substring(0, property.indexOf('=')));
            assertThat(found.toString()).contains("cannot be loaded", CURE).doesNotContain("canary");
        });
    }

    @Test
    void aFileWithoutAPrefixIsAFile(@TempDir Path directory) throws Exception {
        Path broken = Files.writeString(directory.resolve("ca.pem"), "nothing in it");
        map("security.protocol=SSL", "ssl.trust-store-type=PEM", "ssl.trust-store-location=" + broken);
        assertThat(violations).singleElement().asString().doesNotContain("FileNotFound");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            security.protocol            | SASL_TLS                | spring.kafka.security.protocol = 'SASL_TLS': is no protocol
            properties.sasl.mechanism    | OAUTHBEARER             | properties.sasl.mechanism = 'OAUTHBEARER': cannot be taken
            properties.sasl.mechanism    | GSSAPI                  | properties.sasl.mechanism = 'GSSAPI': cannot be taken
            properties.sasl.mechanism    |                         | properties.sasl.mechanism = not set, so GSSAPI: cannot
            properties.sasl.jaas.config  |                         | properties.sasl.jaas.config = not set: has the user's
            properties.sasl.jaas.config  | canary                  | properties.sasl.jaas.config = (hidden): Kafka cannot read
            properties.sasl.jaas.config  | com.acme.Iam required canary='x'; | properties.sasl.jaas.config = (hidden): with SCRAM
            properties.sasl.client.callback.handler.class | com.acme.Handler | handler.class = set: a class of its own
            properties.sasl.login.class  | com.acme.Login          | properties.sasl.login.class = set: a class of its own
            properties.ssl.engine.factory.class | com.acme.Engine  | properties.ssl.engine.factory.class = set: cannot be taken
            properties.ssl.endpoint.identification.algorithm |     | algorithm = not https: the SDK always checks
            producer.security.protocol   | PLAINTEXT               | spring.kafka.producer.security.protocol = set: is for one kind
            consumer.properties.sasl.mechanism | PLAIN             | spring.kafka.consumer.properties.sasl.mechanism = set: is for
            """)
    void whatCannotBeTakenOverEndsTheStartAndIsNeverPlaintext(String property, String value, String text) {
        application
                .withPropertyValues(
                        "spring.kafka.security.protocol=SASL_SSL",
                        "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512",
                        "spring.kafka.properties.sasl.jaas.config=" + LOGIN)
                .withPropertyValues("spring.kafka." + property + "=" + (value == null ? "" : value))
                .run(context -> {
                    assertThat(analyze(context.getStartupFailure()).getDescription())
                            .contains(text)
                            .doesNotContain("very-secret", "canary");
                    assertThat(analyze(context.getStartupFailure()).getAction()).contains(CURE);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             username="orders";                              | must have the options username and password
             username="orders" password="";                  | must have the options username and password
             username="orders" password="s" tokenauth="true"; | only the options username and password
             username="orders" password="s"                  | Kafka cannot read it
            """)
    void aLineThatIsNotJustANameAndAPasswordIsRefused(String options, String rule) {
        map(
                "security.protocol=SASL_PLAINTEXT",
                "properties.sasl.mechanism=SCRAM-SHA-512",
                "properties.sasl.jaas.config=" + SCRAM + " " + options);
        assertThat(violations).singleElement().satisfies(found -> {
            assertThat(found.setting()).isEqualTo("spring.kafka.properties.sasl.jaas.config");
            assertThat(found.rule()).startsWith(rule);
        });
    }

    @Test
    void securityOfOneKindOfClientThatIsThatOfAllIsNoDifference() {
        map("security.protocol=SSL", "producer.security.protocol=SSL", "consumer.properties.security.protocol=SSL");
        assertThat(violations).isEmpty();
        map("producer.security.protocol=SSL");
        assertThat(violations)
                .singleElement()
                .satisfies(found ->
                        assertThat(found.cure()).isEqualTo("move it to spring.kafka.security.protocol, or " + CURE));
    }

    private SecuritySettings map(String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (String property : properties) {
            int end = property.indexOf('=');
            environment.setProperty("spring.kafka." + property.substring(0, end), property.substring(end + 1));
        }
        return new SpringKafkaSecurity(environment, new BundleTls(null), violations).map();
    }

    private static String explained(KafkaSdk sdk, String key) {
        return sdk.producer(ProducerSettings.named("any", new StringSerializer(), new StringSerializer()))
                .explain()
                .property(key)
                .orElseThrow()
                .value();
    }
}
