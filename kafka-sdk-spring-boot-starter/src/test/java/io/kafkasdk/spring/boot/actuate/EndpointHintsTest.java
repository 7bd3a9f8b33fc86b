package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.TuningObservation;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningSavings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class EndpointHintsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                KafkaSdkView.class,
                ClusterView.class,
                ClusterView.Connection.class,
                ClusterView.GroupTopic.class,
                ClusterView.Producer.class,
                TuningView.class,
                TuningView.Codec.class,
                TuningObservation.class,
                TuningSavings.class,
                TuningStep.class,
                TuningAdvice.class,
                ConsumerView.class,
                ConsumerView.Topic.class,
                DeadLettersView.Entry.class,
                ReplayView.Report.class,
                ActionView.Member.class,
                RefusalView.class,
                ConfigExplanation.class,
                ExplainedProperty.class,
                Diagnosis.class
            })
    void aNativeImageCanWriteWhatIsAnswered(Class<?> type) throws NoSuchMethodException {
        RuntimeHints hints = new RuntimeHints();
        new EndpointHints().registerHints(hints, null);

        String component = type.getRecordComponents()[0].getName();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type, component))
                .accepts(hints);
    }
}
