package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application without a web server lives as long as its consumers do. */
class KeepAliveIT {

    private static final String MAIN_IS_OVER = "main is over";

    @Test
    @Timeout(60)
    void anApplicationWithoutAWebServerStaysUntilItIsStopped() throws IOException, InterruptedException {
        Process process = child("true");
        try {
            assertThat(process.waitFor(5, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isFalse();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("ended by SIGTERM")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void anApplicationThatStartsNoConsumerEndsWithItsMainMethod() throws IOException, InterruptedException {
        Process process = child("false");
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns when its main method has. */
    private static Process child(String autoStart) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        "--spring.docker.compose.enabled=false",
                        "--spring.application.name=shop",
                        // The shutdown has nothing to wait for: an exit shows at once.
                        "--kafka-sdk.bootstrap-servers=no-such-host.invalid:9092",
                        "--kafka-sdk.auto-start=" + autoStart)
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.equals(MAIN_IS_OVER)) {
            seen.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as(seen.toString()).isEqualTo(MAIN_IS_OVER);
        return process;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        KafkaSdkAutoConfiguration.class,
        RecordFormatsAutoConfiguration.class,
        KafkaSdkHandlerAutoConfiguration.class
    })
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(Application.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run(arguments);
            System.out.println(MAIN_IS_OVER);
        }

        @Bean
        Handler handler() {
            return new Handler();
        }
    }

    static final class Handler {

        @HandlesRecords(value = "one", topics = "orders")
        void one(String value) {}
    }
}
