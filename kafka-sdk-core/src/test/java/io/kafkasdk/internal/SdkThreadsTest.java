package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class SdkThreadsTest {

    @Test
    void platformThreadsAreDaemonsAndNumbered() {
        ThreadFactory factory = SdkThreads.factory("worker", "app.g");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("kafka-sdk-worker-app.g");
        Thread second = factory.newThread(() -> {});
        assertThat(second.getName()).isEqualTo("kafka-sdk-worker-app.g-2");
        assertThat(second.isDaemon()).isTrue();
    }
}
