package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the advisor's thread is not there. */
class TuningAdvisorTest {

    private static final String APPLICATION = "advisor-test";

    private final FakeTunable producer = new FakeTunable("shop.orders", new ManualClock());

    @Test
    void withModeOffNothingStarts() {
        producer.records = 1;
        try (TuningAdvisor advisor = advisor(TuningMode.OFF)) {
            advisor.look();
            assertThat(threads()).isEmpty();
            assertThat(advisor.reports()).isEmpty();
        }
    }

    @Test
    void whileNobodySendsNothingStarts() {
        try (TuningAdvisor advisor = advisor(TuningMode.AUTO)) {
            advisor.look();
            assertThat(threads()).isEmpty();
        }
    }

    @Test
    void onceItIsStoppedNothingStarts() {
        producer.records = 1;
        TuningAdvisor advisor = advisor(TuningMode.AUTO);
        advisor.stop();
        advisor.look();
        assertThat(threads()).isEmpty();
        advisor.close();
        advisor.close();
    }

    private TuningAdvisor advisor(TuningMode mode) {
        return new TuningAdvisor(
                APPLICATION,
                TuningOptions.DEFAULT.mode(mode),
                () -> List.of(producer),
                topic -> Optional.empty(),
                (clientId, step, changes) -> {});
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith(APPLICATION))
                .toList();
    }
}
