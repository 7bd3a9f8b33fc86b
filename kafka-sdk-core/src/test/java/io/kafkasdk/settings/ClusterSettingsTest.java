package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:", ":9092", "localhost:0", "localhost:65536", "http://kafka:9092", ""})
    void anAddressThatIsNotHostAndPortIsRefused(String server) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> ClusterSettings.of(server))
                .withMessageContaining("bootstrapServers = '" + server + "'")
                .withMessageContaining("must be host:port");
    }

    @Test
    void userInfoInAnAddressIsNeverRepeated() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> ClusterSettings.of("admin:canary-9c1e@kafka:9092"))
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("canary-9c1e"));
    }

    @Test
    void whatWouldReachProducersThroughTheClusterIsRefusedToo() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> ClusterSettings.of("a:1").kafkaProperty("retries", "1"))
                .withMessageContaining("make them give up early");
    }

    @Test
    void severalServersMayStandInOneString() {
        assertThat(ClusterSettings.of("a:1, b:2", "[::1]:3").bootstrapServers())
                .containsExactly("a:1", "b:2", "[::1]:3");
    }

    @Test
    void secretsNeverPrint() {
        var sasl = new SecuritySettings.Sasl(
                SecuritySettings.Mechanism.SCRAM_SHA_512, "app", Secret.of("canary-11aa"), null);
        ClusterSettings cluster = ClusterSettings.of("a:1").security(sasl);
        assertThat(cluster.toString()).contains("app").doesNotContain("canary-11aa");
        assertThat(sasl.password().reveal()).isEqualTo("canary-11aa");
    }

    @Test
    void secretsAreEqualByValue() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
    }

    @Test
    void whatWouldBeIgnoredBesideAContextOfTheApplicationIsRefused() {
        var context = new SecuritySettings.TlsContext("the vault", () -> null, List.of(), List.of());
        var sasl = new SecuritySettings.Sasl(SecuritySettings.Mechanism.PLAIN, "app", Secret.of("a"), context);
        ClusterSettings cluster = ClusterSettings.of("a:1").kafkaProperty("ssl.protocol", "TLSv1.2");
        for (SecuritySettings security : List.of(context, sasl)) {
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> cluster.security(security))
                    .withMessageContaining("ssl.protocol = 'TLSv1.2': would be ignored: TLS comes from the vault");
        }
        assertThat(cluster.security(new SecuritySettings.Tls(null, null)).security())
                .isInstanceOf(SecuritySettings.Tls.class);
    }

    @Test
    void aContextOfTheApplicationPrintsItsNameOnly() {
        var context = new SecuritySettings.TlsContext("the vault", () -> null, List.of("TLSv1.3"), List.of());
        assertThat(ClusterSettings.of("a:1").security(context).toString()).contains("security=TlsContext[the vault]");
    }
}
