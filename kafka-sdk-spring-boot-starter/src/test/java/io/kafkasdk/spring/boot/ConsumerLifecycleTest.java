package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ConsumerState;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

class ConsumerLifecycleTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=orders",
                    "kafka-sdk.bootstrap-servers=localhost:1",
                    "kafka-sdk.shutdown-timeout=7s");

    @Test
    void startsAfterTheWebServerAndDrainsBeforeIt() {
        List<String> diary = new CopyOnWriteArrayList<>();
        application
                .withBean(WebServerPhase.class, () -> new WebServerPhase(diary))
                .withBean(FakeConsumer.class, () -> new FakeConsumer("a", diary, () -> {}))
                .run(context -> assertThat(diary).containsExactly("web start", "a start"));
        assertThat(diary).containsExactly("web start", "a start", "a close PT7S", "web stop");
    }

    @Test
    void startsNothingThatTheApplicationStartedItself() {
        FakeConsumer started = new FakeConsumer("a");
        started.start();
        application.withBean(FakeConsumer.class, () -> started).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(started.diary()).containsExactly("a start");
        });
    }

    @Test
    void withoutAutoStartTheApplicationStartsAndTheShutdownStillDrains() {
        FakeConsumer consumer = new FakeConsumer("a");
        application
                .withPropertyValues("kafka-sdk.auto-start=false")
                .withBean(FakeConsumer.class, () -> consumer)
                .run(context -> {
                    assertThat(consumer.state()).isEqualTo(ConsumerState.CREATED);
                    consumer.start();
                });
        assertThat(consumer.diary()).containsExactly("a start", "a close PT7S");
    }

    @Test
    void drainsAllConsumersAtTheSameTime() {
        CyclicBarrier bothClosing = new CyclicBarrier(2);
        FakeConsumer first = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> await(bothClosing));
        FakeConsumer second = new FakeConsumer("b", new CopyOnWriteArrayList<>(), () -> await(bothClosing));
        application
                .withBean("first", FakeConsumer.class, () -> first)
                .withBean("second", FakeConsumer.class, () -> second)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(first.diary()).containsExactly("a start", "a close PT7S");
        assertThat(second.diary()).containsExactly("b start", "b close PT7S");
    }

    @Test
    void aConsumerThatCannotCloseDoesNotKeepTheOthersFromIt() {
        FakeConsumer broken = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> {
            throw new IllegalStateException("planted");
        });
        FakeConsumer sound = new FakeConsumer("b");
        application
                .withBean("broken", FakeConsumer.class, () -> broken)
                .withBean("sound", FakeConsumer.class, () -> sound)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(sound.diary()).containsExactly("b start", "b close PT7S");
    }

    @Test
    void keepsConsumersRunningInAContextThatIsOnlyPaused() {
        FakeConsumer consumer = new FakeConsumer("a");
        application.withBean(FakeConsumer.class, () -> consumer).run(context -> {
            context.getSourceApplicationContext().pause();
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("was closed alone", alone);
        }
    }

    /** Stands where Boot's graceful shutdown of the web server does. */
    private static final class WebServerPhase implements SmartLifecycle {

        private final List<String> diary;
        private boolean running;

        WebServerPhase(List<String> diary) {
            this.diary = diary;
        }

        @Override
        public void start() {
            running = true;
            diary.add("web start");
        }

        @Override
        public void stop() {
            running = false;
            diary.add("web stop");
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1024;
        }
    }
}
