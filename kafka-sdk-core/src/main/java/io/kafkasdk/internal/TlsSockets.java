package io.kafkasdk.internal;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Speaks TLS as the Kafka clients of a cluster do: with their trust, their certificate and their check of host names.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
public final class TlsSockets {

    private final ClusterSettings cluster;

    /**
     * Makes it; reads no file yet.
     *
     * @param cluster whose trust and certificate to use
     */
    public TlsSockets(ClusterSettings cluster) {
        this.cluster = cluster;
    }

    /**
     * Shakes hands over a connection; closing the result closes the connection too. Blocks as long as the connection's
     * {@code SO_TIMEOUT} allows for each answer.
     *
     * @param connection a connection to a listener
     * @param address the address as configured: its host is compared with the certificate
     * @throws IOException when the handshake fails, an {@link javax.net.ssl.SSLException} when one side refuses the other,
     *     or a file cannot be used
     */
    public SSLSocket over(Socket connection, InetSocketAddress address) throws IOException {
        ConfigDef ofTls = new ConfigDef();
        SslConfigs.addClientSslSupport(ofTls);
        Map<String, Object> config = ClusterConfig.of(cluster);
        Map<String, Object> parsed = new HashMap<>(ofTls.parse(config));
        try {
            SSLSocket socket;
            if (config.get(SuppliedTls.CONTEXT) instanceof TlsContext given) {
                parsed.put(SuppliedTls.CONTEXT, given);
                socket = byContext(connection, address, given, parsed);
            } else {
                socket = byFiles(connection, address, parsed);
            }
            socket.startHandshake();
            return socket;
        } catch (RuntimeException e) {
            // Of Kafka, or of the application that supplies the TLS context.
            throw new IOException("The TLS settings cannot be used", e);
        }
    }

    private static SSLSocket byContext(
            Socket connection, InetSocketAddress address, TlsContext given, Map<String, Object> config)
            throws IOException {
        SuppliedTls tls = new SuppliedTls();
        tls.configure(config);
        SSLSocket socket = layered(given.context().get(), connection, address);
        socket.setSSLParameters(tls.strict(socket.getSSLParameters()));
        return socket;
    }

    private static SSLSocket byFiles(Socket connection, InetSocketAddress address, Map<String, Object> config)
            throws IOException {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(config);
            SSLSocket socket = layered(factory.sslContext(), connection, address);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        }
    }

    private static SSLSocket layered(SSLContext context, Socket connection, InetSocketAddress address)
            throws IOException {
        return (SSLSocket)
                context.getSocketFactory().createSocket(connection, address.getHostString(), address.getPort(), true);
    }
}
