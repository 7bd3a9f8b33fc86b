package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.RecordFormats;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/** Chooses the deserializers of a consumer, by its properties or by the parameters of its method; never by headers. */
final class RecordTypes {

    private static final String JSON = "json";
    private static final String NEEDLESS = "bytes";

    private final RecordFormats formats;
    private final ListableBeanFactory beans;
    private final List<Violation> violations;

    /**
     * Makes one.
     *
     * @param formats makes deserializers
     * @param beans looked through for deserializers
     * @param violations takes what is wrong
     */
    RecordTypes(RecordFormats formats, ListableBeanFactory beans, List<Violation> violations) {
        this.formats = formats;
        this.beans = beans;
        this.violations = violations;
    }

    /**
     * Returns the deserializer; of no use where a violation was added.
     *
     * @param property name of the property that chooses it
     * @param chosen value of that property
     * @param part what the parameters want
     * @param otherwise format where no parameter says anything; null where one of them has to
     */
    Deserializer<?> deserializer(
            String property, @Nullable String chosen, RecordPart part, @Nullable String otherwise) {
        ResolvableType type = part.type();
        String format = StringUtils.hasText(chosen) ? chosen : derived(property, part, otherwise);
        if (format == null) {
            return new ByteArrayDeserializer();
        }
        try {
            return formats.deserializer(property, format, type == null ? ResolvableType.NONE : type);
        } catch (InvalidSettingsException refused) {
            violations.addAll(refused.violations());
            return new ByteArrayDeserializer();
        }
    }

    private @Nullable String derived(String property, RecordPart part, @Nullable String otherwise) {
        ResolvableType type = part.type();
        String builtIn = part.format();
        if (builtIn != null) {
            return builtIn;
        }
        if (type != null) {
            return ownOrJson(property, type);
        }
        if (otherwise == null && part.isRead()) {
            violations.add(new Violation(
                    property,
                    "not set",
                    "no parameter of the handler method says of what type it is",
                    "set it, or name the type, as in ConsumerRecord<String, Order>"));
        }
        return part.isRead() || otherwise != null ? otherwise : NEEDLESS;
    }

    private @Nullable String ownOrJson(String property, ResolvableType type) {
        String[] own = beans.getBeanNamesForType(ResolvableType.forClassWithGenerics(Deserializer.class, type));
        if (own.length > 1) {
            violations.add(new Violation(
                    property,
                    "not set",
                    "there are several Deserializer beans for " + type + ": " + String.join(", ", own),
                    "set it to the name of one of them"));
            return null;
        }
        return own.length == 1 ? own[0] : JSON;
    }
}
