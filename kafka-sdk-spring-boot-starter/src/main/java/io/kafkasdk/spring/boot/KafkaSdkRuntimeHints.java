package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.Secret;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.compress.Compression;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What a native image cannot see of the SDK and of the Kafka clients under it. Boot adds the properties itself. The native
 * libraries of zstd and snappy are not in here: their metadata comes from their jars or from GraalVM's repository.
 */
final class KafkaSdkRuntimeHints implements RuntimeHintsRegistrar {

    /** What Kafka's clients make by name: classes in their defaults, and in what the SDK configures. */
    private static final List<String> MADE_BY_NAME = List.of(
            "io.kafkasdk.internal.SuccessorJmx",
            "io.kafkasdk.internal.SuppliedTls",
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
            "org.apache.kafka.clients.consumer.RangeAssignor",
            "org.apache.kafka.clients.consumer.RoundRobinAssignor",
            "org.apache.kafka.clients.consumer.StickyAssignor",
            "org.apache.kafka.common.metrics.JmxReporter",
            "org.apache.kafka.common.security.authenticator.DefaultLogin",
            "org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler",
            "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever",
            "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator",
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule",
            "org.apache.kafka.common.security.scram.internals.ScramSaslClient$ScramSaslClientFactory",
            "org.apache.kafka.common.security.ssl.DefaultSslEngineFactory",
            "org.apache.kafka.common.serialization.ByteArrayDeserializer",
            "org.apache.kafka.common.serialization.ByteArraySerializer");

    private static final String KAFKA = "org.apache.kafka.";

    /** The implementations in Java: without its native library, which is not in the image, lz4 falls back to them. */
    private static final List<String> LZ4 = List.of("JavaSafe", "JavaUnsafe");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        MADE_BY_NAME.forEach(name ->
                hints.reflection().registerTypeIfPresent(loader, name, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
        LZ4.forEach(kind -> registerLz4(hints.reflection(), loader, kind));
        // "password: secret" becomes a Secret by its static method.
        hints.reflection()
                .registerType(
                        Secret.class,
                        type -> type.withMethod("of", TypeReference.listOf(String.class), ExecutableMode.INVOKE));
        registerVirtualThreads(hints.reflection(), loader);
        registerCompression(hints.reflection());
        hints.proxies().registerJdkProxy(Consumer.class).registerJdkProxy(Producer.class);
        // The version of the clients, for the meter kafka.sdk.info and for Kafka's own log line.
        hints.resources().registerPattern("kafka/kafka-version.properties");
    }

    private static void registerLz4(ReflectionHints hints, @Nullable ClassLoader loader, String kind) {
        MemberCategory[] instances = {MemberCategory.ACCESS_PUBLIC_FIELDS, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS};
        for (String name : List.of(
                "net.jpountz.lz4.LZ4" + kind + "Compressor",
                "net.jpountz.lz4.LZ4HC" + kind + "Compressor",
                "net.jpountz.lz4.LZ4" + kind + "FastDecompressor",
                "net.jpountz.lz4.LZ4" + kind + "SafeDecompressor",
                "net.jpountz.xxhash.XXHash32" + kind,
                "net.jpountz.xxhash.XXHash64" + kind,
                "net.jpountz.xxhash.StreamingXXHash32" + kind + "$Factory",
                "net.jpountz.xxhash.StreamingXXHash64" + kind + "$Factory")) {
            hints.registerTypeIfPresent(loader, name, instances);
        }
    }

    /**
     * The advice on producers tries codecs with the client's own code. The types that it takes them from moved between
     * versions of the client, so they are found as the SDK finds them: by the methods' parameters.
     */
    private static void registerCompression(ReflectionHints hints) {
        hints.registerType(Compression.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        for (Method method : Compression.class.getMethods()) {
            if (method.getName().startsWith("wrapFor")) {
                Stream.of(method.getParameterTypes())
                        .filter(type -> type.getName().startsWith(KAFKA))
                        .forEach(type -> hints.registerType(
                                type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS));
            }
        }
    }

    /** The SDK is compiled for Java 17 and finds them by name. */
    private static void registerVirtualThreads(ReflectionHints hints, @Nullable ClassLoader loader) {
        String builder = "java.lang.Thread$Builder";
        if (ClassUtils.isPresent(builder, loader)) {
            hints.registerType(TypeReference.of(builder), MemberCategory.INVOKE_PUBLIC_METHODS);
            hints.registerType(Thread.class, type -> type.withMethod("ofVirtual", List.of(), ExecutableMode.INVOKE));
        }
    }
}
