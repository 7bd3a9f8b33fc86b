package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What the starter's analyzers tell of an application that did not start. */
final class StartFailure {

    private StartFailure() {}

    static FailureAnalysis analysis(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return SpringFactoriesLoader.forDefaultResourceLocation()
                // Boot's own analyzers want constructor arguments.
                .load(FailureAnalyzer.class, (factory, name, failure) -> {})
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("io.kafkasdk."))
                .map(analyzer -> analyzer.analyze(context.getStartupFailure()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no analyzer knows it", context.getStartupFailure()));
    }
}
