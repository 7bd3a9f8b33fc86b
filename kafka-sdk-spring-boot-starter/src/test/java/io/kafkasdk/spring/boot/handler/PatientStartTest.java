package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PatientStartTest {

    private static final String TRIES_AGAIN =
            "Consumer of group 'a' does not start yet, and tries again until it does.";
    private static final String STARTED = "Consumer of group 'a' has started";

    private final List<Duration> waits = new ArrayList<>();
    private final List<String> diary = new CopyOnWriteArrayList<>();

    @Test
    void triesAgainLaterAndLaterUntilTheNamesResolve(CapturedOutput output) {
        new PatientStart(this::goesOn).run(unresolvedFor(7));

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(diary).hasSize(8);
        assertThat(output.toString().split(TRIES_AGAIN, -1)).as("told once").hasSize(2);
        assertThat(output).contains("no host resolves").contains(STARTED);
    }

    @Test
    void saysNothingWhereTheFirstStartWorks(CapturedOutput output) {
        new PatientStart(this::goesOn).run(unresolvedFor(0));

        assertThat(waits).isEmpty();
        assertThat(output).doesNotContain(STARTED).doesNotContain(TRIES_AGAIN);
    }

    @Test
    void endsWhenTheApplicationStops(CapturedOutput output) {
        new PatientStart(wait -> true).run(unresolvedFor(7));

        assertThat(diary).containsExactly("a start");
        assertThat(output).doesNotContain(STARTED);
    }

    @Test
    void doesNotTryAgainWhatDoesNotGetBetter() {
        FakeConsumer refused = new FakeConsumer("a", diary, () -> fail(ErrorKind.MISCONFIGURED), () -> {});

        assertThatThrownBy(() -> new PatientStart(this::goesOn).run(LifecycleMember.of(refused)))
                .isInstanceOf(KafkaSdkException.class);
        assertThat(waits).isEmpty();
    }

    private boolean goesOn(Duration wait) {
        waits.add(wait);
        return false;
    }

    private LifecycleMember unresolvedFor(int starts) {
        Runnable onStart = () -> {
            if (diary.size() <= starts) {
                fail(ErrorKind.UNREACHABLE);
            }
        };
        return LifecycleMember.of(new FakeConsumer("a", diary, onStart, () -> {}));
    }

    private static void fail(ErrorKind kind) {
        throw new KafkaSdkException(new Diagnosis(kind, "it did not start", "no host resolves", "check DNS"), null);
    }
}
