package io.kafkasdk.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiagnosisTest {

    @Test
    void theTextIsThreeSentencesEachEndedOnce() {
        var diagnosis = new Diagnosis(ErrorKind.MISCONFIGURED, "Something failed", "a reason.", "did you mean b?");
        assertThat(diagnosis.text()).isEqualTo("Something failed. Cause: a reason. Cure: did you mean b?");
    }

    @Test
    void theMessageOfTheExceptionIsTheText() {
        var diagnosis = new Diagnosis(ErrorKind.CLOSED, "what", "cause", "cure");
        assertThat(new KafkaSdkException(diagnosis, null)).hasMessage(diagnosis.text());
    }
}
