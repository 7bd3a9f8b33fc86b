package io.kafkasdk.spring.boot;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What somebody reads whose application does not start: by all analyzers that are registered, as Boot does it. */
final class FailureTexts {

    private FailureTexts() {}

    static FailureAnalysis analyze(Throwable failure) {
        return analyze(KafkaSdkFailureAnalyzer.class, failure);
    }

    static FailureAnalysis analyze(Class<? extends FailureAnalyzer> kind, Throwable failure) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, problem) -> {});
        return analyzers.stream()
                .filter(kind::isInstance)
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
