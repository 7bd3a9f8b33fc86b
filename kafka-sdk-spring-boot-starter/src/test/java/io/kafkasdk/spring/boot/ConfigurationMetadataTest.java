package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.tuning.TuningProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.ResolvableType;

/**
 * What an IDE shows while somebody writes application.yaml. The records are the source: a component that the metadata
 * does not describe, or describes with another default, turns this red.
 *
 * <p>What stands below the names of a map has no place in Boot's metadata (spring-boot#9945): an IDE finds it by the type
 * of the map's values, and Boot's processor writes a file for each such type.
 */
class ConfigurationMetadataTest {

    private static final String ALL = "/META-INF/spring-configuration-metadata.json";

    /** A record that is bound, and what describes its properties. */
    private record Described(Class<?> type, String prefix, String file) {

        @Override
        public String toString() {
            return prefix + " " + type.getSimpleName();
        }
    }

    static Stream<Described> describedRecords() {
        List<Described> all = new ArrayList<>();
        collect(new Described(KafkaSdkProperties.class, "kafka-sdk.", ALL), all);
        return all.stream();
    }

    private static void collect(Described parent, List<Described> all) {
        if (all.contains(parent)) {
            return;
        }
        all.add(parent);
        for (RecordComponent component : parent.type().getRecordComponents()) {
            Class<?> element = elementOf(component);
            if (isOurs(element)) {
                boolean isMany = element != component.getType();
                String below = parent.prefix() + nameOf(component) + ".";
                collect(
                        isMany
                                ? new Described(element, "", fileOf(element))
                                : new Described(element, below, parent.file()),
                        all);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("describedRecords")
    void everyPropertyIsDescribedWithItsDefault(Described described) {
        DocumentContext metadata = read(described.file());
        Map<String, String> wrong = new TreeMap<>();
        for (RecordComponent component : described.type().getRecordComponents()) {
            String name = described.prefix() + nameOf(component);
            if (!isOurs(component.getType())) {
                List<Map<String, Object>> found = metadata.read("$.properties[?(@.name=='" + name + "')]");
                String fault =
                        found.size() == 1 ? faultOf(component, found.get(0)) : "is listed " + found.size() + " times";
                if (!fault.isEmpty()) {
                    wrong.put(name, fault);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String faultOf(RecordComponent component, Map<String, Object> property) {
        String description = String.valueOf(property.getOrDefault("description", ""));
        if (!description.endsWith(".")) {
            return "has no description that is a sentence: " + description;
        }
        DefaultValue declared = parameterOf(component);
        boolean hasDefault = declared != null && declared.value().length > 0;
        Object told = property.get("defaultValue");
        if (hasDefault && !declared.value()[0].equals(String.valueOf(told))) {
            return "has the default " + declared.value()[0] + ", told is " + told;
        }
        return hasDefault || told == null ? "" : "has no default, told is " + told;
    }

    @ParameterizedTest
    @MethodSource("describedRecords")
    void whatIsFilledInLaterSaysSo(Described described) {
        boolean mayBeLeftOut = described.type() == ProducerProperties.class
                || described.type() == KafkaSdkProperties.ClusterTuning.class
                || described.type() == ConsumerProperties.class
                || described.type() == ConsumerProperties.Failures.class;
        if (mayBeLeftOut) {
            List<String> silent = Arrays.stream(described.type().getRecordComponents())
                    .filter(component -> parameterOf(component) == null)
                    .map(component -> described.prefix() + nameOf(component))
                    .filter(name -> !descriptionOf(described.file(), name).contains("Default: "))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    @Test
    void listsNothingThatIsNotBound() {
        Set<String> bound = new LinkedHashSet<>();
        describedRecords()
                .filter(described -> described.file().equals(ALL))
                .forEach(described -> Arrays.stream(described.type().getRecordComponents())
                        .filter(component -> !isOurs(component.getType()))
                        .forEach(component -> bound.add(described.prefix() + nameOf(component))));
        List<String> listed = read(ALL).read("$.properties[*].name");
        assertThat(listed).filteredOn(name -> name.startsWith("kafka-sdk.")).containsExactlyInAnyOrderElementsOf(bound);
    }

    @Test
    void toldDefaultsAreThoseOfTheDocumentation() {
        assertThat(defaultOf("kafka-sdk.profile")).isEqualTo("balanced");
        assertThat(defaultOf("kafka-sdk.tuning.mode")).isEqualTo("shadow");
        assertThat(defaultOf("kafka-sdk.tuning.interval")).isEqualTo("10m");
        assertThat(defaultOf("kafka-sdk.acks-policy")).isEqualTo("warn");
        assertThat(defaultOf("kafka-sdk.fail-fast")).isEqualTo(false);
        assertThat(defaultOf("kafka-sdk.shutdown-timeout")).isEqualTo("20s");
        assertThat(defaultOf("kafka-sdk.metrics.granularity")).isEqualTo("topic");
        assertThat(defaultOf("kafka-sdk.security.sasl.mechanism")).isEqualTo("scram-sha-512");
    }

    @Test
    void offersTheValuesOfEnumsAndSaysWhatTheyDo() {
        List<String> type = read(ALL).read("$.properties[?(@.name=='kafka-sdk.profile')].type");
        assertThat(type).as("an enum, whose names an IDE offers").containsExactly(TuningProfile.class.getName());
        describedRecords()
                .filter(described -> described.file().equals(ALL))
                .forEach(described -> Arrays.stream(described.type().getRecordComponents())
                        .filter(component -> component.getType().isEnum())
                        .forEach(component -> assertHinted(described.prefix() + nameOf(component), component)));
    }

    private static void assertHinted(String name, RecordComponent component) {
        List<String> hinted = read(ALL).read("$.hints[?(@.name=='" + name + "')].values[*].value");
        List<String> silent = read(ALL).read("$.hints[?(@.name=='" + name + "')].values[?(!(@.description))].value");
        List<String> names = Arrays.stream(component.getType().getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        assertThat(hinted).as(name).containsExactlyInAnyOrderElementsOf(names);
        assertThat(silent).as(name).isEmpty();
    }

    @Test
    void mapsTellTheTypeOfTheirValuesByWhichAnIdeGoesOn() {
        List<String> type = read(ALL).read("$.properties[?(@.name=='kafka-sdk.producers')].type");
        assertThat(type).containsExactly("java.util.Map<java.lang.String," + ProducerProperties.class.getName() + ">");
    }

    private static Class<?> elementOf(RecordComponent component) {
        ResolvableType type = ResolvableType.forType(component.getGenericType());
        return Stream.of(type.asMap().getGeneric(1), type.asCollection().getGeneric(), type)
                .map(ResolvableType::resolve)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(component.getType());
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type != Secret.class;
    }

    private static String nameOf(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    private static String fileOf(Class<?> type) {
        return "/META-INF/spring/configuration-metadata/" + type.getName() + ".json";
    }

    private static DefaultValue parameterOf(RecordComponent component) {
        Class<?>[] types = Arrays.stream(component.getDeclaringRecord().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Arrays.stream(component
                            .getDeclaringRecord()
                            .getDeclaredConstructor(types)
                            .getParameters())
                    .filter(parameter -> parameter.getName().equals(component.getName()))
                    .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String descriptionOf(String file, String property) {
        List<String> found = read(file).read("$.properties[?(@.name=='" + property + "')].description");
        return String.join("", found);
    }

    private static Object defaultOf(String property) {
        List<Object> found = read(ALL).read("$.properties[?(@.name=='" + property + "')].defaultValue");
        assertThat(found).as(property).hasSize(1);
        return found.get(0);
    }

    private static DocumentContext read(String file) {
        try (InputStream stream = KafkaSdkProperties.class.getResourceAsStream(file)) {
            return JsonPath.parse(Objects.requireNonNull(stream, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
