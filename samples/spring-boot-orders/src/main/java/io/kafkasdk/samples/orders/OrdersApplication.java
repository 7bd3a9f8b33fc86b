package io.kafkasdk.samples.orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application's entry. */
@SpringBootApplication(proxyBeanMethods = false)
public final class OrdersApplication {

    private OrdersApplication() {}

    /** Starts the application; settings come from application.yaml, the environment and the command line. */
    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }
}
