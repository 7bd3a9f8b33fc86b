package io.kafkasdk;

import static io.kafkasdk.SecuredSides.PASSWORD;
import static io.kafkasdk.SecuredSides.alice;
import static io.kafkasdk.SecuredSides.at;
import static io.kafkasdk.SecuredSides.atPlainPort;
import static io.kafkasdk.SecuredSides.certified;
import static io.kafkasdk.SecuredSides.trusting;
import static io.kafkasdk.SecuredSides.trustingStrangers;
import static io.kafkasdk.error.ErrorKind.UNAUTHENTICATED;
import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static io.kafkasdk.test.SecureListener.SASL_PLAINTEXT;
import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static io.kafkasdk.test.SecureListener.TLS;
import static io.kafkasdk.test.SecureListener.TLS_EXPIRED;
import static io.kafkasdk.test.SecureListener.TLS_WRONG_HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Plaintext;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Security that does not fit the listener, each mistake on its own: what the send and the start-up check say about it. */
@KafkaClusterTest(
        brokers = 1,
        users = "alice=" + PASSWORD,
        properties = {
            "listener.name.sasl_plaintext.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512",
            "listener.name.tls.ssl.client.auth=required"
        })
class SecuredListenerIT {

    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    /** The look that explains the failure. */
    private static final Duration EXPLANATION = Duration.ofSeconds(1);

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(8);

