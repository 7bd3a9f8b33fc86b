package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.handler.HandlerShape.Kind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;

class ShapeReaderTest {

    private final List<Violation> violations = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "record, RECORD, java.lang.String, java.util.UUID",
        "value, RECORD, , java.util.UUID",
        "keyOnly, RECORD, java.lang.Long, ",
        "both, RECORD, java.lang.String, java.util.UUID",
        "acknowledged, ACKNOWLEDGED, , java.util.UUID",
        "staged, STAGE, , java.util.UUID",
        "records, RECORDS, java.lang.String, java.util.UUID",
        "values, VALUES, , java.util.UUID",
        "open, RECORD, , ",
        "raw, RECORD, , ",
        "laterAsync, STAGE, , java.util.UUID",
        "nested, RECORD, , 'java.util.Map<java.lang.String, java.util.UUID>'",
    })
    void readsKindAndTypes(String method, Kind kind, String key, String value) {
        HandlerShape shape = read(method, Good.class);
        assertThat(violations).isEmpty();
        assertThat(shape.kind()).isEqualTo(kind);
        assertThat(text(shape.key())).isEqualTo(key);
        assertThat(text(shape.value())).isEqualTo(value);
    }

    @Test
    void knowsTheTypeThatTheBeansClassGivesAGenericMethod() {
        HandlerShape shape = new ShapeReader(method("generic", Base.class), Derived.class, violations).read();
        assertThat(violations).isEmpty();
        assertThat(text(shape.value())).isEqualTo("java.util.UUID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | no parameter: a handler takes something of the record",
                "secret | private: a proxy of the bean could not pass it on",
                "primitive | parameter 1 of type int: cannot be null, and the value of a tombstone is",
                "primitiveKey | parameter 1 of type long: cannot be null, and a record without a key is",
                "optional | parameter 1 of type Optional: a key or value is no Optional",
                "twoValues | parameter 2 of type String: is a second value, and a record has one",
                "otherValue | parameter 2 of type String: reads the value as java.lang.String, another one as"
                        + " java.util.UUID",
                "numberHeader | parameter 1 of type Integer: a header is bytes or text",
                "namelessHeader | parameter 1 of type String: @HeaderValue names no header",
                "keyAndHeader | parameter 1 of type String: is key and header at once",
                "payload | parameter 1 of type String: @Payload means nothing here",
                "polled | parameter 1 of type ConsumerRecords: is nothing that a handler gets",
                "bareList | parameter 1 of type List: does not say of what the List is",
                "listAndKey | its parameters: a method that takes a List gets nothing beside it",
                "listAndStage | returns CompletableFuture: records of a List are finished when the method returns",
                "twice | parameter 3 of type Acknowledgement: is a second Acknowledgement",
                "both | returns CompletableFuture: the Acknowledgement says already when the record is finished",
                "result | returns String: nobody receives what a handler returns",
                "elsewhere | @Async: it returns before the work is done, and the record would count as finished",
            })
    void refusesWhatCannotWork(String method, String text) {
        read(method, Bad.class);
        assertThat(violations).hasSize(1);
        Violation found = violations.get(0);
        assertThat(found.setting()).startsWith("@HandlesRecords Bad." + method + "(");
        assertThat(found.value() + ": " + found.rule()).isEqualTo(text);
        assertThat(found.cure()).isNotBlank();
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        read("manyFaults", Bad.class);
        assertThat(violations)
                .extracting(Violation::value)
                .containsExactly("parameter 1 of type int", "parameter 2 of type Integer", "returns String");
    }

    private HandlerShape read(String name, Class<?> target) {
        return new ShapeReader(method(name, target), target, violations).read();
    }

    private static Method method(String name, Class<?> target) {
        return Arrays.stream(target.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(RecordPart part) {
        return part.type() == null ? null : part.type().toString();
    }

    @SuppressWarnings({"unused", "rawtypes"})
    abstract static class Good {

        abstract void record(ConsumerRecord<String, UUID> record);

        abstract void value(UUID value);

        abstract void keyOnly(@RecordKey Long key);

        abstract void both(ConsumerRecord<?, UUID> record, UUID value, @RecordKey String key);

        abstract void acknowledged(Acknowledgement acknowledgement, UUID value);

        abstract CompletableFuture<Void> staged(UUID value);

        abstract void records(List<ConsumerRecord<String, UUID>> records);

        abstract void values(List<UUID> values);

        abstract void open(ConsumerRecord<?, ?> record);

        abstract void raw(ConsumerRecord record);

        abstract void nested(Map<String, UUID> value);

        @Async
        abstract CompletableFuture<Void> laterAsync(UUID value);
    }

    abstract static class Base<T> {

        abstract void generic(T value);
    }

    abstract static class Derived extends Base<UUID> {}

    @SuppressWarnings({"unused", "rawtypes", "OptionalUsedAsFieldOrParameterType"})
    abstract static class Bad {

        abstract void nothing();

        private void secret(String value) {}

        abstract void primitive(int value);

        abstract void primitiveKey(@RecordKey long key);

        abstract void optional(Optional<UUID> value);

        abstract void twoValues(String value, String other);

        abstract void otherValue(ConsumerRecord<String, UUID> record, String value);

        abstract void numberHeader(@HeaderValue("tries") Integer header);

        abstract void namelessHeader(@HeaderValue("") String header);

        abstract void keyAndHeader(@RecordKey @HeaderValue("key") String key);

        abstract void payload(@Payload String value);

        abstract void polled(ConsumerRecords<String, UUID> records);

        abstract void bareList(List values);

        abstract void listAndKey(List<UUID> values, @RecordKey String key);

        abstract CompletableFuture<Void> listAndStage(List<UUID> values);

        abstract void twice(UUID value, Acknowledgement one, Acknowledgement two);

        abstract CompletableFuture<Void> both(UUID value, Acknowledgement acknowledgement);

        abstract String result(UUID value);

        @Async
        abstract void elsewhere(UUID value);

        abstract String manyFaults(int value, @HeaderValue("a") Integer header);
    }
}
