package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class RecordFormatsTest {

    private static final String PROPERTY = "kafka-sdk.producers.orders.value-serializer";
    private static final String CANARY = "canary-4711";
    private static final ResolvableType ORDER = ResolvableType.forClass(Order.class);

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    private final RecordFormats formats = new RecordFormats(beans);

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("string", "text"),
                Arguments.of("bytes", new byte[] {1, 2}),
                Arguments.of("byte-buffer", ByteBuffer.wrap(new byte[] {1, 2})),
                Arguments.of("integer", 7),
                Arguments.of("long", 7L),
                Arguments.of("double", 7.5),
                Arguments.of("uuid", UUID.fromString("00000000-0000-0001-0000-000000000002")));
    }

    @ParameterizedTest
    @MethodSource("words")
    void whatAWordWritesTheSameWordReads(String word, Object value) {
        byte[] written = serializer(word).serialize("orders", value);
        ResolvableType type = word.equals("byte-buffer")
                ? ResolvableType.forClass(ByteBuffer.class)
                : ResolvableType.forInstance(value);
        assertThat(deserializer(word, type).deserialize("orders", written)).isEqualTo(value);
        assertThat(RecordFormats.wordOf(type)).contains(word);
    }

    @Test
    void wordsAreTakenInTheLooseWaysOfProperties() {
        assertThat(serializer("BYTE_BUFFER")).hasSameClassAs(serializer("byte-buffer"));
        assertThat(RecordFormats.wordOf(ResolvableType.forClass(long.class))).contains("long");
        assertThat(RecordFormats.wordOf(ORDER)).isEmpty();
    }

    @Test
    void jsonComesBackAsTheTypeThatIsDeclared() {
        withMapper(JsonMapper.builder().build());
        Order order = new Order("1", List.of(new Line("tea", 3)));
        byte[] written = serializer("json").serialize("orders", order);
        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"1\",\"lines\":[{\"article\":\"tea\",\"pieces\":3}]}");
        assertThat(deserializer("json", ORDER).deserialize("orders", written)).isEqualTo(order);
        ResolvableType orders = ResolvableType.forClassWithGenerics(List.class, Order.class);
        assertThat(deserializer("json", orders)
                        .deserialize("orders", ("[" + text(written) + "]").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(List.of(order));
    }

    @Test
    void aTombstoneStaysOne() {
        withMapper(JsonMapper.builder().build());
        assertThat(serializer("json").serialize("orders", null)).isNull();
        assertThat(deserializer("json", ORDER).deserialize("orders", null)).isNull();
    }

    @Test
    void aRecordDoesNotChooseItsClassEvenWhereTheMapperWouldLetIt() {
        withMapper(JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build());
        byte[] chosen = ("[\"" + Order.class.getName() + "\",{\"id\":\"1\"}]").getBytes(StandardCharsets.UTF_8);
        assertThat(deserializer("json", ResolvableType.forClass(Object.class)).deserialize("orders", chosen))
                .isEqualTo(List.of(Order.class.getName(), Map.of("id", "1")));
        assertThat(text(serializer("json").serialize("orders", new Line("tea", 1))))
                .isEqualTo("{\"article\":\"tea\",\"pieces\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"canary-4711\"",
                "{\"id\":canary-4711}",
                "{\"canary-4711\":\"1\"}",
                "{\"lines\":[{\"pieces\":\"canary-4711\"}]}",
                "{\"id\":\"bad canary-4711\"}",
                "\"canary-4711\""
            })
    void aFailureOfReadingJsonTellsThePlaceAndNotThePayload(String json) {
        withMapper(JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
        Deserializer<Object> orders = deserializer("json", ORDER);
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> orders.deserialize("orders", json.getBytes(StandardCharsets.UTF_8)))
                .satisfies(failure -> assertThat(printed(failure))
                        .doesNotContain(CANARY)
                        .contains("JSON of topic 'orders' cannot be read as " + Order.class.getName())
                        .contains("at line 1, column "));
    }

    @Test
    void aFailureOfWritingJsonTellsTheClassAndNotThePayload() {
        withMapper(JsonMapper.builder().build());
        Serializer<Object> orders = serializer("json");
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> orders.serialize("orders", new Unwritable()))
                .satisfies(failure -> assertThat(printed(failure))
                        .doesNotContain(CANARY)
                        .contains("A " + Unwritable.class.getName() + " for topic 'orders' cannot be written as JSON")
                        .contains("because of java.lang.IllegalStateException"));
    }

    @Test
    void aBeanIsTakenByItsName() {
        LongSerializer numbers = new LongSerializer();
        StringDeserializer texts = new StringDeserializer();
        beans.registerSingleton("numbers", numbers);
        beans.registerSingleton("texts", texts);
        assertThat(formats.serializer(PROPERTY, "numbers")).isSameAs(numbers);
        assertThat(formats.deserializer(PROPERTY, "texts", ResolvableType.forClass(String.class)))
                .isSameAs(texts);
        assertRefused(
                () -> formats.serializer(PROPERTY, "texts"), "'texts'", "is neither one of string, bytes", "use one");
    }

    @Test
    void aClassNameIsRefusedAndNotLoaded() {
        assertRefused(
                () -> formats.serializer(PROPERTY, Exploding.class.getName()),
                "'" + Exploding.class.getName() + "'",
                "looks like a class name, and no class is loaded from a property",
                "declare a Serializer bean of it and give the bean's name");
        assertRefused(
                () -> formats.deserializer(PROPERTY, "com.acme.OrderDeserializer", ORDER),
                "'com.acme.OrderDeserializer'",
                "looks like a class name",
                "declare a Deserializer bean");
    }

    @Test
    void aMisspeltWordIsToldWithTheOneThatWasMeant() {
        assertRefused(
                () -> formats.serializer(PROPERTY, "jsn"),
                "'jsn'",
                "is neither one of string, bytes, byte-buffer, integer, long, double, uuid, json nor the name of a"
                        + " Serializer bean",
                "did you mean json?");
    }

    @Test
    void aFormatThatGivesAnotherTypeThanTheHandlerWantsIsRefused() {
        assertRefused(
                () -> formats.deserializer(PROPERTY, "string", ORDER),
                "'string'",
                "gives java.lang.String, but the handler wants " + Order.class.getName(),
                "change the format, or the type that the handler declares");
        beans.registerBeanDefinition("texts", new RootBeanDefinition(StringDeserializer.class));
        assertRefused(
                () -> formats.deserializer(PROPERTY, "texts", ORDER), "'texts'", "gives java.lang.String", "change");
        assertThat(formats.deserializer(PROPERTY, "long", ResolvableType.forClass(long.class)))
                .isNotNull();
        assertThat(formats.deserializer(PROPERTY, "string", ResolvableType.NONE))
                .isNotNull();
    }

    @Test
    void jsonWithoutATypeToReadIsRefused() {
        withMapper(JsonMapper.builder().build());
        assertRefused(
                () -> formats.deserializer(PROPERTY, "json", ResolvableType.NONE),
                "'json'",
                "needs the type to read, and the handler declares none",
                "declare the type in full, or name a Deserializer bean");
        assertRefused(
                () -> formats.deserializer(PROPERTY, "json", ResolvableType.forClass(List.class)),
                "'json'",
                "needs the type to read, and the handler declares java.util.List<?>",
                "declare the type in full");
    }

    @Test
    void jsonWithoutJacksonOrAMapperSaysWhatToAdd() {
        String cure = "add the dependency org.springframework.boot:spring-boot-starter-jackson";
        assertRefused(
                () -> formats.serializer(PROPERTY, "json"), "'json'", "needs one JsonMapper bean, or a primary", cure);
        beans.setBeanClassLoader(new FilteredClassLoader("tools.jackson"));
        assertRefused(() -> formats.serializer(PROPERTY, "json"), "'json'", "which is not on the class path", cure);
    }

    private void withMapper(JsonMapper mapper) {
        beans.registerSingleton("mapper", mapper);
    }

    @SuppressWarnings("unchecked")
    private Serializer<Object> serializer(String format) {
        return (Serializer<Object>) formats.serializer(PROPERTY, format);
    }

    @SuppressWarnings("unchecked")
    private Deserializer<Object> deserializer(String format, ResolvableType type) {
        return (Deserializer<Object>) formats.deserializer(PROPERTY, format, type);
    }

    private static void assertRefused(ThrowingCallable call, String value, String rule, String cure) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(call)
                .satisfies(failure -> {
                    Violation only = failure.violations().get(0);
                    assertThat(failure.violations()).hasSize(1);
                    assertThat(only.setting()).isEqualTo(PROPERTY);
                    assertThat(only.value()).isEqualTo(value);
                    assertThat(only.rule()).contains(rule);
                    assertThat(only.cure()).startsWith(cure);
                });
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    record Order(String id, List<Line> lines) {

        Order {
            if (id != null && id.startsWith("bad")) {
                throw new IllegalArgumentException(id);
            }
        }
    }

    record Line(String article, int pieces) {}

    static final class Unwritable {

        public String getText() {
            throw new IllegalStateException(CANARY);
        }
    }

    static final class Exploding extends StringDeserializer {

        static {
            if (true) {
                throw new AssertionError("was loaded");
            }
        }
    }
}
