package io.kafkasdk.events;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The event log while a test runs, kept from the console. */
public final class EventCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(EventNames.LOGGER);
    private final JsonEncoder encoder = new JsonEncoder();
    private final Level before = logger.getLevel();

    public EventCapture() {
        logger.setAdditive(false);
        encoder.setContext(logger.getLoggerContext());
        encoder.start();
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        lines.add(event);
    }

    void level(Level level) {
        logger.setLevel(level);
    }

    List<ILoggingEvent> lines() {
        return List.copyOf(lines);
    }

    /** Returns the keys and values of all lines, in their order. */
    public List<Map<String, Object>> events() {
        return lines.stream().map(EventCapture::pairs).toList();
    }

    /** Returns the lines with an action. */
    public List<Map<String, Object>> events(String action) {
        return events().stream()
                .filter(event -> action.equals(event.get(EventNames.ACTION)))
                .toList();
    }

    /** Returns all lines as an application with Logback's own JSON encoder writes them. */
    public String json() {
        StringBuilder written = new StringBuilder();
        lines.forEach(line -> written.append(new String(encoder.encode(line), StandardCharsets.UTF_8)));
        return written.toString();
    }

    private static Map<String, Object> pairs(ILoggingEvent line) {
        Map<String, Object> pairs = new LinkedHashMap<>();
        for (KeyValuePair pair : line.getKeyValuePairs()) {
            if (pairs.put(pair.key, pair.value) != null) {
                throw new AssertionError(pair.key + " is there twice in " + line);
            }
        }
        return pairs;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
        logger.setAdditive(true);
    }
}
