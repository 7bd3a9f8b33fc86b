package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** What is written down when an application is built ahead of time. */
class NamedClustersAotTest {

    @Test
    void theBeanOfAClusterIsWrittenDownWithItsNameAndWithoutItsAddressOrPassword() throws Exception {
        String written = generated(
                "spring.application.name=orders",
                "kafka-sdk.clusters.eu.bootstrap-servers=canary:1",
                "kafka-sdk.clusters.eu.security.protocol=sasl-ssl",
                "kafka-sdk.clusters.eu.security.sasl.password=canary");
        assertThat(written)
                .contains("registerBeanDefinition(\"euKafkaSdk\"")
                .contains("setFallback(true)")
                .contains("addIndexedArgumentValue(0, \"eu\")")
                .contains("new AutowireCandidateQualifier(\""
                        + "org.springframework.beans.factory.annotation.Qualifier\"")
                .doesNotContain("canary");
    }

    private static String generated(String... properties) throws Exception {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(context);
            context.setClassLoader(new WithoutHintsOfSpringKafka());
            context.register(KafkaSdkAutoConfiguration.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.kafkasdk.spring.boot", "Application")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        }
        return files.getGeneratedFiles(Kind.SOURCE).values().stream()
                .map(NamedClustersAotTest::read)
                .collect(Collectors.joining("\n"));
    }

    private static String read(InputStreamSource file) {
        try (var in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of spring-kafka 4.1 name a class that kafka-clients 4.4 no longer have. */
    private static final class WithoutHintsOfSpringKafka extends ClassLoader {

        WithoutHintsOfSpringKafka() {
            super(NamedClustersAotTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> found = Collections.list(super.getResources(name));
            found.removeIf(url -> url.getPath().contains("/spring-kafka"));
            return Collections.enumeration(found);
        }
    }
}
