package io.kafkasdk.internal;

import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's clients TLS by a context of the application (KIP-519). Kafka makes one for each client by its class name, so
 * it is public, has no arguments, and finds the context in the config.
 *
 * <p><b>Threads:</b> the I/O thread of a client makes an engine for each connection.
 *
 * <p><b>Guarantee:</b> every engine compares the broker's host name with its certificate.
 */
public final class SuppliedTls implements SslEngineFactory {

    /** The key of the {@link TlsContext} in a Kafka config; Kafka hands keys that it does not know to this class. */
    static final String CONTEXT = "kafka.sdk.ssl.context";

    private static final String CHECK_OF_HOST_NAMES = "HTTPS";

    private @Nullable TlsContext context;
    private List<String> protocols = List.of();
    private List<String> ciphers = List.of();

    /** Makes one without a context; Kafka calls {@link #configure} next. */
    public SuppliedTls() {}

    @Override
    public void configure(Map<String, ?> configs) {
        TlsContext found = (TlsContext) Objects.requireNonNull(configs.get(CONTEXT), CONTEXT);
        context = found;
        protocols = found.protocols().isEmpty()
                ? texts(configs.get(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG))
                : found.protocols();
        ciphers = found.ciphers().isEmpty() ? texts(configs.get(SslConfigs.SSL_CIPHER_SUITES_CONFIG)) : found.ciphers();
    }

    /** Ignores what Kafka thinks of the check: it is always on. */
    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        TlsContext given = Objects.requireNonNull(context, "configure() first");
        SSLEngine engine = given.context().get().createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        engine.setSSLParameters(strict(engine.getSSLParameters()));
        return engine;
    }

    /** Returns the parameters with the check of host names, and what else is configured. */
    SSLParameters strict(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm(CHECK_OF_HOST_NAMES);
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        return parameters;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("The SDK has no TLS servers");
    }

    /** Never: the context is asked for anew with each connection. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // The context is the application's.
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of();
    }
}