    /** A mistake, and what must be said about it. */
    record Mistake(
            String name, Function<KafkaCluster, ClusterSettings> settings, ErrorKind kind, List<String> fragments) {

        Mistake says(String... expected) {
            return new Mistake(name, settings, kind, List.of(expected));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> wrongProtocols() {
        ErrorKind kind = ErrorKind.MISCONFIGURED;
        String setting = "ClusterSettings.security(";
        return Stream.of(
                mistake(
                                "plaintext client, SASL_PLAINTEXT port",
                                c -> at(c, SASL_PLAINTEXT, new Plaintext()),
                                UNAUTHENTICATED)
                        .says("demands SASL, but this client speaks PLAINTEXT", "SecuritySettings.Sasl", "port"),
                mistake("TLS client, plaintext port", c -> atPlainPort(c, trusting(c)), kind)
                        .says("without TLS, but this client speaks SSL", "port of the SSL listener"),
                mistake("TLS client, SASL_PLAINTEXT port", c -> at(c, SASL_PLAINTEXT, trusting(c)), kind)
                        .says("without TLS, but this client speaks SSL", "port of the SSL listener"),
                mistake("TLS client, SASL_SSL port", c -> at(c, SASL_SSL, trusting(c)), UNAUTHENTICATED)
                        .says("demands SASL, but this client speaks SSL", "SecuritySettings.Sasl", "port"),
                mistake("SASL_PLAINTEXT client, plaintext port", c -> atPlainPort(c, scram(null)), UNAUTHENTICATED)
                        .says("takes no SASL login", "SCRAM-SHA-512", "bootstrapServers", setting),
                mistake("SASL_SSL client, plaintext port", c -> atPlainPort(c, alice(c)), kind)
                        .says("without TLS, but this client speaks SASL_SSL", "port of the SASL_SSL listener"),
                mistake("SASL_SSL client, SASL_PLAINTEXT port", c -> at(c, SASL_PLAINTEXT, alice(c)), kind)
                        .says("without TLS, but this client speaks SASL_SSL", "port of the SASL_SSL listener"),
                mistake("SASL_SSL client, TLS port", c -> at(c, TLS, scram(certified(c))), UNAUTHENTICATED)
                        .says("takes no SASL login", "SCRAM-SHA-512", "bootstrapServers", setting));
    }

    /**
     * Kafka's client takes the first bytes of a TLS alert for a size, and 352 MB of memory for it (KAFKA-4090). While the
     * JVM clears them no other thread gets to run, up to two seconds on a busy machine: no bound of ours holds then.
     */
    static Stream<Mistake> noTlsAtATlsPort() {
        ErrorKind kind = ErrorKind.MISCONFIGURED;
        String setting = "ClusterSettings.security(";
        return Stream.of(
                mistake("plaintext client, TLS port", c -> at(c, TLS, new Plaintext()), kind)
                        .says("is a TLS listener, but this client speaks PLAINTEXT", setting, "port"),
                mistake("plaintext client, SASL_SSL port", c -> at(c, SASL_SSL, new Plaintext()), kind)
                        .says("is a TLS listener, but this client speaks PLAINTEXT", setting, "port"),
                mistake("SASL_PLAINTEXT client, TLS port", c -> at(c, TLS, scram(null)), kind)
                        .says("is a TLS listener, but this client speaks SASL_PLAINTEXT", "Sasl with its tls part"),
                mistake("SASL_PLAINTEXT client, SASL_SSL port", c -> at(c, SASL_SSL, scram(null)), kind)
                        .says("is a TLS listener, but this client speaks SASL_PLAINTEXT", "Sasl with its tls part"));
    }

    static Stream<Mistake> wrongIdentities() {
        String setting = "ClusterSettings.security(";
        return Stream.of(
                mistake(
                                "wrong mechanism",
                                c -> at(c, SASL_PLAINTEXT, alice(Mechanism.PLAIN, PASSWORD, null)),
                                UNAUTHENTICATED)
                        .says("PLAIN", "enabled mechanisms are", "SCRAM-SHA-512", setting),
                mistake(
                                "wrong password, SCRAM",
                                c -> at(c, SASL_PLAINTEXT, wrong(Mechanism.SCRAM_SHA_512, null)),
                                UNAUTHENTICATED)
                        .says("user 'alice'", "password", "username", setting),
                mistake(
                                "wrong password, PLAIN in TLS",
                                c -> at(c, SASL_SSL, wrong(Mechanism.PLAIN, trusting(c))),
                                UNAUTHENTICATED)
                        .says("user 'alice'", "password", "username", setting),
                mistake("untrusted certificate", c -> at(c, TLS, trustingStrangers(c)), UNAUTHENTICATED)
                        .says("signed by no authority", "foreign", "trustStore", setting),
                mistake(
                                "untrusted certificate, no trust store",
                                c -> at(c, SASL_SSL, scram(new Tls(null, null))),
                                UNAUTHENTICATED)
                        .says("signed by no authority", "no trustStore is set", "trustStore", setting),
                mistake("certificate of another host", c -> at(c, TLS_WRONG_HOST, trusting(c)), UNAUTHENTICATED)
                        .says("another host", "localhost", "bootstrapServers", "stays on"),
                mistake("expired certificate", c -> at(c, TLS_EXPIRED, trusting(c)), UNAUTHENTICATED)
                        .says("expired", "NotAfter", "renew"),
                mistake("no client certificate", c -> at(c, TLS, trusting(c)), UNAUTHENTICATED)
                        .says("no client certificate is set", "keyStore", setting));
    }

    @ParameterizedTest
    @MethodSource("wrongProtocols")
    void aProtocolThatDoesNotFitThePortIsNamedWithTheSettingToChange(Mistake mistake, KafkaCluster cluster) {
        check(mistake, cluster);
    }

    @ParameterizedTest
    @MethodSource("noTlsAtATlsPort")
    void aTlsPortThatIsSpokenToWithoutTlsIsNamedWithTheSettingThoughKafkaStallsTheJvm(
            Mistake mistake, KafkaCluster cluster) {
        try (KafkaSdk sdk = sdk(mistake, cluster)) {
            GuardedProducer<String, String> producer =
                    sdk.producer(settings("orders").maxBlock(MAX_BLOCK));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertSays(
                            mistake,
                            "send",
                            failureOf(producer.send("orders", "key", "value"), Duration.ofSeconds(30))));
            assertSays(
                    mistake, "verifyConnection", catchThrowableOfType(KafkaSdkException.class, sdk::verifyConnection));
        }
    }

    @ParameterizedTest
    @MethodSource("wrongIdentities")
    void anIdentityThatIsRefusedIsNamedWithTheSettingToChange(Mistake mistake, KafkaCluster cluster) {
        check(mistake, cluster);
    }

    private static Mistake mistake(String name, Function<KafkaCluster, ClusterSettings> settings, ErrorKind kind) {
        return new Mistake(name, settings, kind, List.of());
    }

    private static Sasl scram(@Nullable Tls tls) {
        return alice(Mechanism.SCRAM_SHA_512, PASSWORD, tls);
    }

    private static Sasl wrong(Mechanism mechanism, @Nullable Tls tls) {
        return alice(mechanism, "wrong-word", tls);
    }

    private static void check(Mistake mistake, KafkaCluster cluster) {
        try (KafkaSdk sdk = sdk(mistake, cluster)) {
            assertSays(mistake, "send", sendFails(mistake, sdk));
            assertSays(mistake, "verifyConnection", checkFails(mistake, sdk));
        }
    }

    private static KafkaSdk sdk(Mistake mistake, KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(mistake.settings().apply(cluster))
                .application("it")
                .build();
    }

    private static SendFailedException sendFails(Mistake mistake, KafkaSdk sdk) {
        GuardedProducer<String, String> producer =
                sdk.producer(settings("orders").maxBlock(MAX_BLOCK));
        long start = System.nanoTime();
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        Duration held = since(start);
        SendFailedException failure = failureOf(send, Duration.ofSeconds(30));
        Duration ended = since(start);
        System.out.println(mistake + " | times of send: caller held " + held.toMillis() + " ms, ended after "
                + ended.toMillis() + " ms");
        assertThat(held).isLessThan(MAX_BLOCK.plus(BusyMachine.ALLOWANCE));
        assertThat(ended).isLessThan(MAX_BLOCK.plus(EXPLANATION).plus(BusyMachine.ALLOWANCE));
        return failure;
    }

    private static KafkaSdkException checkFails(Mistake mistake, KafkaSdk sdk) {
        long start = System.nanoTime();
        KafkaSdkException failure = catchThrowableOfType(KafkaSdkException.class, sdk::verifyConnection);
        Duration ended = since(start);
        System.out.println(mistake + " | time of verifyConnection: " + ended.toMillis() + " ms");
        assertThat(ended).isLessThan(LONGEST_CHECK.plus(BusyMachine.ALLOWANCE));
        return failure;
    }

    private static void assertSays(Mistake mistake, String action, KafkaSdkException failure) {
        assertThat(failure).as(action).isNotNull();
        System.out.println(mistake + " | " + action + ": " + failure.kind() + ": " + failure.getMessage());
        assertThat(failure.kind()).isEqualTo(mistake.kind());
        assertThat(failure.getMessage()).contains(mistake.fragments());
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
