package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.spring.boot.RecordFormatsTest.Order;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.kafka.common.compress.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** The beans of the starter survive ahead-of-time processing: what it writes is compiled, and makes the same beans. */
class AheadOfTimeTest {

    private static final TestPropertyValues PROPERTIES = TestPropertyValues.of(
            "spring.application.name=shop",
            "kafka-sdk.bootstrap-servers=localhost:1",
            "kafka-sdk.security.protocol=sasl-plaintext",
            "kafka-sdk.security.sasl.username=shop",
            "kafka-sdk.security.sasl.password=none",
            "kafka-sdk.producers.orders.value-serializer=json",
            "kafka-sdk.producers.order-ids.key-serializer=uuid",
            "kafka-sdk.producers.order-ids.value-serializer=bytes");

    @TempDir
    private Path directory;

    @Test
    void producersAreTheSameBeansAfterwards() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.kafkasdk.spring.boot", "Shop")), files(sources, classes));
        ClassName initializer;
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.setClassLoader(new WithoutSpringKafka());
            PROPERTIES.applyTo(context);
            context.register(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    ProducersAutoConfiguration.class,
                    KafkaSdkMetricsAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    Wanting.class);
            initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        assertThat(RuntimeHintsPredicates.reflection().onType(org.apache.kafka.common.metrics.JmxReporter.class))
                .as("the auto-configuration brings the hints")
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onType(Compression.class))
                .as("the advice on codecs works in the image")
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.kafkasdk.internal.SuccessorJmx"))
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .as("and hands over")
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onType(ProducerProperties.class))
                .as("Boot brings those of the properties")
                .accepts(generation.getRuntimeHints());
        compile(sources, classes);
        try (URLClassLoader application = applicationWith(classes)) {
            Object told = application
                    .loadClass(Afterwards.class.getName())
                    .getMethod("run", String.class)
                    .invoke(null, initializer.canonicalName());
            assertThat(told).isEqualTo("shop.orders shop.order-ids [shop.order-ids, shop.orders]");
        }
    }

    private static GeneratedFiles files(Path sources, Path classes) {
        return new FileSystemGeneratedFiles(kind -> kind == GeneratedFiles.Kind.SOURCE ? sources : classes);
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<Path> all;
        try (Stream<Path> tree = Files.walk(sources)) {
            all = tree.filter(file -> file.toString().endsWith(".java")).toList();
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of("-d", classes.toString(), "-proc:none", "-nowarn"),
                            null,
                            manager.getJavaFileObjectsFromPaths(all))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    /** One loader for all, as in an application: what is package-private stays so. */
    private static URLClassLoader applicationWith(Path classes) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Hides the hints of spring-kafka 4.1.1, which name classes that kafka-clients 4.4.0 has moved. */
    private static final class WithoutSpringKafka extends ClassLoader {

        WithoutSpringKafka() {
            super(AheadOfTimeTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return Collections.enumeration(Collections.list(super.getResources(name)).stream()
                    .filter(url -> !url.getPath().contains("/spring-kafka-"))
                    .toList());
        }
    }

    record Wanting(@Qualifier("orders") GuardedProducer<String, Order> orders, GuardedProducer<UUID, byte[]> ids) {}

    /** Starts what was generated. */
    public static final class Afterwards {

        private Afterwards() {}

        @SuppressWarnings("unchecked")
        public static String run(String initializer) throws ReflectiveOperationException {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Afterwards.class.getClassLoader());
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                PROPERTIES.applyTo(context);
                ((ApplicationContextInitializer<GenericApplicationContext>) Class.forName(initializer)
                                .getDeclaredConstructor()
                                .newInstance())
                        .initialize(context);
                context.refresh();
                Wanting wanting = context.getBean(Wanting.class);
                Collection<String> open = context.getBean(KafkaSdk.class).producers().stream()
                        .map(GuardedProducer::clientId)
                        .sorted()
                        .toList();
                RootBeanDefinition definition = (RootBeanDefinition) context.getBeanDefinition("ordersProducer");
                if (!"".equals(definition.getDestroyMethodName())) {
                    return "is closed with the bean and not by the SDK";
                }
                return wanting.orders().clientId() + " " + wanting.ids().clientId() + " " + open;
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
