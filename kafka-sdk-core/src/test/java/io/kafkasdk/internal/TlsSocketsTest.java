package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThatIOException;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsSocketsTest {

    @Test
    void aTlsContextThatTheApplicationCannotSupplyIsAFailureToConnect() throws Exception {
        IllegalStateException gone = new IllegalStateException("the vault is closed");
        TlsContext broken = new TlsContext(
                "the vault",
                () -> {
                    throw gone;
                },
                List.of(),
                List.of());
        TlsSockets sockets = new TlsSockets(ClusterSettings.of("localhost:1").security(broken));
        try (Socket unconnected = new Socket()) {
            assertThatIOException()
                    .isThrownBy(() -> sockets.over(unconnected, InetSocketAddress.createUnresolved("localhost", 1)))
                    .withCause(gone);
        }
    }
}
