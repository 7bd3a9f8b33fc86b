package io.kafkasdk.samples.orders;

import io.kafkasdk.test.KafkaCluster;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application with a Kafka cluster of its own: three brokers on this machine, gone when it ends. */
final class OrdersWithLocalCluster {

    private OrdersWithLocalCluster() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(OrdersApplication.class);
        application.addInitializers(OrdersWithLocalCluster::startCluster);
        application.run(args);
    }

    private static void startCluster(ConfigurableApplicationContext context) {
        KafkaCluster cluster = KafkaCluster.builder().brokers(3).start();
        OrdersTopics.create(cluster);
        TestPropertyValues.of("kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers())
                .applyTo(context);
    }
}
