package io.kafkasdk.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventNamesTest {

    private static final Path DOCS =
            Path.of(System.getProperty("user.dir")).getParent().resolve("docs/events.md");

    @Test
    void theDocsListEveryName() throws Exception {
        String docs = Files.readString(DOCS);
        assertThat(names()).allSatisfy(name -> assertThat(docs).contains("`" + name + "`"));
    }

    /** Elasticsearch takes no document that has a value where another one has an object. */
    @Test
    void noKeyIsTheBeginningOfAnotherOne() throws Exception {
        List<String> keys = names().stream()
                .filter(name -> name.matches("(event|kafka|error)\\..*") && !name.equals(EventNames.KAFKA_SDK))
                .toList();
        assertThat(keys).hasSizeGreaterThan(20);
        for (String key : keys) {
            assertThat(keys).noneMatch(other -> other.startsWith(key + "."));
        }
    }

    private static List<String> names() throws IOException, IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : EventNames.class.getDeclaredFields()) {
            if (field.getType() == String.class) {
                names.add((String) field.get(null));
            }
        }
        return names;
    }
}
