package io.kafkasdk.samples.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventLinesTest {

    @Test
    void anEventIsOneLineOfJsonWithItsKeysAndNumbersAsNumbers() {
        LoggingEvent event = event("Group 'g' is stuck\nin \"t\"");
        event.setKeyValuePairs(List.of(
                new KeyValuePair("event.action", "status.change"),
                new KeyValuePair("kafka.partition", 3),
                new KeyValuePair("kafka.offset", 1234567890123L)));

        String line = new String(new EventLines().encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = JsonMapper.builder().build().readTree(line);
        assertThat(json.path("message").asString()).isEqualTo("Group 'g' is stuck\nin \"t\"");
        assertThat(json.path("event.action").asString()).isEqualTo("status.change");
        assertThat(json.path("kafka.partition").isNumber()).isTrue();
        assertThat(json.path("kafka.offset").asLong()).isEqualTo(1234567890123L);
        assertThat(json.path("@timestamp").asString()).isEqualTo("1970-01-01T00:00:01Z");
    }

    @Test
    void anEventWithoutKeysIsALineToo() {
        String line = new String(new EventLines().encode(event("text")), StandardCharsets.UTF_8);
        assertThat(line)
                .isEqualTo("{\"@timestamp\":\"1970-01-01T00:00:01Z\",\"log.level\":\"WARN\",\"message\":\"text\"}\n");
    }

    private static LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLevel(Level.WARN);
        event.setMessage(message);
        event.setTimeStamp(1_000);
        return event;
    }
}
