package io.kafkasdk.samples.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.trial.HandlerTrial;
import io.kafkasdk.test.trial.HandlerTrialTest;
import io.kafkasdk.test.trial.TrialFault;
import io.kafkasdk.test.trial.TrialMember;
import java.math.BigDecimal;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's own handler while brokers die and poison comes: no order is lost, handled out of order or at the same
 * time as another of its id. Without Spring: what is around the handler is the SDK with the settings of the application.
 */
class OrdersHandlerTrialIT {

    /** As in application.yaml, with shorter waits. */
    private static final Retries RETRIES =
            Retries.DEFAULT.attempts(4).delays(Duration.ofMillis(20), Duration.ofMillis(100));

    private final JsonMapper json = new JsonMapper();
    private final OrderBook book = new OrderBook();
    private final OrderHandler handler = new OrderHandler(book);

    @HandlerTrialTest(
            faults = {TrialFault.BROKER_KILL, TrialFault.POISON},
            records = 2_000)
    void ordersAreHandledWhateverBreaks(HandlerTrial trial) {
        trial.values((number, key) -> json.writeValueAsBytes(new Order("order-" + number, "ada", BigDecimal.TEN)))
                .poison(number -> "not an order".getBytes(UTF_8))
                .run(this::start);
    }

    private AutoCloseable start(TrialMember member) {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(member.bootstrapServers()))
                .application("orders-" + member.name())
                .build();
        ConsumerSettings<String, Order> settings = ConsumerSettings.group(
                        member.group(), new StringDeserializer(), (topic, bytes) -> json.readValue(bytes, Order.class))
                .topics(member.topic())
                .concurrency(8)
                .failures(FailurePolicy.DEAD_LETTER
                        .topic(member.deadLetterTopic())
                        .retries(RETRIES)
                        .circuit(50));
        sdk.consumer(settings, record -> member.handle(record, () -> handler.handle(record)))
                .start();
        return sdk;
    }
}
