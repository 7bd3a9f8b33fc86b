package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.handler.HandlerShape.Kind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/** Reads from the parameters of a handler method what it takes, once, and says what cannot work. */
final class ShapeReader {

    private static final String TAKES = "take a ConsumerRecord<K, V>, the value, @RecordKey, @HeaderValue, Headers,"
            + " TopicPartition or Acknowledgement, or only a List<ConsumerRecord<K, V>> or List<V>";
    /** Their types and annotations look like ours, and would silently mean a value. */
    private static final List<String> FOREIGN = List.of(
            "org.springframework.kafka.",
            "org.springframework.messaging.",
            "org.apache.kafka.clients.",
            "org.apache.kafka.common.header.",
            "io.kafkasdk.consumer.",
            "kotlin.coroutines.");

    private final Method method;
    private final Class<?> target;
    private final List<Violation> violations;
    private final List<Argument> arguments = new ArrayList<>();
    private Kind kind = Kind.RECORD;
    private RecordPart key = RecordPart.UNUSED;
    private RecordPart value = RecordPart.UNUSED;
    private boolean hasValue;
    private boolean hasAcknowledgement;

    /**
     * Makes a reader.
     *
     * @param method the annotated method
     * @param target the class of the bean, which may say more of generic parameters than the method's own
     * @param violations takes what is wrong
     */
    ShapeReader(Method method, Class<?> target, List<Violation> violations) {
        this.method = method;
        this.target = target;
        this.violations = violations;
    }

