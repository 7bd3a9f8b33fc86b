package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.ConfigExplanation;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Names the records that endpoint and health answer with, so that a native image can write them as JSON. */
final class EndpointHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        // Boot reads return types itself, and finds nothing behind a WebEndpointResponse of anything.
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        KafkaSdkView.class,
                        ConfigExplanation.class,
                        ActionView.class,
                        RefusalView.class,
                        Diagnosis.class);
    }
}
