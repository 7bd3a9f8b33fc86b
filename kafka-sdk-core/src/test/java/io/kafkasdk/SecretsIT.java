package io.kafkasdk;

import static io.kafkasdk.SecuredSides.at;
import static io.kafkasdk.SecuredSides.store;
import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static io.kafkasdk.test.SecureListener.TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets planted in every place that takes one, and looked for in all that the SDK and the Kafka clients say. */
@KafkaClusterTest(brokers = 1, users = "alice=" + SecretsIT.PASSWORD)
class SecretsIT {

    /** With what has to be escaped in a JAAS line. */
    static final String PASSWORD = "canary-pass\\\"word=right;";

    private static final String WRONG_PASSWORD = "canary-pass\\\"word=wrong;";
    private static final String WRONG_STORE_PASSWORD = "canary-of-a-store";
    private static final String JAAS_PASSWORD = "canary-of-a-jaas-line";
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StringBuilder told = new StringBuilder();
    private TraceCapture logs;

    @BeforeEach
    void logEverything(KafkaCluster cluster) {
        logs = TraceCapture.of(Canaries.of(
                "alice",
                PASSWORD,
                WRONG_PASSWORD,
                WRONG_STORE_PASSWORD,
                JAAS_PASSWORD,
                cluster.security().storePassword()));
    }

    @AfterEach
    void logAsBefore() {
        logs.close();
    }

    @Test
    void noSecretIsSaidByAnApplicationThatWorks(KafkaCluster cluster) throws Exception {
        cluster.createTopic("orders", 1, 1);
        cluster.security().allow("alice", "orders", AclOperation.WRITE, AclOperation.READ);
        cluster.security().allowGroup("alice", "readers");
        ClusterSettings settings = at(cluster, SASL_SSL, login(cluster, Mechanism.SCRAM_SHA_512, PASSWORD));
        try (KafkaSdk sdk = sdk(settings)) {
            GuardedProducer<String, String> producer = sdk.producer(settings("orders"));
            producer.send("orders", "key", "value").get(30, TimeUnit.SECONDS);
            CountDownLatch handled = new CountDownLatch(1);
            ConsumerSettings<String, String> reads = ConsumerSettings.group(
                            "readers", new StringDeserializer(), new StringDeserializer())
                    .topics("orders");
            ManagedConsumer consumer = sdk.consumer(reads, record -> handled.countDown());
            consumer.start();
            assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
            tell(settings, reads, sdk, producer, consumer, sdk.verifyConnection(), sdk.verdicts());
            tell(
                    producer.explain().text(),
                    producer.explain(),
                    consumer.explain().text(),
                    consumer.explain());
            tellMeters();
        }
        assertNoSecretIsSaid();
    }

    @Test
    void noSecretIsSaidWhenTheLoginIsRefused(KafkaCluster cluster) {
        for (Mechanism mechanism : Mechanism.values()) {
            tellFailures(at(cluster, SASL_SSL, login(cluster, mechanism, WRONG_PASSWORD)));
        }
        assertNoSecretIsSaid();
    }

    @Test
    void noSecretIsSaidWhenTheProtocolIsWrong(KafkaCluster cluster) {
        Sasl login = login(cluster, Mechanism.PLAIN, PASSWORD);
        tellFailures(ClusterSettings.of(cluster.bootstrapServers()).security(login));
        tellFailures(at(cluster, TLS, login));
        tellFailures(at(cluster, SASL_SSL, new Sasl(Mechanism.PLAIN, "alice", Secret.of(PASSWORD), null)));
        assertNoSecretIsSaid();
    }

    @Test
    void noSecretIsSaidWhenAStoreDoesNotOpenOrSettingsAreRefused(KafkaCluster cluster) {
        Store closed = new Store(cluster.security().trustStore(), Format.PKCS12, Secret.of(WRONG_STORE_PASSWORD));
        tellFailures(at(cluster, TLS, new Tls(closed, null)));
        tellFailures(at(cluster, TLS, new Tls(store(cluster, cluster.security().trustStore()), closed)));
        String jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" password=\""
                + JAAS_PASSWORD + "\";";
        ClusterSettings plain = ClusterSettings.of(cluster.bootstrapServers());
        tell(refused(() -> plain.kafkaProperty("sasl.jaas.config", jaas)));
        tell(refused(() -> plain.kafkaProperty("ssl.keystore.password", WRONG_STORE_PASSWORD)));
        tell(refused(() -> settings("orders").kafkaProperty("sasl.jaas.config", jaas)));
        tell(refused(() -> ClusterSettings.of("alice:" + JAAS_PASSWORD + "@localhost:9092")));
        assertNoSecretIsSaid();
    }

    @Test
    void aSecretThatIsSaidWouldBeFound() {
        org.slf4j.LoggerFactory.getLogger("org.apache.kafka.planted").trace("a request: {}", PASSWORD);
        org.slf4j.LoggerFactory.getLogger("planted")
                .debug("failed", new IllegalStateException("x", new IllegalArgumentException(JAAS_PASSWORD)));
        assertThat(logs.found()).hasSize(2);
    }

    private static InvalidSettingsException refused(Runnable settings) {
        InvalidSettingsException failure = catchThrowableOfType(InvalidSettingsException.class, settings::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Tells how a send and the start-up check fail; which the settings must make sure of. */
    private void tellFailures(ClusterSettings settings) {
        try (KafkaSdk sdk = sdk(settings)) {
            tell(settings, sdk);
            Throwable check = catchThrowable(sdk::verifyConnection);
            assertThat(check).isInstanceOf(KafkaSdkException.class);
            tell(check);
            ProducerSettings<String, String> orders = settings("orders").maxBlock(MAX_BLOCK);
            Throwable opening = catchThrowable(() -> {
                GuardedProducer<String, String> producer = sdk.producer(orders);
                tell(producer.explain().text());
                tell(failureOf(producer.send("orders", "key", "value"), Duration.ofSeconds(30)));
            });
            tell(opening);
            tellMeters();
        }
    }

    private void tell(Object... things) {
        for (Object thing : things) {
            if (thing instanceof Throwable failure) {
                StringWriter text = new StringWriter();
                failure.printStackTrace(new PrintWriter(text));
                told.append(text).append('\n');
            }
            told.append(thing).append('\n');
        }
    }

    /** Of Micrometer, of JMX, where Kafka's clients are too, and the names of threads. */
    private void tellMeters() {
        registry.getMeters().forEach(meter -> tell(meter.getId()));
        ManagementFactory.getPlatformMBeanServer().queryNames(null, null).forEach(this::tell);
        Thread.getAllStackTraces().keySet().forEach(this::tell);
    }

    private void assertNoSecretIsSaid() {
        assertThat(logs.canaries().in(told.toString()))
                .as("in what was returned and thrown")
                .isEmpty();
        assertThat(logs.found()).as("in logs at TRACE").isEmpty();
        assertThat(logs.levelsOf("org.apache.kafka")).as("so much was logged").contains("TRACE", "DEBUG");
        System.out.println(
                "secrets | " + logs.count() + " log events, " + told.length() + " characters of other text: no canary");
    }

    private KafkaSdk sdk(ClusterSettings settings) {
        return KafkaSdk.builder()
                .cluster(settings)
                .application("it")
                .meterRegistry(registry)
                .build();
    }

    private static SecuritySettings.Sasl login(KafkaCluster cluster, Mechanism mechanism, String password) {
        Tls tls = new Tls(
                store(cluster, cluster.security().trustStore()),
                store(cluster, cluster.security().keyStore("carol")));
        return new Sasl(mechanism, "alice", Secret.of(password), tls);
    }
}
