package io.kafkasdk.spring.boot.handler;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ResolvableType;

/** What a native image must keep of a handler method: the method itself, and what its key and value are read into. */
final class HandlesRecordsHints implements ReflectiveProcessor {

    private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

    HandlesRecordsHints() {}

    @Override
    public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
        if (element instanceof Method method) {
            hints.registerMethod(method, ExecutableMode.INVOKE);
            // What is wrong with the method is told when the application starts.
            HandlerShape shape = new ShapeReader(method, method.getDeclaringClass(), new ArrayList<>()).read();
            register(hints, shape.key());
            register(hints, shape.value());
        }
    }

    private void register(ReflectionHints hints, RecordPart part) {
        ResolvableType type = part.type();
        if (type != null && part.format() == null) {
            binding.registerReflectionHints(hints, type.getType());
        }
    }
}
