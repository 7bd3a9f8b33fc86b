package io.kafkasdk.samples.monitoring;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the SDK's event log as one JSON object a line, with its keys as they are and numbers as numbers; for logback.xml.
 * Applications with Spring Boot have that by {@code logging.structured.format.file=ecs}.
 */
public final class EventLines extends EncoderBase<ILoggingEvent> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** For logback. */
    public EventLines() {}

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("@timestamp", event.getInstant().toString());
        line.put("log.level", event.getLevel().toString());
        line.put("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.put(pair.key, valueOf(pair.value)));
        }
        return (MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Object valueOf(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
