package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

@ExtendWith(OutputCaptureExtension.class)
class ConsumerLifecycleTest {

    private static final KafkaSdkException REFUSED = new KafkaSdkException(
            new Diagnosis(ErrorKind.MISCONFIGURED, "Consumer group 'a' could not be started", "planted", "pull it out"),
            null);

    private static final KafkaSdkException UNRESOLVED = new KafkaSdkException(
            new Diagnosis(
                    ErrorKind.UNREACHABLE, "The Kafka client could not be created", "no host resolves", "check DNS"),
            null);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(KafkaSdkAutoConfiguration.class, KafkaSdkHandlerAutoConfiguration.class))
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
                .run(context -> await().untilAsserted(() -> assertThat(diary).containsExactly("web start", "a start")));
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
        FakeConsumer first = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> meet(bothClosing));
        FakeConsumer second = new FakeConsumer("b", new CopyOnWriteArrayList<>(), () -> meet(bothClosing));
        application
                .withBean("first", FakeConsumer.class, () -> first)
                .withBean("second", FakeConsumer.class, () -> second)
                .run(context -> awaitStart(first, second));
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
                .run(context -> awaitStart(broken, sound));
        assertThat(sound.diary()).containsExactly("b start", "b close PT7S");
    }

    @Test
    void keepsConsumersRunningInAContextThatIsOnlyPaused() {
        FakeConsumer consumer = new FakeConsumer("a");
        application.withBean(FakeConsumer.class, () -> consumer).run(context -> {
            awaitStart(consumer);
            context.getSourceApplicationContext().pause();
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        });
    }

    @Test
    void doesNotKeepTheApplicationWaitingForAStart() {
        CountDownLatch applicationIsUp = new CountDownLatch(1);
        List<String> diary = new CopyOnWriteArrayList<>();
        FakeConsumer slow = new FakeConsumer("a", diary, () -> diary.add(outcome(applicationIsUp)), () -> {});
        application.withBean(FakeConsumer.class, () -> slow).run(context -> {
            applicationIsUp.countDown();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(diary).containsExactly("a start", "the application was faster"));
        });
    }

    @Test
    void tellsTheDiagnosisOfAStartThatFails(CapturedOutput output) {
        FakeConsumer refused = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> fail(REFUSED), () -> {});
        application.withBean(FakeConsumer.class, () -> refused).run(context -> {
            assertThat(context).hasNotFailed();
            await().untilAsserted(() -> assertThat(output)
                    .contains("ERROR")
                    .contains("Consumer group 'a' could not be started. Cause: planted. Cure: pull it out."));
        });
    }

    @Test
    void keepsTheJvmAliveWhileAConsumerRuns() {
        FakeConsumer consumer = new FakeConsumer("a");
        application.withBean(FakeConsumer.class, () -> consumer).run(context -> {
            awaitStart(consumer);
            assertThat(threads(KeepAlive.THREAD)).hasSize(1);
        });
        await().untilAsserted(() -> assertThat(threads(KeepAlive.THREAD)).isEmpty());
    }

    @Test
    void aShutdownEndsTheWaitForNamesThatDoNotResolve() {
        List<String> diary = new CopyOnWriteArrayList<>();
        FakeConsumer lost = new FakeConsumer("lost", diary, () -> fail(UNRESOLVED), () -> {});
        application.withBean(FakeConsumer.class, () -> lost).run(context -> {
            // The second attempt: the next one would be in two seconds.
            await().until(() -> diary.size() == 2);
            assertThat(threads("kafka-sdk-start-test.lost")).hasSize(1);
            assertThat(threads(KeepAlive.THREAD)).hasSize(1);
        });
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(threads("kafka-sdk-start-test.lost")).isEmpty());
        assertThat(diary).containsExactly("lost start", "lost start", "lost close PT7S");
    }

    @Test
    void drainsConsumersThatTheApplicationMadeInCodeWithTheOthers() {
        List<String> diary = new CopyOnWriteArrayList<>();
        List<Supplier<ConsumerState>> made = new CopyOnWriteArrayList<>();
        application
                .withBean(
                        WebServerPhase.class,
                        () -> new WebServerPhase(diary, () -> made.forEach(state -> diary.add("" + state.get()))))
                .run(context -> {
                    KafkaSdk sdk = context.getBean(KafkaSdk.class);
                    made.add(sdk.consumer(
                            ConsumerSettings.group("own", new StringDeserializer(), new StringDeserializer())
                                    .topics("orders"),
                            record -> {})::state);
                    made.add(sdk.sharedConsumer(
                            ShareSettings.group("own", new StringDeserializer(), new StringDeserializer())
                                    .topics("orders"),
                            record -> {})::state);
                });
        assertThat(diary).containsExactly("web start", "CLOSED", "CLOSED", "web stop");
    }

    @Test
    void withFailFastNamesThatDoNotResolveEndTheApplicationToo() {
        FakeConsumer lost = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> fail(UNRESOLVED), () -> {});
        application
                .withPropertyValues("kafka-sdk.fail-fast=true")
                .withInitializer(ConsumerLifecycleTest::withoutCheckOfTheCluster)
                .withBean(FakeConsumer.class, () -> lost)
                .run(context -> assertThat(context).hasFailed());
        assertThat(lost.diary()).startsWith("a start").doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(threads(KeepAlive.THREAD)).isEmpty());
    }

    @Test
    void withFailFastAStartThatFailsEndsTheApplication() {
        FakeConsumer refused = new FakeConsumer("a", new CopyOnWriteArrayList<>(), () -> fail(REFUSED), () -> {});
        application
                .withPropertyValues("kafka-sdk.fail-fast=true")
                .withInitializer(ConsumerLifecycleTest::withoutCheckOfTheCluster)
                .withBean(FakeConsumer.class, () -> refused)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = StartFailure.analysis(context);
                    assertThat(analysis.getDescription())
                            .isEqualTo("Consumer group 'a' could not be started.\n\nCause: planted");
                    assertThat(analysis.getAction()).isEqualTo("pull it out");
                });
    }

    /** It would end the start before any consumer's: there is no cluster here. */
    private static void withoutCheckOfTheCluster(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(
                beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("kafkaSdkConnectionCheck"));
    }

    @Test
    void closesInTimeForSpringsOwnTimeoutAndSaysSo(CapturedOutput output) {
        FakeConsumer consumer = new FakeConsumer("a");
        application
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=5s")
                .withBean(FakeConsumer.class, () -> consumer)
                .run(context -> awaitStart(consumer));
        assertThat(consumer.diary()).containsExactly("a start", "a close PT4S");
        assertThat(output)
                .contains("kafka-sdk.shutdown-timeout is PT7S, but Spring waits only PT5S for a phase of the shutdown")
                .contains("Set spring.lifecycle.timeout-per-shutdown-phase to more than a second above it");
    }

    @Test
    void saysNothingWhereSpringWaitsLongEnough(CapturedOutput output) {
        application.run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("shutdown-timeout");
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static void awaitStart(FakeConsumer... consumers) {
        await().until(
                        () -> Stream.of(consumers).map(FakeConsumer::diary).toList(),
                        diaries -> diaries.stream().noneMatch(List::isEmpty));
    }

    private static String outcome(CountDownLatch applicationIsUp) {
        try {
            return applicationIsUp.await(10, TimeUnit.SECONDS)
                    ? "the application was faster"
                    : "the application waited";
        } catch (InterruptedException e) {
            throw new IllegalStateException("was interrupted", e);
        }
    }

    private static void fail(KafkaSdkException failure) {
        throw failure;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("was closed alone", alone);
        }
    }

    /** Stands where Boot's graceful shutdown of the web server does. */
    private static final class WebServerPhase implements SmartLifecycle {

        private final List<String> diary;
        private final Runnable onStop;
        private boolean running;

        WebServerPhase(List<String> diary) {
            this(diary, () -> {});
        }

        WebServerPhase(List<String> diary, Runnable onStop) {
            this.diary = diary;
            this.onStop = onStop;
        }

        @Override
        public void start() {
            running = true;
            diary.add("web start");
        }

        @Override
        public void stop() {
            running = false;
            onStop.run();
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
