package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.error.KafkaSdkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void anOldJvmIsNamedAsTheCause() {
        assertThatExceptionOfType(KafkaSdkException.class)
                .isThrownBy(() -> VirtualThreads.factory("worker", "app.g"))
                .withMessageContaining("Java 21");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void makesNamedVirtualThreads() {
        Thread thread = VirtualThreads.factory("worker", "app.g").newThread(() -> {});
        assertThat(thread.getName()).startsWith("kafka-sdk-worker-app.g-");
        assertThat(thread.isDaemon()).isTrue();
    }
}
