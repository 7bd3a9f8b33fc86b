package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtocolQuestionTest {

    private final ManualClock clock = new ManualClock();
    private @Nullable Map<String, Integer> features;
    private int asked;
    private final ProtocolQuestion question = new ProtocolQuestion(this::features, clock);

    private Map<String, Integer> features() {
        asked++;
        if (features == null) {
            throw new KafkaSdkException(new Diagnosis(ErrorKind.UNREACHABLE, "planted", "cut", "mend"), null);
        }
        return features;
    }

    @Test
    void aYesStays() {
        features = Map.of("group.version", 1);
        assertThat(question.ask()).isEqualTo(NewProtocol.OFFERED);
        clock.advance(Duration.ofHours(1));
        assertThat(question.ask()).isEqualTo(NewProtocol.OFFERED);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aNoAndASilenceAreAskedAgainAfterHalfAMinute() {
        assertThat(question.ask()).isEqualTo(NewProtocol.UNANSWERED);
        features = Map.of();
        assertThat(question.ask()).isEqualTo(NewProtocol.UNANSWERED);
        clock.advance(Duration.ofSeconds(30));
        assertThat(question.ask()).isEqualTo(NewProtocol.NOT_OFFERED);
        features = Map.of("group.version", 1);
        clock.advance(Duration.ofSeconds(29));
        assertThat(question.ask()).isEqualTo(NewProtocol.NOT_OFFERED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(question.ask()).isEqualTo(NewProtocol.OFFERED);
        assertThat(asked).isEqualTo(3);
    }
}
