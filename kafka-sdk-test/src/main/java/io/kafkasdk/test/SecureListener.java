package io.kafkasdk.test;

import java.util.Locale;

/** A listener that each broker of a secured cluster has besides its plain one; see {@link ClusterSecurity}. */
public enum SecureListener {
    /**
     * TLS. A client without a certificate is {@code User:ANONYMOUS} and may do everything; one with a key store of
     * {@link ClusterSecurity#keyStore} is that user.
     */
    TLS("SSL"),
    /** SASL without encryption: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
    SASL_PLAINTEXT("SASL_PLAINTEXT"),
    /** SASL over TLS: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
    SASL_SSL("SASL_SSL"),
    /** TLS with a certificate for another host: a client that checks host names must refuse it. */
    TLS_WRONG_HOST("SSL"),
    /** TLS with a certificate that expired weeks ago: every client must refuse it. */
    TLS_EXPIRED("SSL");

    private final String securityProtocol;

    SecureListener(String securityProtocol) {
        this.securityProtocol = securityProtocol;
    }

    /** What its clients set as {@code security.protocol}. */
    public String securityProtocol() {
        return securityProtocol;
    }

    /** The prefix of broker properties that are for this listener only. */
    String prefix() {
        return "listener.name." + name().toLowerCase(Locale.ROOT) + ".";
    }
}
