package io.kafkasdk.samples.orders;

import io.kafkasdk.test.KafkaCluster;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/** Runs the application with a Kafka cluster of its own: three brokers on this machine, gone when it ends. */
final class OrdersWithLocalCluster {

    private OrdersWithLocalCluster() {}

    public static void main(String[] args) {
        KafkaCluster cluster = KafkaCluster.builder().brokers(3).start();
        cluster.createTopic(OrdersKafka.TOPIC, 6, 3, Map.of("min.insync.replicas", "2"));
        SpringApplication.from(OrdersApplication::main)
                .run("--kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers());
    }
}
