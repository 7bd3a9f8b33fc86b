package io.kafkasdk.benchmarks.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of the running Java code tells the lag, as a flight recording sees it. Code outside Java, such as reading
 * from sockets, is in no sample.
 *
 * @param samples all of them
 * @param ofLag those whose stack has a frame of what tells the lag of this process
 * @param ofGroups those of what looks at whole groups
 */
record LagShare(long samples, long ofLag, long ofGroups) {

    static final LagShare NONE = new LagShare(0, 0, 0);

    private static final Duration PERIOD = Duration.ofMillis(10);

    /** Beginnings of the names of classes. What is private to a class has its name in front. */
    private static final List<String> CLASSES = List.of(
            "io.kafkasdk.lag.",
            "io.kafkasdk.consumer.LagSampler",
            "io.kafkasdk.consumer.LagWatch",
            "io.kafkasdk.consumer.LagQuestions",
            "org.apache.kafka.clients.consumer.internals.events.CurrentLagEvent");

    /** The view of whole groups, every 30 s: another thing than sampling. */
    private static final List<String> OF_GROUPS = List.of("io.kafkasdk.GroupWatch", "io.kafkasdk.cluster.Group");

    /** A method of the consumer's background thread has it in its signature only. */
    private static final String EVENT = "CurrentLagEvent";

    /** Records for so long; keeps the recording where a file is named. */
    static LagShare watch(Duration length, String keep) {
        if (length.isZero()) {
            return NONE;
        }
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
            recording.start();
            TrafficChild.pause(length);
            recording.stop();
            Path file = keep.isEmpty() ? Files.createTempFile("lag-share", ".jfr") : Path.of(keep);
            recording.dump(file);
            LagShare share = read(file);
            if (keep.isEmpty()) {
                Files.delete(file);
            }
            return share;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a flight recording", e);
        }
    }

    static LagShare read(Path file) throws IOException {
        long samples = 0;
        long ofLag = 0;
        long ofGroups = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    samples++;
                    List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    if (frames.stream().anyMatch(frame -> isOf(OF_GROUPS, frame))) {
                        ofGroups++;
                    } else if (frames.stream().anyMatch(LagShare::tellsLag)) {
                        ofLag++;
                    }
                }
            }
        }
        return new LagShare(samples, ofLag, ofGroups);
    }

    private static boolean tellsLag(RecordedFrame frame) {
        return isOf(CLASSES, frame) || frame.getMethod().getDescriptor().contains(EVENT);
    }

    private static boolean isOf(List<String> classes, RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return classes.stream().anyMatch(type::startsWith);
    }
}
