package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * Says which setting a refused login, a refused certificate or a missing right is about. Kafka's own text for most of them
 * is "SSL handshake failed"; the reason stands in the exceptions behind it, in the words of the JDK.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Guarantee:</b> names users and files, never a password.
 */
public final class AccessCures {

    private static final String SETTING = "ClusterSettings.security(...)";
    private static final int DEEPEST = 20;

    private final SecuritySettings security;

    /**
     * Takes the settings to name.
     *
     * @param security how the clients reach the cluster and prove who they are
     */
    public AccessCures(SecuritySettings security) {
        this.security = security;
    }

    /** Returns the user by which the brokers know us, or null where the settings do not say: there is no SASL. */
    public @Nullable String user() {
        return security instanceof Sasl sasl ? sasl.username() : null;
    }

    /** Returns our principal as {@code kafka-acls.sh} takes it; {@code User:<yours>} where the settings do not say. */
    public String principal() {
        String user = user();
        return "User:" + (user == null ? "<yours>" : user);
    }

    /**
     * Explains that a topic may not be written to.
     *
     * @param topic the topic
     * @param failure what the Kafka client ended with
     */
    public Diagnosis writeRefused(String topic, Throwable failure) {
        return new Diagnosis(
                ErrorKind.UNAUTHORIZED,
                "The broker refuses writes to topic '" + topic + "'",
                "this application's principal" + named() + " lacks the right Write or Describe on topic '" + topic
                        + "' (" + FailureText.of(failure) + ")",
                "ask the cluster's owner for: kafka-acls.sh --bootstrap-server $BOOTSTRAP --add --allow-principal "
                        + principal() + " --operation Write --operation Describe --topic " + topic
                        + "; or log in as a user who has the right, in " + SETTING);
    }

    /**
     * Explains that a right is missing.
     *
     * @param what what failed
     * @param right the ACL operation that it needs
     * @param subject what the right is on
     */
    Diagnosis rightMissing(String what, String right, String subject) {
        return new Diagnosis(
                ErrorKind.UNAUTHORIZED,
                what,
                "this application's principal" + named() + " lacks the right " + right + " on " + subject,
                "ask the cluster's owner for the ACL: operation " + right + " on " + subject + " for " + principal());
    }

    /**
     * Explains that the broker does not accept who we are, or we do not accept who it is.
     *
     * @param what what failed
     * @param failure what the Kafka client ended with, an authentication failure or one that has it behind it
     */
    public Diagnosis loginRefused(String what, Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable reason : chain) {
            if (reason instanceof UnsupportedSaslMechanismException) {
                return mechanismRefused(what, reason);
            }
            if (reason instanceof IllegalSaslStateException) {
                return saslNotExpected(what, reason);
            }
            if (reason instanceof SaslAuthenticationException) {
                return passwordRefused(what, reason);
            }
        }
        return handshakeFailed(what, chain);
    }

    private Diagnosis mechanismRefused(String what, Throwable reason) {
        return unauthenticated(
                what,
                "the listener does not take SASL mechanism " + mechanism() + " (" + FailureText.of(reason) + ")",
                "use one of the enabled mechanisms in the Sasl of " + SETTING
                        + ", or in bootstrapServers the port of a listener that takes this one");
    }

    private Diagnosis saslNotExpected(String what, Throwable reason) {
        return unauthenticated(
                what,
                "the listener takes no SASL login, but this client begins one with " + mechanism() + " ("
                        + FailureText.of(reason) + ")",
                "use the port of the SASL listener in bootstrapServers, or settings without Sasl in " + SETTING);
    }

    private Diagnosis passwordRefused(String what, Throwable reason) {
        String user = user();
        return unauthenticated(
                what,
                "the broker refuses the login" + (user == null ? "" : " of user '" + user + "' with " + mechanism())
                        + ": no such user, or another password (" + FailureText.of(reason) + ")",
                "correct username or password in the Sasl of " + SETTING
                        + "; the cluster's owner can tell whether the user exists for this mechanism");
    }

    private Diagnosis handshakeFailed(String what, List<Throwable> chain) {
        String said = FailureText.of(chain.get(chain.size() - 1));
        String lower = said.toLowerCase(Locale.ROOT);
        if (outOfDate(chain)) {
            return unauthenticated(
                    what,
                    "the broker's certificate has expired or is not valid yet (" + said + ")",
                    "have the cluster's owner renew the broker's certificate, and check the clock of this host; no"
                            + " setting accepts it");
        }
        if (lower.contains("no subject alternative") || lower.contains("no name matching")) {
            return unauthenticated(
                    what,
                    "the broker's certificate is for another host than the one that was connected to (" + said + ")",
                    "name the brokers in bootstrapServers as their certificates and advertised.listeners do, or have"
                            + " the cluster's owner add this host to the certificate's subject alternative names; the"
                            + " check of host names stays on");
        }
        if (lower.contains("certification path") || lower.contains("pkix") || lower.contains("trust anchor")) {
            return unauthenticated(
                    what,
                    "the broker's certificate is signed by no authority among " + trusted() + " (" + said + ")",
                    "put the authority of the cluster's certificates into " + trustPlace());
        }
        if (lower.contains("fatal alert")) {
            return unauthenticated(
                    what,
                    "the broker ended the TLS handshake (" + said + "); " + certificate(),
                    "put a certificate that the brokers trust into " + keyPlace() + "; for"
                            + " protocol_version or handshake_failure compare TLS versions and ciphers");
        }
        return unauthenticated(
                what,
                "broker and client do not accept each other: " + said,
                "check trustStore, keyStore and login in " + SETTING);
    }

    private static Diagnosis unauthenticated(String what, String cause, String cure) {
        return new Diagnosis(ErrorKind.UNAUTHENTICATED, what, cause, cure);
    }

    private static boolean outOfDate(List<Throwable> chain) {
        return chain.stream()
                .anyMatch(reason -> reason instanceof CertificateExpiredException
                        || reason instanceof CertificateNotYetValidException);
    }

    private String named() {
        return user() == null ? "" : " " + principal();
    }

    private String mechanism() {
        return security instanceof Sasl sasl ? sasl.mechanism().kafkaName() : "none";
    }

    private String trusted() {
        Encrypted encrypted = encrypted();
        if (encrypted instanceof TlsContext context) {
            return "those that " + context.name() + " trusts";
        }
        Store trustStore = encrypted instanceof Tls tls ? tls.trustStore() : null;
        return trustStore == null
                ? "the JDK's own certificates (no trustStore is set)"
                : "the certificates in " + trustStore.location();
    }

    private String certificate() {
        Encrypted encrypted = encrypted();
        if (encrypted instanceof TlsContext context) {
            return "it may demand a client certificate that " + context.name() + " does not have, or not trust it";
        }
        Store keyStore = encrypted instanceof Tls tls ? tls.keyStore() : null;
        return keyStore == null
                ? "no client certificate is set, and it may demand one"
                : "it may not trust the certificate in " + keyStore.location();
    }

    /** Returns where the certificates to trust belong. */
    private String trustPlace() {
        return encrypted() instanceof TlsContext context ? context.name() : "the trustStore of the Tls in " + SETTING;
    }

    /** Returns where the client's certificate belongs. */
    private String keyPlace() {
        return encrypted() instanceof TlsContext context ? context.name() : "the keyStore of the Tls in " + SETTING;
    }

    private @Nullable Encrypted encrypted() {
        if (security instanceof Sasl sasl) {
            return sasl.tls();
        }
        return security instanceof Encrypted encrypted ? encrypted : null;
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = failure; at != null && chain.size() < DEEPEST; at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }
}
