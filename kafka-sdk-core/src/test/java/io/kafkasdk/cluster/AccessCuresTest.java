package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

class AccessCuresTest {

    private static final Secret SECRET = Secret.of("secret-word");
    private static final Store STORE = new Store(Path.of("/etc/app/store.p12"), Format.PKCS12, SECRET);
    private static final SecuritySettings SASL = new Sasl(Mechanism.SCRAM_SHA_256, "alice", SECRET, null);

    @Test
    void aRefusedPasswordNamesUserAndMechanismAndNotThePassword() {
        Diagnosis found = of(SASL, new SaslAuthenticationException("Authentication failed"));
        assertThat(found.cause()).contains("user 'alice' with SCRAM-SHA-256", "another password");
        assertThat(found.cure()).contains("username or password", "ClusterSettings.security(...)");
        assertThat(found.text()).doesNotContain("secret-word");
    }

    @Test
    void theReasonIsFoundBehindTheWrappersOfFutures() {
        Diagnosis found = of(SASL, new ExecutionException(new SaslAuthenticationException("no")));
        assertThat(found.cause()).contains("user 'alice'");
    }

    @Test
    void aMechanismThatIsNotTakenIsToldFromAListenerWithoutSasl() {
        assertThat(of(SASL, new UnsupportedSaslMechanismException("enabled are [PLAIN]"))
                        .text())
                .contains("does not take SASL mechanism SCRAM-SHA-256", "enabled are [PLAIN]");
        assertThat(of(SASL, new IllegalSaslStateException("Unexpected")).text())
                .contains("takes no SASL login", "port of the SASL listener");
    }

    @Test
    void anUntrustedCertificateNamesTheTrustStoreInUse() {
        String pkix = "PKIX path building failed: unable to find valid certification path to requested target";
        assertThat(of(new Tls(STORE, null), handshake(new SSLHandshakeException(pkix)))
                        .text())
                .contains("the certificates in /etc/app/store.p12", "trustStore of the Tls")
                .doesNotContain("secret-word");
        assertThat(of(new Sasl(Mechanism.PLAIN, "alice", SECRET, new Tls(null, null)), handshake(new Exception(pkix)))
                        .text())
                .contains("no trustStore is set");
    }

    @Test
    void aWrongHostIsToldInEachOfTheWordsThatTheJdkHasForIt() {
        for (String said : new String[] {
            "No subject alternative DNS name matching b1 found.",
            "No subject alternative names matching IP address 10.0.0.1 found",
            "No subject alternative names present",
            "No name matching b1 found"
        }) {
            assertThat(of(new Tls(STORE, null), handshake(new SSLHandshakeException(said)))
                            .text())
                    .contains("for another host", "bootstrapServers", "stays on");
        }
    }

    @Test
    void aCertificateOutOfDateIsNotTakenForAnUntrustedOne() {
        Exception late = new Exception("PKIX path validation failed", new CertificateExpiredException("NotAfter: x"));
        Exception early =
                new Exception("PKIX path validation failed", new CertificateNotYetValidException("NotBefore"));
        assertThat(of(new Tls(STORE, null), handshake(late)).cause()).contains("expired", "NotAfter: x");
        assertThat(of(new Tls(STORE, null), handshake(early)).cure()).contains("clock");
    }

    @Test
    void anAlertOfTheBrokerNamesTheKeyStoreOrThatThereIsNone() {
        SSLHandshakeException alert = new SSLHandshakeException("Received fatal alert: bad_certificate");
        assertThat(of(new Tls(STORE, null), handshake(alert)).text())
                .contains("bad_certificate", "no client certificate is set", "keyStore of the Tls");
        assertThat(of(new Tls(STORE, STORE), handshake(alert)).text())
                .contains("may not trust the certificate in /etc/app/store.p12");
    }

    @Test
    void whatIsNotKnownIsPassedOn() {
        Diagnosis found = of(new Tls(STORE, null), new SslAuthenticationException("something new"));
        assertThat(found.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
        assertThat(found.text()).contains("something new", "ClusterSettings.security(...)");
    }

    @Test
    void aMissingRightNamesThePrincipalOnlyWhereTheSettingsSayWhoItIs() {
        TopicAuthorizationException refused = new TopicAuthorizationException(Set.of("orders"));
        assertThat(new AccessCures(SASL).writeRefused("orders", refused).cure())
                .contains("--allow-principal User:alice --operation Write");
        assertThat(new AccessCures(new Tls(STORE, STORE))
                        .writeRefused("orders", refused)
                        .cure())
                .contains("--allow-principal User:<yours>");
    }

    private static Diagnosis of(SecuritySettings security, Exception failure) {
        return new AccessCures(security).loginRefused("x", failure);
    }

    private static Exception handshake(Exception reason) {
        return new SslAuthenticationException("SSL handshake failed", reason);
    }

    @Test
    void aContextOfTheApplicationIsNamedAsThePlaceOfTheCure() {
        SecuritySettings context = new TlsContext("SSL bundle 'kafka'", () -> null, List.of(), List.of());
        assertThat(of(context, handshake(new SSLHandshakeException("PKIX path building failed")))
                        .text())
                .contains("no authority among those that SSL bundle 'kafka' trusts", "certificates into SSL bundle");
        assertThat(of(
                                new Sasl(Mechanism.PLAIN, "alice", SECRET, (TlsContext) context),
                                handshake(new SSLHandshakeException("Received fatal alert: bad_certificate")))
                        .text())
                .contains(
                        "a client certificate that SSL bundle 'kafka' does not have", "trust into SSL bundle 'kafka'");
    }
}
