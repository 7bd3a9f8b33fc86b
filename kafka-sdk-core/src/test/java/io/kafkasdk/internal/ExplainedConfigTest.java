package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.KafkaOverrides;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ExplainedConfigTest {

    private static final String CANARY = "canary-7c1e";
    private static final ClientTuning BULK = new ClientTuning(
            "BULK", List.of(new TunedValue("linger.ms", "10", "fuller batches"), new TunedValue("acks", "1", "fast")));

    private final ExplainedConfig config = ExplainedConfig.of(ProducerConfig.configDef());

    @Test
    void whatAHandOverBroughtWinsOverAllOthersAndSaysWhatItReplaced() {
        config.tuning(BULK).user(new KafkaOverrides(Map.of("batch.size", "1000")));
        ExplainedConfig tuned = config.tuned(new ClientTuning(
                "the advisor",
                List.of(
                        new TunedValue("batch.size", "131072", "batches are full"),
                        new TunedValue("linger.ms", "20", "few records a batch"))));
        assertThat(tuned.explain().property("batch.size"))
                .contains(new ExplainedProperty(
                        "batch.size", "131072", Source.TUNED, "batches are full; replaces 1000 of the user"));
        assertThat(tuned.explain().property("linger.ms"))
                .contains(new ExplainedProperty(
                        "linger.ms", "20", Source.TUNED, "few records a batch; replaces 10 of BULK"));
        assertThat(tuned.toKafkaConfig()).containsEntry("batch.size", "131072").containsEntry("acks", "1");
        assertThat(explained("batch.size").value()).as("of the first one").isEqualTo("1000");
    }

    @Test
    void whatNobodyPutIsKafkasOwn() {
        assertThat(config.toKafkaConfig()).isEmpty();
        assertThat(explained("linger.ms")).isEqualTo(new ExplainedProperty("linger.ms", "5", Source.KAFKA_DEFAULT, ""));
        assertThat(explained("ssl.keystore.location").value()).isEqualTo("null");
    }

    @Test
    void whoComesLaterWinsAndNamesWhatItReplaced() {
        config.tuning(BULK).user(new KafkaOverrides(Map.of("linger.ms", "20"))).sdk("acks", "all", "safe");
        assertThat(explained("linger.ms"))
                .isEqualTo(new ExplainedProperty(
                        "linger.ms", "20", Source.USER, "kafkaProperty(...); replaces 10 of BULK"));
        assertThat(explained("acks"))
                .isEqualTo(new ExplainedProperty("acks", "all", Source.SDK, "safe; replaces 1 of BULK"));
        assertThat(config.toKafkaConfig()).isEqualTo(Map.of("linger.ms", "20", "acks", "all"));
    }

    @Test
    void aProfileNamesTheDefaultThatItReplaced() {
        config.tuning(BULK);
        assertThat(explained("linger.ms"))
                .isEqualTo(
                        new ExplainedProperty("linger.ms", "10", Source.PROFILE, "fuller batches; replaces Kafka's 5"));
    }

    @Test
    void whatHadNoValueIsNotReplaced() {
        config.sdk("client.id", "app.orders", "a name").sdk("transactional.id", "t", "");
        assertThat(explained("client.id").why()).isEqualTo("a name");
        assertThat(explained("transactional.id").why()).isEmpty();
    }

    @Test
    void sayingTheSameAgainReplacesNothing() {
        config.tuning(BULK).user(new KafkaOverrides(Map.of("linger.ms", " 10 ")));
        assertThat(explained("linger.ms"))
                .isEqualTo(new ExplainedProperty("linger.ms", "10", Source.USER, "kafkaProperty(...)"));
    }

    @Test
    void aPropertyForTheWholeClusterIsTheUsersAndTheAddressesAreTheClusters() {
        config.cluster(ClusterSettings.of("a:1")
                .kafkaProperty("client.dns.lookup", "resolve_canonical_bootstrap_servers_only"));
        assertThat(explained("client.dns.lookup").source()).isEqualTo(Source.USER);
        assertThat(explained("client.dns.lookup").why()).startsWith("ClusterSettings.kafkaProperty(...)");
        assertThat(explained("bootstrap.servers"))
                .isEqualTo(new ExplainedProperty(
                        "bootstrap.servers", "a:1", Source.CLUSTER, "the addresses of cluster 'default'"));
    }

    @Test
    void aPropertyThatThisClientDoesNotHaveIsSaidToBeIgnored() {
        config.cluster(ClusterSettings.of("a:1").kafkaProperty("bootstrap.controllers", "b:2"));
        assertThat(explained("bootstrap.controllers").why())
                .endsWith("this client does not know the key and ignores it");
    }

    @Test
    void listsEveryKeyOnceWithThoseLeftToKafkaLast() {
        config.tuning(BULK).sdk("client.id", "app.orders", "");
        List<ExplainedProperty> properties = config.explain().properties();
        assertThat(properties)
                .extracting(ExplainedProperty::key)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ProducerConfig.configNames());
        assertThat(properties).extracting(ExplainedProperty::source).isSorted();
        assertThat(properties.get(0).key()).isEqualTo("acks");
    }

    @Test
    void classesAreShownByNameAndAreNotLoaded() {
        config.sdk("key.serializer", "no.such.Thing", "").sdk("value.serializer", String.class, "");
        assertThat(explained("key.serializer").value()).isEqualTo("no.such.Thing");
        assertThat(explained("value.serializer").value()).isEqualTo("java.lang.String");
        assertThat(ExplainedConfig.of(ConsumerConfig.configDef())
                        .explain()
                        .property("partition.assignment.strategy")
                        .orElseThrow()
                        .value())
                .startsWith("org.apache.kafka.clients.consumer.RangeAssignor,");
    }

    @Test
    void aValueThatKafkaWillRefuseIsShownAsItIs() {
        config.user(new KafkaOverrides(Map.of("linger.ms", "soon")));
        assertThat(explained("linger.ms").value()).isEqualTo("soon");
    }

    @Test
    void theLongestReconnectBackoffFollowsTheShortestWhereOnlyThatIsSet() {
        config.user(new KafkaOverrides(Map.of("reconnect.backoff.ms", "70")));
        assertThat(explained("reconnect.backoff.max.ms").value()).isEqualTo("70");
    }

    @Test
    void noSecretIsInTheExplanation() {
        Store store = new Store(Path.of("client.p12"), Format.PKCS12, Secret.of(CANARY));
        ClusterSettings cluster = ClusterSettings.of("a:1")
                .security(new Sasl(Mechanism.PLAIN, "app", Secret.of(CANARY), new Tls(store, store)))
                .kafkaProperty("sasl.oauthbearer.client.credentials.client.secret", CANARY + 1)
                .kafkaProperty("sasl.oauthbearer.token.endpoint.url", "https://" + CANARY + "@host");
        KafkaOverrides again =
                new KafkaOverrides(Map.of("sasl.oauthbearer.client.credentials.client.secret", CANARY + 2));
        config.cluster(cluster).user(again).sdk("some.password", CANARY, "").sdk("odd.object", Secret.of(CANARY), "");
        assertThat(config.toKafkaConfig())
                .containsEntry("sasl.oauthbearer.client.credentials.client.secret", CANARY + 2);
        ConfigExplanation explanation = config.explain();
        assertThat(explanation.text())
                .contains("[hidden]", "client.p12", "SASL_SSL")
                .doesNotContain(CANARY);
        assertThat(explanation.toString()).doesNotContain(CANARY);
        assertThat(config.toString()).doesNotContain(CANARY);
        for (String key : List.of(
                "sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret",
                "sasl.oauthbearer.token.endpoint.url",
                "some.password")) {
            assertThat(explained(key).value()).as(key).isEqualTo("[hidden]");
        }
    }

    private ExplainedProperty explained(String key) {
        return config.explain().property(key).orElseThrow();
    }

    @Test
    void aContextOfTheApplicationIsNamedAndNotPrinted() {
        config.cluster(ClusterSettings.of("a:1")
                .security(new TlsContext("SSL bundle 'kafka'", () -> null, List.of(), List.of())));
        assertThat(explained("kafka.sdk.ssl.context").value())
                .isEqualTo("the application's SSL context (SSL bundle 'kafka')");
        assertThat(explained("kafka.sdk.ssl.context").why()).isEqualTo("the security of cluster 'default'");
        assertThat(explained("ssl.engine.factory.class").value()).isEqualTo(SuppliedTls.class.getName());
    }
}
