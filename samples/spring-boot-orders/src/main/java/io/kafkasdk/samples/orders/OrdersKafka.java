package io.kafkasdk.samples.orders;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this application does with Kafka: it writes to one topic and reads from it. */
@Configuration(proxyBeanMethods = false)
class OrdersKafka {

    static final String TOPIC = "orders";

    @Bean
    GuardedProducer<String, Order> orderProducer(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("orders", new StringSerializer(), OrderJson.serializer())
                .topics(TOPIC)
                // An HTTP request waits for it: see spring.mvc.async.request-timeout.
                .deliveryTimeout(Duration.ofSeconds(10)));
    }

    /** Starts after the web server, and drains before it stops: the starter sees to that. */
    @Bean
    ManagedConsumer orderConsumer(KafkaSdk sdk, OrderBook book) {
        return sdk.consumer(
                ConsumerSettings.group("order-totals", new StringDeserializer(), OrderJson.deserializer())
                        .topics(TOPIC),
                record -> book.enter(record.value()));
    }
}
