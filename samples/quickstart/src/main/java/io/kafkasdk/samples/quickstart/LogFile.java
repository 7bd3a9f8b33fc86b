package io.kafkasdk.samples.quickstart;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Where the logs go, so that they do not tear the view: see logback.xml. */
final class LogFile {

    private static final String PROPERTY = "quickstart.log";
    private static final String SDK_LOGGER = "io.kafkasdk";

    private LogFile() {}

    /** Chooses the file; to be called before the first logger is made. */
    static Path choose() {
        Path directory = buildDirectory();
        Path file = directory.resolve("quickstart.log").toAbsolutePath();
        System.setProperty(PROPERTY, file.toString());
        return file;
    }

    /** Shows what the SDK warns of in the view as well, until the result is run. */
    static Runnable showWarnings(Consumer<Event> events) {
        WarningsToView appender = new WarningsToView(events);
        if (!(LoggerFactory.getLogger(SDK_LOGGER) instanceof Logger logger)) {
            return () -> {};
        }
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        return () -> logger.detachAppender(appender);
    }

    /** The target directory when it was built here, else that for temporary files. */
    private static Path buildDirectory() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            CodeSource source = LogFile.class.getProtectionDomain().getCodeSource();
            if (source == null) {
                return temporary;
            }
            Path parent = Path.of(source.getLocation().toURI()).getParent();
            if (parent == null || !parent.endsWith("target") || !Files.isWritable(parent)) {
                return temporary;
            }
            return parent;
        } catch (URISyntaxException e) {
            return temporary;
        }
    }

    /** A warning of the SDK is part of the show; the sample's own and Kafka's are not. */
    private static final class WarningsToView extends AppenderBase<ILoggingEvent> {

        private static final String SAMPLE_LOGGER = SDK_LOGGER + ".samples";

        private final Consumer<Event> events;

        WarningsToView(Consumer<Event> events) {
            this.events = events;
        }

        @Override
        protected void append(ILoggingEvent log) {
            if (log.getLevel().isGreaterOrEqual(Level.WARN)
                    && !log.getLoggerName().startsWith(SAMPLE_LOGGER)) {
                Tone tone = log.getLevel().isGreaterOrEqual(Level.ERROR) ? Tone.BAD : Tone.WARNING;
                events.accept(new Event(tone, log.getLevel() + " " + log.getFormattedMessage()));
            }
        }
    }
}
