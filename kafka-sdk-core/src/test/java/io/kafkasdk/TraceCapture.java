package io.kafkasdk;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Every logger at TRACE while a test runs; keeps nothing but the events in which a secret stands. */
final class TraceCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Canaries canaries;
    private final Logger root;
    private final Map<Logger, Level> levels = new LinkedHashMap<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();

    private TraceCapture(Canaries canaries, Logger root) {
        this.canaries = canaries;
        this.root = root;
    }

    static TraceCapture of(Canaries canaries) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        TraceCapture capture = new TraceCapture(canaries, context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
        capture.setContext(context);
        capture.start();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                capture.levels.put(logger, logger.getLevel());
                logger.setLevel(Level.TRACE);
            }
        }
        // The console would take longer than the test.
        capture.root.iteratorForAppenders().forEachRemaining(capture.others::add);
        capture.others.forEach(capture.root::detachAppender);
        capture.root.addAppender(capture);
        return capture;
    }

    Canaries canaries() {
        return canaries;
    }

    /** Returns the events with a secret. */
    List<String> found() {
        return List.copyOf(found);
    }

    long count() {
        return count.get();
    }

    /** Returns the levels at which loggers with this prefix logged. */
    Set<String> levelsOf(String prefix) {
        return seen.stream()
                .filter(entry -> entry.startsWith(prefix))
                .map(entry -> entry.substring(entry.indexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    @Override
    protected void append(ILoggingEvent event) {
        count.incrementAndGet();
        seen.add(event.getLoggerName() + " " + event.getLevel());
        String text = event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + " "
                + Arrays.deepToString(event.getArgumentArray());
        if (event.getThrowableProxy() != null) {
            text += " " + ThrowableProxyUtil.asString(event.getThrowableProxy());
        }
        if (!canaries.in(text).isEmpty()) {
            found.add(text);
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        others.forEach(root::addAppender);
        levels.forEach(Logger::setLevel);
    }
}