    /** Returns the name of a method in texts. */
    static String textOf(Method method, Class<?> target) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return target.getSimpleName() + "." + method.getName() + "(" + parameters + ")";
    }

    /** Reads it; what comes back is of use only where no violation was added. */
    HandlerShape read() {
        checkMethod();
        for (int i = 0; i < method.getParameterCount(); i++) {
            Argument argument = parameter(i, ResolvableType.forMethodParameter(method, i, target));
            if (argument != null) {
                arguments.add(argument);
            }
        }
        checkReturn();
        boolean takesList = kind == Kind.RECORDS || kind == Kind.VALUES;
        if (takesList && method.getParameterCount() > 1) {
            refuse(
                    "its parameters",
                    "a method that takes a List gets nothing beside it",
                    "remove the other parameters; a List<ConsumerRecord<K, V>> holds keys and headers");
        }
        return new HandlerShape(kind, takesList ? List.of() : arguments, key, value);
    }

    private void checkMethod() {
        if (Modifier.isPrivate(method.getModifiers())) {
            refuse("private", "a proxy of the bean could not pass it on", "make it package-private or public");
        }
        if (method.getParameterCount() == 0) {
            refuse("no parameter", "a handler takes something of the record", TAKES);
        }
    }

    private void checkReturn() {
        Class<?> returned = method.getReturnType();
        boolean returnsStage = CompletionStage.class.isAssignableFrom(returned);
        if (returnsStage && kind != Kind.RECORD) {
            refuse(
                    "returns " + returned.getSimpleName(),
                    kind == Kind.ACKNOWLEDGED
                            ? "the Acknowledgement says already when the record is finished"
                            : "records of a List are finished when the method returns",
                    "return void");
        } else if (returnsStage) {
            kind = Kind.STAGE;
        } else if (returned != void.class && !returned.getName().equals("kotlin.Unit")) {
            refuse(
                    "returns " + returned.getSimpleName(),
                    "nobody receives what a handler returns",
                    "return void, or a CompletionStage that completes when the record is finished");
        } else if (kind != Kind.ACKNOWLEDGED && isAsync()) {
            refuse(
                    "@Async",
                    "it returns before the work is done, and the record would count as finished",
                    "remove @Async, or return a CompletableFuture");
        }
    }

    private boolean isAsync() {
        return AnnotatedElementUtils.hasAnnotation(method, Async.class)
                || AnnotatedElementUtils.hasAnnotation(target, Async.class);
    }

    private @Nullable Argument parameter(int index, ResolvableType type) {
        HeaderValue header = null;
        boolean isKey = false;
        for (Annotation annotation : method.getParameterAnnotations()[index]) {
            if (annotation instanceof HeaderValue named) {
                header = named;
            } else if (annotation instanceof RecordKey) {
                isKey = true;
            } else if (isForeign(annotation.annotationType().getName())) {
                return refuse(index, "@" + annotation.annotationType().getSimpleName() + " means nothing here", TAKES);
            }
        }
        if (header != null && isKey) {
            return refuse(index, "is key and header at once", "keep @RecordKey or @HeaderValue");
        }
        if (header != null) {
            return header(index, header.value(), type);
        }
        return isKey ? key(index, type) : unannotated(index, type);
    }

    private @Nullable Argument header(int index, String name, ResolvableType type) {
        if (name.isBlank()) {
            return refuse(index, "@HeaderValue names no header", "name it, as in @HeaderValue(\"channel\")");
        }
        Argument argument = HeaderArgument.of(name, type);
        return argument != null
                ? argument
                : refuse(
                        index,
                        "a header is bytes or text",
                        "take byte[], String, or an Optional or List of one of them");
    }

    private @Nullable Argument key(int index, ResolvableType type) {
        if (!canBeRead(index, type, "a record without a key")) {
            return null;
        }
        key = merged(index, "key", key, RecordPart.of(type));
        return (record, acknowledgement) -> record.key();
    }

    private @Nullable Argument unannotated(int index, ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == ConsumerRecord.class) {
            records(index, type);
            return (record, acknowledgement) -> record;
        }
        if (raw == Headers.class) {
            return (record, acknowledgement) -> record.headers();
        }
        if (raw == TopicPartition.class) {
            return (record, acknowledgement) -> new TopicPartition(record.topic(), record.partition());
        }
        if (raw == Acknowledgement.class) {
            return acknowledgement(index);
        }
        return raw == List.class ? list(index, type.getGeneric(0)) : value(index, type);
    }

    private @Nullable Argument acknowledgement(int index) {
        if (hasAcknowledgement) {
            return refuse(index, "is a second Acknowledgement", "remove it");
        }
        hasAcknowledgement = true;
        kind = kind == Kind.RECORD ? Kind.ACKNOWLEDGED : kind;
        return (record, acknowledgement) -> acknowledgement;
    }

    private @Nullable Argument list(int index, ResolvableType element) {
        Class<?> raw = element.resolve();
        if (raw == null || raw == Object.class) {
            return refuse(index, "does not say of what the List is", "write List<ConsumerRecord<K, V>> or List<V>");
        }
        if (raw == ConsumerRecord.class) {
            kind = Kind.RECORDS;
            records(index, element);
        } else if (canBeRead(index, element, "a tombstone")) {
            kind = Kind.VALUES;
            value = merged(index, "value", value, RecordPart.of(element));
        }
        return (record, acknowledgement) -> null;
    }

    private @Nullable Argument value(int index, ResolvableType type) {
        if (!canBeRead(index, type, "the value of a tombstone")) {
            return null;
        }
        if (hasValue) {
            return refuse(index, "is a second value, and a record has one", "annotate it, or remove it: " + TAKES);
        }
        hasValue = true;
        value = merged(index, "value", value, RecordPart.of(type));
        return (record, acknowledgement) -> record.value();
    }

    private void records(int index, ResolvableType type) {
        ResolvableType[] generics = type.as(ConsumerRecord.class).getGenerics();
        boolean raw = generics.length == 0;
        key = merged(index, "key", key, raw ? RecordPart.OPEN : RecordPart.of(generics[0]));
        value = merged(index, "value", value, raw ? RecordPart.OPEN : RecordPart.of(generics[1]));
    }

    private boolean canBeRead(int index, ResolvableType type, String nullCase) {
        Class<?> raw = type.toClass();
        if (raw.isPrimitive()) {
            refuse(index, "cannot be null, and " + nullCase + " is", "take the boxed type");
        } else if (raw == Optional.class) {
            refuse(index, "a key or value is no Optional", "take its type itself; it may be null");
        } else if (isForeign(raw.getName())) {
            refuse(index, "is nothing that a handler gets", TAKES);
        } else {
            return true;
        }
        return false;
    }

    private RecordPart merged(int index, String part, RecordPart known, RecordPart wanted) {
        ResolvableType first = known.type();
        ResolvableType second = wanted.type();
        if (first != null && second != null && !first.toString().equals(second.toString())) {
            refuse(index, "reads the " + part + " as " + second + ", another one as " + first, "use one type for both");
        }
        return first != null ? known : wanted;
    }

    private static boolean isForeign(String name) {
        return FOREIGN.stream().anyMatch(name::startsWith);
    }

    private @Nullable Argument refuse(int index, String rule, String cure) {
        String type = method.getParameterTypes()[index].getSimpleName();
        refuse("parameter " + (index + 1) + " of type " + type, rule, cure);
        return null;
    }

    private void refuse(String found, String rule, String cure) {
        violations.add(new Violation("@HandlesRecords " + textOf(method, target), found, rule, cure));
    }
}
