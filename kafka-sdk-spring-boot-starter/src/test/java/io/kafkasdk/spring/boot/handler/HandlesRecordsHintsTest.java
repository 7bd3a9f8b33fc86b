package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;

class HandlesRecordsHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void keepsHandlerMethodsAndWhatJsonIsBoundTo() throws NoSuchMethodException {
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Handlers.class);
        assertThat(reflection()
                        .onMethodInvocation(Handlers.class.getDeclaredMethod("one", Order.class, Customer.class)))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(Handlers.class.getDeclaredMethod("many", List.class)))
                .accepts(hints);
        for (Class<?> bound : List.of(Order.class, Line.class, Customer.class, Note.class)) {
            assertThat(reflection().onType(bound).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .as(bound.getSimpleName())
                    .accepts(hints);
        }
    }

    @Test
    void needsNothingForWhatKafkasOwnDeserializersRead() {
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Handlers.class);
        assertThat(reflection().onType(UUID.class)).rejects(hints);
        assertThat(reflection().onType(Unread.class)).rejects(hints);
    }

    static final class Handlers {

        @HandlesRecords("one")
        void one(Order order, @RecordKey Customer customer) {}

        @HandlesRecords("many")
        void many(List<Note> notes) {}

        @HandlesRecords("ids")
        void ids(UUID id) {}

        void unread(Unread unread) {}
    }

    record Order(String id, List<Line> lines) {}

    record Line(String article) {}

    record Customer(String name) {}

    record Note(String text) {}

    record Unread(String text) {}
}
