package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.resilience.Breaker;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.SecuritySettings;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The parts of a producer, made of Kafka's mock. */
final class ProducerParts {

    private ProducerParts() {}

    /** Returns a mock as the SDK uses Kafka's producer: its history holds the application's records. */
    static MockProducer<Object, Object> mock(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, BytesInTransit.KEY, BytesInTransit.VALUE);
    }

    /** Returns a Kafka config of nothing but defaults. */
    static ExplainedConfig config() {
        return ExplainedConfig.of(ProducerConfig.configDef());
    }

    static SendContext context(String clientId, AcksGuard guard, SendListener listener) {
        return context(clientId, guard, listener, InFlightLimits.DEFAULT);
    }

    /** Returns a context whose sends are followed. */
    static SendContext traced(String clientId, AcksGuard guard, SendTracing tracing) {
        SendContext context = context(clientId, guard, new SendListener() {});
        return new SendContext(
                clientId,
                guard,
                context.listener(),
                context.desk(),
                context.gate(),
                tracing,
                context.ackClock(),
                context.tap());
    }

    static SendContext context(String clientId, AcksGuard guard, SendListener listener, InFlightLimits limits) {
        QuietListener quiet = new QuietListener(listener);
        BreakerNews news = new BreakerNews(clientId, quiet);
        Breaker breaker = new Breaker(clientId, news, System::nanoTime);
        AccessCures access = new AccessCures(new SecuritySettings.Plaintext());
        ThrottleWatch throttle = new ThrottleWatch(clientId, access, Map.of());
        SendGate gate = new SendGate(
                throttle, breaker, news, new SendGate.Limits(new InFlightBudget(limits), null), System::nanoTime);
        FailureDesk desk = new FailureDesk(new FailureSources(guard, access, throttle), clientId);
        return new SendContext(
                clientId,
                guard,
                quiet,
                desk,
                gate,
                SendTracing.NONE,
                new AckClock(true, System::nanoTime),
                new PayloadTap());
    }
}
