package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SslBundleTest {

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders", "kafka-sdk.bootstrap-servers=localhost:1");
    private final ApplicationContextRunner application = bare.withPropertyValues(
            "spring.ssl.bundle.pem.kafka.options.enabled-protocols=TLSv1.3",
            "spring.ssl.bundle.pem.web.options.enabled-protocols=TLSv1.2");

    @Test
    void aClusterTakesItsCertificatesFromABundle() {
        application
                .withPropertyValues(
                        "kafka-sdk.security.protocol=ssl",
                        "kafka-sdk.security.bundle=kafka",
                        "kafka-sdk.clusters.eu.bootstrap-servers=localhost:2",
                        "kafka-sdk.clusters.eu.security.protocol=sasl-ssl",
                        "kafka-sdk.clusters.eu.security.bundle=web",
                        "kafka-sdk.clusters.eu.security.sasl.username=orders",
                        "kafka-sdk.clusters.eu.security.sasl.password=very-secret")
                .run(context -> {
                    assertThat(explained(context.getBean(KafkaSdk.class), "security.protocol"))
                            .isEqualTo("SSL");
                    assertThat(explained(context.getBean(KafkaSdk.class), "kafka.sdk.ssl.context"))
                            .isEqualTo("the application's SSL context (SSL bundle 'kafka')");
                    KafkaSdk eu = context.getBean("euKafkaSdk", KafkaSdk.class);
                    assertThat(explained(eu, "security.protocol")).isEqualTo("SASL_SSL");
                    assertThat(explained(eu, "kafka.sdk.ssl.context")).contains("SSL bundle 'web'");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ssl, kakfa, 'kafka-sdk.security.bundle = ''kakfa'': there is no such SSL bundle; there are [kafka, web]'",
        "plaintext, kafka, 'kafka-sdk.security.protocol = plaintext: would ignore kafka-sdk.security.bundle'",
        "sasl-plaintext, kafka, 'protocol = sasl-plaintext: would ignore kafka-sdk.security.bundle'"
    })
    void aBundleThatCannotBeUsedIsToldByItsProperty(String protocol, String bundle, String text) {
        application
                .withPropertyValues("kafka-sdk.security.protocol=" + protocol, "kafka-sdk.security.bundle=" + bundle)
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains(text));
    }

    @Test
    void aBundleBesideFilesIsRefused() {
        application
                .withPropertyValues(
                        "kafka-sdk.security.protocol=ssl",
                        "kafka-sdk.security.bundle=kafka",
                        "kafka-sdk.security.tls.trust-store.location=/ca.pem")
                .run(context -> {
                    assertThat(analyze(context.getStartupFailure()).getDescription())
                            .contains("kafka-sdk.security.bundle = 'kafka': stands beside kafka-sdk.security.tls");
                    assertThat(analyze(context.getStartupFailure()).getAction())
                            .contains("remove kafka-sdk.security.bundle or kafka-sdk.security.tls");
                });
    }

    @Test
    void withoutAnyBundleTheTextSaysWhereToDefineOne() {
        bare.withPropertyValues("kafka-sdk.security.protocol=ssl", "kafka-sdk.security.bundle=kafka")
                .run(context -> {
                    assertThat(analyze(context.getStartupFailure()).getDescription())
                            .contains("kafka-sdk.security.bundle = 'kafka': there is no SSL bundle");
                    assertThat(analyze(context.getStartupFailure()).getAction()).contains("spring.ssl.bundle.pem");
                });
    }

    @Test
    void whatCannotBeLoadedIsToldWithoutItsContent(@TempDir Path directory) throws Exception {
        Path broken = directory.resolve("ca.pem");
        Files.writeString(broken, "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n");
        for (String certificate : List.of("file:" + broken, "file:/no/such/ca.pem", "canary that is no path")) {
            application
                    .withPropertyValues(
                            "spring.ssl.bundle.pem.kafka.truststore.certificate=" + certificate,
                            "kafka-sdk.security.protocol=ssl",
                            "kafka-sdk.security.bundle=kafka")
                    .run(context -> assertThat(
                                    analyze(context.getStartupFailure()).getDescription())
                            .contains("kafka-sdk.security.bundle = 'kafka': its certificates cannot be loaded")
                            .doesNotContain("canary"));
        }
    }

    @Test
    void aBundleThatIsReloadedIsUsedByNewConnections() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("kafka", bundle("TLSv1.3"));
        TlsContext tls = new BundleTls(bundles).named("kafka");
        SSLContext before = tls.context().get();
        assertThat(tls.context().get()).as("shared until then").isSameAs(before);
        assertThat(tls.protocols()).containsExactly("TLSv1.3");
        bundles.updateBundle("kafka", bundle("TLSv1.3"));
        assertThat(tls.context().get()).isNotSameAs(before);
    }

    @Test
    void aReloadThatFailsLeavesTheFormerCertificatesInUse() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("kafka", bundle());
        TlsContext tls = new BundleTls(bundles).named("kafka");
        SSLContext before = tls.context().get();
        SslBundle broken = SslBundle.of(
                SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.NONE, "no such protocol", bundle().getManagers());
        try {
            bundles.updateBundle("kafka", broken);
        } catch (RuntimeException told) {
            assertThat(told).hasMessageContaining("no such protocol");
        }
        assertThat(tls.context().get()).isSameAs(before);
    }

    private static SslBundle bundle(String... protocols) {
        SslOptions options = SslOptions.of(null, protocols.length == 0 ? null : protocols);
        return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, options);
    }

    private static String explained(KafkaSdk sdk, String key) {
        return sdk.producer(ProducerSettings.named("any", new StringSerializer(), new StringSerializer()))
                .explain()
                .property(key)
                .orElseThrow()
                .value();
    }
}
