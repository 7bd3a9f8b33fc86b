package io.kafkasdk.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How clients reach the cluster and prove who they are. Nothing in here prints a secret. The check of the broker's host
 * name is always on.
 */
public sealed interface SecuritySettings {

    /** Without encryption and without identity: for loopback and trusted test networks only. */
    record Plaintext() implements SecuritySettings {}

    /**
     * Encrypted; with a key store the client also proves its identity by certificate (mutual TLS).
     *
     * @param trustStore the certificates to trust, or null for those of the JDK
     * @param keyStore the client's certificate and key, or null for none
     */
    record Tls(@Nullable Store trustStore, @Nullable Store keyStore) implements Encrypted {}

    /** With encryption: by files, or by a context of the application. */
    sealed interface Encrypted extends SecuritySettings {}

    /**
     * Encrypted with certificates that the application holds itself, such as an SSL bundle of Spring Boot.
     *
     * <pre>{@code
     * new SecuritySettings.TlsContext("the vault's certificates", () -> vault.sslContext(), List.of(), List.of())
     * }</pre>
     *
     * <p><b>Threads:</b> the context is asked for by the I/O threads of all clients, once for each new connection; it must be
     * quick. What it returns after certificates were renewed is used by new connections; open ones stay as they are.
     *
     * <p><b>Guarantee:</b> the broker's host name is checked against its certificate, whatever the context trusts, unless its
     * trust manager ignores the engine that it is given.
     *
     * @param name what texts call it; is printed and logged
     * @param context gives the context for a new connection, never null
     * @param protocols TLS versions to allow, such as {@code TLSv1.3}; empty: Kafka key {@code ssl.enabled.protocols}, by
     *     default TLSv1.2 and TLSv1.3
     * @param ciphers cipher suites to allow; empty: Kafka key {@code ssl.cipher.suites}, by default those of the JDK
     */
    record TlsContext(String name, Supplier<SSLContext> context, List<String> protocols, List<String> ciphers)
            implements Encrypted {

        /** Checks that nothing is missing, and copies the lists. */
        public TlsContext {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(context, "context");
            protocols = List.copyOf(protocols);
            ciphers = List.copyOf(ciphers);
        }

        /** Prints no context: a class of the application could print anything. */
        @Override
        public String toString() {
            return "TlsContext[" + name + "]";
        }
    }

    /**
     * User name and password, by SASL.
     *
     * @param mechanism how the password is proved
     * @param username the user's name
     * @param password the user's password
     * @param tls the encryption around it, or null for none (SASL_PLAINTEXT: for trusted test networks only)
     */
    record Sasl(
            Mechanism mechanism,
            String username,
            Secret password,
            @Nullable Encrypted tls) implements SecuritySettings {

        /** Checks that nothing is missing. */
        public Sasl {
            Objects.requireNonNull(mechanism, "mechanism");
            Objects.requireNonNull(password, "password");
            if (username.isBlank()) {
                Violations violations = new Violations("security");
                violations.add("username", "''", "must not be empty", "name the user, or use Plaintext or Tls");
                violations.throwIfAny();
            }
        }
    }

    /** The SASL mechanisms that take a user name and a password. */
    enum Mechanism {
        /** The password travels as it is: use it inside TLS only. */
        PLAIN("PLAIN"),
        /** Salted challenge and response with SHA-256. */
        SCRAM_SHA_256("SCRAM-SHA-256"),
        /** Salted challenge and response with SHA-512. */
        SCRAM_SHA_512("SCRAM-SHA-512");

        private final String kafkaName;

        Mechanism(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        /** Returns the name that Kafka's {@code sasl.mechanism} takes. */
        public String kafkaName() {
            return kafkaName;
        }
    }

    /**
     * A file with certificates, or with a certificate and its key.
     *
     * @param location the file
     * @param format how it is written
     * @param password what opens it, or null where none is needed (PEM without an encrypted key)
     */
    record Store(Path location, Format format, @Nullable Secret password) {

        /** Checks that nothing is missing. */
        public Store {
            Objects.requireNonNull(location, "location");
            Objects.requireNonNull(format, "format");
        }
    }

    /** The formats of a {@link Store}, by their Kafka names. */
    enum Format {
        /** Text with base-64 blocks. */
        PEM,
        /** The standard binary container. */
        PKCS12,
        /** Java's older container. */
        JKS
    }
}
