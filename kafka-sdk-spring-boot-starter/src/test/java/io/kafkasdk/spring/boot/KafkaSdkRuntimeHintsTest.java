package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.Secret;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ClassUtils;

/** What Kafka's clients and the SDK look up by name, in a native image too. */
class KafkaSdkRuntimeHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    KafkaSdkRuntimeHintsTest() {
        new KafkaSdkRuntimeHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void everyClassThatIsADefaultOfKafkasClientsCanBeMade() {
        Set<Class<?>> defaults = new LinkedHashSet<>();
        Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())
                .flatMap(config -> config.defaultValues().values().stream())
                .flatMap(value -> value instanceof Collection<?> many ? many.stream() : Stream.of(value))
                .filter(Objects::nonNull)
                .map(KafkaSdkRuntimeHintsTest::asClass)
                .filter(Objects::nonNull)
                .forEach(defaults::add);
        assertThat(defaults).as("the test finds them").hasSizeGreaterThan(4);
        assertThat(defaults).allSatisfy(this::assertCanBeMade);
    }

    private static Class<?> asClass(Object value) {
        if (value instanceof Class<?> type) {
            return type;
        }
        boolean isName = value instanceof String text && text.startsWith("org.apache.kafka.");
        return isName ? ClassUtils.resolveClassName((String) value, null) : null;
    }

    @Test
    void loginsOfAllMechanismsCanBeMade() throws ClassNotFoundException {
        assertCanBeMade(PlainLoginModule.class);
        assertCanBeMade(ScramLoginModule.class);
        assertCanBeMade(Class.forName(
                "org.apache.kafka.common.security.scram.internals.ScramSaslClient$ScramSaslClientFactory"));
        assertCanBeMade(Class.forName("org.apache.kafka.common.security.authenticator.DefaultLogin"));
        assertCanBeMade(Class.forName("org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler"));
    }

    private void assertCanBeMade(Class<?> type) {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(type)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .as(type.getName())
                .accepts(hints);
    }

    @Test
    void lz4IsFoundByItsImplementationsInJava() {
        List<Object> used = Stream.of(LZ4Factory.safeInstance(), LZ4Factory.fastestJavaInstance())
                .flatMap(factory -> Stream.of(
                        factory.fastCompressor(),
                        factory.highCompressor(),
                        factory.fastDecompressor(),
                        factory.safeDecompressor()))
                .map(Object.class::cast)
                .toList();
        assertThat(used)
                .allSatisfy(instance -> assertThat(RuntimeHintsPredicates.reflection()
                                .onType(instance.getClass())
                                .withMemberCategories(
                                        MemberCategory.ACCESS_PUBLIC_FIELDS,
                                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                        .accepts(hints));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("net.jpountz.xxhash.StreamingXXHash32JavaSafe$Factory")))
                .accepts(hints);
    }

    /** As the core's BatchCompressor calls them. */
    @Test
    void theAdviceOnCodecsFindsWhatTheClientCompressesWith() throws Exception {
        Method out = compression("wrapForOutput");
        Method in = compression("wrapForInput");
        Class<?> stream = out.getParameterTypes()[0];
        assertThat(List.of(out, in, stream.getMethod("buffer"), in.getParameterTypes()[2].getMethod("create")))
                .allSatisfy(
                        method -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                                .accepts(hints));
        assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(stream.getConstructor(ByteBuffer.class)))
                .accepts(hints);
    }

    private static Method compression(String name) {
        return Stream.of(Compression.class.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSecretIsMadeOfAProperty() {
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Secret.class, "of"))
                .accepts(hints);
    }

    @Test
    void clientsCanBeProxied() {
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Consumer.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Producer.class))
                .accepts(hints);
    }

    @Test
    void theVersionOfTheClientsIsInTheImage() throws Exception {
        String version = "kafka/kafka-version.properties";
        try (InputStream there = getClass().getClassLoader().getResourceAsStream(version)) {
            assertThat(there).isNotNull();
        }
        assertThat(RuntimeHintsPredicates.resource().forResource(version)).accepts(hints);
    }

    @Test
    void virtualThreadsAreFoundWhereThereAreSome() {
        boolean there = ClassUtils.isPresent("java.lang.Thread$Builder", null);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("java.lang.Thread$Builder"))
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)
                        .test(hints))
                .isEqualTo(there);
        assertThat(RuntimeHintsPredicates.reflection().onType(Thread.class).test(hints))
                .isEqualTo(there);
    }
}
