package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class SdkThreadsTest {

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void anOldJvmHasNoVirtualThreads() {
        assertThat(SdkThreads.virtualFactory("worker", "app.g")).isEmpty();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreNamedAndRun() throws InterruptedException {
        ThreadFactory factory = SdkThreads.virtualFactory("worker", "app.g").orElseThrow();
        List<String> ran = new CopyOnWriteArrayList<>();
        Thread first = factory.newThread(() -> ran.add(Thread.currentThread().toString()));
        assertThat(first.getName()).isEqualTo("kafka-sdk-worker-app.g-1");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("kafka-sdk-worker-app.g-2");
        first.start();
        first.join();
        assertThat(ran).singleElement().asString().startsWith("VirtualThread");
    }

    @Test
    void platformThreadsAreDaemonsAndNumbered() {
        ThreadFactory factory = SdkThreads.factory("worker", "app.g");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("kafka-sdk-worker-app.g");
        Thread second = factory.newThread(() -> {});
        assertThat(second.getName()).isEqualTo("kafka-sdk-worker-app.g-2");
        assertThat(second.isDaemon()).isTrue();
    }
}
