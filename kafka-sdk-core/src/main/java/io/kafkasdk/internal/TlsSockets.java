package io.kafkasdk.internal;

import io.kafkasdk.settings.ClusterSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.KafkaException;
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
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(ofTls.parse(ClusterConfig.of(cluster)));
            SSLSocket socket = (SSLSocket) factory.sslContext()
                    .getSocketFactory()
                    .createSocket(connection, address.getHostString(), address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (KafkaException e) {
            throw new IOException("The TLS settings cannot be used", e);
        }
    }
}
