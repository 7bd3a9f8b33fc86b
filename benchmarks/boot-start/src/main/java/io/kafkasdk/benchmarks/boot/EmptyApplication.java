package io.kafkasdk.benchmarks.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Nothing of its own: what is on the class path counts. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
final class EmptyApplication {

    private EmptyApplication() {}

    public static void main(String[] args) {
        StartTime.print(EmptyApplication.class, args);
    }
}
