package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns what is not known into null, because JSON has no NaN. */
final class Figures {

    private Figures() {}

    static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? orNull(value.getAsDouble()) : null;
    }

    static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    static @Nullable Diagnosis orNull(Optional<KafkaSdkException> failure) {
        return failure.map(KafkaSdkException::diagnosis).orElse(null);
    }
}
