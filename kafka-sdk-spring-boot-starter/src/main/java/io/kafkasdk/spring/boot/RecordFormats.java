package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.NearestName;
import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * How keys and values are written and read, by the words that properties use: string, bytes, byte-buffer, integer, long,
 * double, uuid, json, or the name of a {@link Serializer} or {@link Deserializer} bean. There is no other way to name one:
 * no class is loaded from a property or from the header of a record.
 *
 * <p><b>Threads:</b> safe for use by any number of threads, and so is all that it returns, but for beans of the
 * application, which are as they are.
 */
public final class RecordFormats {

    private static final String JSON = "json";
    private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";
    private static final Pattern CLASS_NAME = Pattern.compile("([\\p{Alpha}_$][\\w$]*\\.)+[\\p{Alpha}_$][\\w$]*");

    private final ConfigurableListableBeanFactory beans;

    RecordFormats(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Returns what writes a format. JSON is written as the object's own class says.
     *
     * @param property the property that names the format, for the text of the error
     * @param format a word, or the name of a {@link Serializer} bean
     * @throws InvalidSettingsException when there is no such format
     */
    public Serializer<?> serializer(String property, String format) {
        BuiltIn<?> builtIn = BuiltIn.of(word(format));
        if (builtIn != null) {
            return builtIn.serializer().get();
        }
        if (isJson(format)) {
            return json(property, () -> JsonFormat.writer(beans));
        }
        return bean(property, format, Serializer.class);
    }

    /**
     * Returns what reads a format as a type.
     *
     * @param property the property that names the format, for the text of the error
     * @param format a word, or the name of a {@link Deserializer} bean
     * @param type what the code that gets the value declares; {@link ResolvableType#NONE} where it declares nothing
     * @throws InvalidSettingsException when there is no such format, it does not give that type, or JSON has no type to
     *     read
     */
    public Deserializer<?> deserializer(String property, String format, ResolvableType type) {
        BuiltIn<?> builtIn = BuiltIn.of(word(format));
        if (builtIn != null) {
            checkGives(property, format, ResolvableType.forClass(builtIn.type()), type);
            return builtIn.deserializer().get();
        }
        if (isJson(format)) {
            checkIsDeclared(property, type);
            return json(property, () -> JsonFormat.reader(beans, type));
        }
        Deserializer<?> bean = bean(property, format, Deserializer.class);
        checkGives(property, format, typeOf(format, Deserializer.class), type);
        return bean;
    }

    /**
     * Returns the word of the built-in format whose keys or values are of this type, or empty where there is none: then
     * they are JSON, or a bean reads them.
     */
    public static Optional<String> wordOf(ResolvableType type) {
        Class<?> wanted = type.resolve();
        return wanted == null ? Optional.empty() : BuiltIn.wordOf(ClassUtils.resolvePrimitiveIfNecessary(wanted));
    }

    /** Returns what a format writes, as far as that is known before beans are made; never loads a class. */
    ResolvableType written(String format) {
        BuiltIn<?> builtIn = BuiltIn.of(word(format));
        if (builtIn != null) {
            return ResolvableType.forClass(builtIn.type());
        }
        boolean isBean = !isJson(format)
                && beans.containsBeanDefinition(format)
                && beans.isTypeMatch(format, ResolvableType.forRawClass(Serializer.class));
        return isBean ? typeOf(format, Serializer.class) : ResolvableType.NONE;
    }

    private ResolvableType typeOf(String bean, Class<?> kind) {
        if (!beans.containsBeanDefinition(bean)) {
            return ResolvableType.forInstance(beans.getBean(bean)).as(kind).getGeneric();
        }
        return beans.getMergedBeanDefinition(bean).getResolvableType().as(kind).getGeneric();
    }

    private <T> T bean(String property, String name, Class<T> kind) {
        if (beans.containsBean(name) && beans.isTypeMatch(name, ResolvableType.forRawClass(kind))) {
            return beans.getBean(name, kind);
        }
        throw unknown(property, name, kind);
    }

    private InvalidSettingsException unknown(String property, String name, Class<?> kind) {
        if (CLASS_NAME.matcher(name).matches()) {
            return refused(
                    property,
                    name,
                    "looks like a class name, and no class is loaded from a property",
                    "declare a " + kind.getSimpleName() + " bean of it and give the bean's name");
        }
        List<String> known = new ArrayList<>(BuiltIn.words());
        known.add(JSON);
        String words = String.join(", ", known);
        known.addAll(List.of(beans.getBeanNamesForType(ResolvableType.forRawClass(kind), true, false)));
        String nearest = NearestName.of(name, known);
        return refused(
                property,
                name,
                "is neither one of " + words + " nor the name of a " + kind.getSimpleName() + " bean",
                nearest == null ? "use one of those words, or declare such a bean" : "did you mean " + nearest + "?");
    }

    private <T> T json(String property, Supplier<T> maker) {
        if (!ClassUtils.isPresent(JACKSON, beans.getBeanClassLoader())) {
            throw refused(
                    property,
                    JSON,
                    "needs Jackson 3, which is not on the class path",
                    "add the dependency org.springframework.boot:spring-boot-starter-jackson");
        }
        if (!JsonFormat.hasMapper(beans)) {
            throw refused(
                    property,
                    JSON,
                    "needs one JsonMapper bean, or a primary one",
                    "add the dependency org.springframework.boot:spring-boot-starter-jackson, or declare that bean");
        }
        return maker.get();
    }

    private static void checkIsDeclared(String property, ResolvableType type) {
        if (type.resolve() == null || type.hasUnresolvableGenerics()) {
            throw refused(
                    property,
                    JSON,
                    "needs the type to read, and the handler declares " + (type.resolve() == null ? "none" : type),
                    "declare the type in full, or name a Deserializer bean");
        }
    }

    private static void checkGives(String property, String format, ResolvableType given, ResolvableType wanted) {
        Class<?> from = given.resolve();
        Class<?> to = wanted.resolve();
        if (from != null && to != null && !ClassUtils.isAssignable(to, from)) {
            throw refused(
                    property,
                    format,
                    "gives " + from.getName() + ", but the handler wants " + to.getName(),
                    "change the format, or the type that the handler declares");
        }
    }

    private static InvalidSettingsException refused(String property, String format, String rule, String cure) {
        return new InvalidSettingsException(
                "the Kafka SDK", List.of(new Violation(property, "'" + format + "'", rule, cure)));
    }

    private static boolean isJson(String format) {
        return word(format).equals(JSON);
    }

    private static String word(String format) {
        return format.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
