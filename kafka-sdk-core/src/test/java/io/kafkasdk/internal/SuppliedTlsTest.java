package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.Test;

class SuppliedTlsTest {

    @Test
    void everyEngineChecksTheHostNameWhateverKafkaIsTold() throws Exception {
        SSLContext context = context();
        for (String told : new String[] {"https", "", "LDAPS"}) {
            SSLEngine engine = configured(given(context), Map.of()).createClientSslEngine("broker", 9093, told);
            assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .as("told '%s'", told)
                    .isEqualTo("HTTPS");
            assertThat(engine.getUseClientMode()).isTrue();
            assertThat(engine.getPeerHost()).isEqualTo("broker");
        }
    }

    @Test
    void aConnectionGetsTheContextOfItsTime() throws Exception {
        Deque<SSLContext> contexts = new ArrayDeque<>(List.of(context(), context()));
        List<SSLContext> made = List.copyOf(contexts);
        SuppliedTls tls = configured(new TlsContext("test", contexts::removeFirst, List.of(), List.of()), Map.of());
        SSLEngine first = tls.createClientSslEngine("broker", 9093, "https");
        SSLEngine second = tls.createClientSslEngine("broker", 9093, "https");
        assertThat(contexts).as("one for each connection of %s", made).isEmpty();
        assertThat(first).isNotSameAs(second);
    }

    @Test
    void protocolsAndCiphersOfTheContextWinOverKafkas() throws Exception {
        TlsContext strict =
                new TlsContext("test", always(context()), List.of("TLSv1.3"), List.of("TLS_AES_256_GCM_SHA384"));
        SSLEngine engine = configured(strict, Map.of()).createClientSslEngine("broker", 9093, "https");
        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(engine.getEnabledCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
    }

    @Test
    void withoutItsOwnTheKafkaKeysDecide() throws Exception {
        SSLEngine byDefault = configured(given(context()), Map.of()).createClientSslEngine("broker", 9093, "https");
        assertThat(byDefault.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        SSLEngine changed = configured(given(context()), Map.of(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, "TLSv1.2"))
                .createClientSslEngine("broker", 9093, "https");
        assertThat(changed.getEnabledProtocols()).containsExactly("TLSv1.2");
    }

    @Test
    void doesNotStartWithoutAContext() {
        assertThatNullPointerException()
                .isThrownBy(() -> new SuppliedTls().configure(Map.of()))
                .withMessage("kafka.sdk.ssl.context");
    }

    /** As Kafka does it: what the client's definition knows is parsed, the rest handed on as it is. */
    private static SuppliedTls configured(TlsContext context, Map<String, Object> more) {
        ConfigDef ofTls = new ConfigDef();
        SslConfigs.addClientSslSupport(ofTls);
        Map<String, Object> config = new HashMap<>(ofTls.parse(more));
        config.put(SuppliedTls.CONTEXT, context);
        SuppliedTls tls = new SuppliedTls();
        tls.configure(config);
        return tls;
    }

    private static TlsContext given(SSLContext context) {
        return new TlsContext("test", always(context), List.of(), List.of());
    }

    private static Supplier<SSLContext> always(SSLContext context) {
        return () -> context;
    }

    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, new SecureRandom());
        return context;
    }
}
