package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.settings.Violation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class HandlerMethodTest {

    private final Handlers bean = new Handlers();
    private final ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 3, 42, "customer", "order");

    @Test
    void takesValueKeyAndHeadersInAnyOrder() throws Exception {
        record.headers().add("channel", bytes("web")).add("tag", bytes("a")).add("tag", bytes("b"));
        handler("everything").handle(record);
        assertThat(bean.got)
                .containsExactly(
                        "customer",
                        Optional.of("web"),
                        "order",
                        List.of("a", "b"),
                        record,
                        new TopicPartition("orders", 3),
                        record.headers());
    }

    @Test
    void takesTheLastOfSeveralHeadersOfAName() throws Exception {
        record.headers().add("tag", bytes("a")).add("tag", bytes("ü"));
        handler("lastTag").handle(record);
        assertThat(bean.got).containsExactly("ü");
    }

    @Test
    void takesTheBytesOfAHeader() throws Exception {
        record.headers().add("tag", new byte[] {1, -1});
        handler("rawTag").handle(record);
        assertThat(bean.got).containsExactly(new byte[] {1, -1});
    }

    @Test
    void givesNullForWhatARecordDoesNotHave() throws Exception {
        handler("everything").handle(new ConsumerRecord<String, String>("orders", 3, 42, null, null));
        assertThat(bean.got.subList(0, 4)).containsExactly(null, Optional.empty(), null, List.of());
        bean.got.clear();
        handler("lastTag").handle(record);
        assertThat(bean.got).containsExactly((Object) null);
        bean.got.clear();
        record.headers().add("tag", null);
        handler("lastTag").handle(record);
        assertThat(bean.got).containsExactly((Object) null);
    }

    @Test
    void throwsWhatTheMethodThrows() throws Exception {
        assertThatThrownBy(() -> handler("failing").handle(record))
                .isInstanceOf(IOException.class)
                .hasMessage("planted");
        assertThatThrownBy(() -> handler("broken").handle(record)).isInstanceOf(AssertionError.class);
    }

    @Test
    void saysSoWhenADeserializerMakesAnotherTypeThanTheParameter() {
        assertThatThrownBy(() -> handler("number").handle(record))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Handlers.number(java.lang.Integer)")
                .hasMessageContaining("the deserializer made a key or value of another type")
                .hasMessageNotContaining("order");
    }

    @Test
    void isDoneWhenTheAcknowledgementSaysSo() throws Exception {
        CompletionStage<?> stage = handler("acknowledged").begin(record);
        assertThat(stage.toCompletableFuture()).isNotDone();
        Acknowledgement acknowledgement = (Acknowledgement) bean.got.get(0);
        acknowledgement.acknowledge();
        acknowledgement.fail(new IOException("too late"));
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    @Test
    void failsWithWhatTheAcknowledgementSays() throws Exception {
        CompletionStage<?> stage = handler("acknowledged").begin(record);
        Acknowledgement acknowledgement = (Acknowledgement) bean.got.get(0);
        acknowledgement.fail(new IOException("planted"));
        acknowledgement.acknowledge();
        assertThat(stage.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void isDoneWhenTheReturnedStageIs() throws Exception {
        assertThat(handler("staged").stage(record)).isSameAs(bean.stage);
    }

    @Test
    void refusesAStageThatIsNull() {
        assertThatThrownBy(() -> handler("unstaged").stage(record))
                .hasMessageContaining("returned null instead of a CompletionStage");
    }

    @Test
    void takesRecordsOrTheirValuesManyAtOnce() throws Exception {
        ConsumerRecord<String, String> tombstone = new ConsumerRecord<>("orders", 3, 43, "customer", null);
        handler("records").handleRecords(List.of(record, tombstone));
        assertThat(bean.got).containsExactly(record, tombstone);
        bean.got.clear();
        handler("values").handleValues(List.of(record, tombstone));
        assertThat(bean.got).containsExactly("order", null);
    }

    private HandlerMethod handler(String name) {
        Method method = Arrays.stream(Handlers.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        List<Violation> violations = new ArrayList<>();
        HandlerShape shape = new ShapeReader(method, Handlers.class, violations).read();
        assertThat(violations).isEmpty();
        method.setAccessible(true);
        return new HandlerMethod(bean, method, shape);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unused")
    static final class Handlers {

        private final List<Object> got = new ArrayList<>();
        private final CompletionStage<String> stage = new CompletableFuture<>();

        void everything(
                @RecordKey String key,
                @HeaderValue("channel") Optional<String> channel,
                String value,
                @HeaderValue("tag") List<String> tags,
                ConsumerRecord<String, String> record,
                TopicPartition partition,
                Headers headers) {
            got.addAll(Arrays.asList(key, channel, value, tags, record, partition, headers));
        }

        void lastTag(@HeaderValue("tag") String tag) {
            got.add(tag);
        }

        void rawTag(@HeaderValue("tag") byte[] tag) {
            got.add(tag);
        }

        void number(Integer value) {
            got.add(value);
        }

        void failing(String value) throws IOException {
            throw new IOException("planted");
        }

        void broken(String value) {
            throw new AssertionError("planted");
        }

        void acknowledged(String value, Acknowledgement acknowledgement) {
            got.add(acknowledgement);
        }

        CompletionStage<String> staged(String value) {
            return stage;
        }

        CompletionStage<String> unstaged(String value) {
            return null;
        }

        void records(List<ConsumerRecord<String, String>> records) {
            got.addAll(records);
        }

        void values(List<String> values) {
            got.addAll(values);
        }
    }
}
