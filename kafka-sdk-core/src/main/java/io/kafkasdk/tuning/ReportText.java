package io.kafkasdk.tuning;

import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people. */
final class ReportText {

    private static final String INDENT = "  ";

    private final TuningReport report;
    private final StringBuilder text = new StringBuilder();

    ReportText(TuningReport report) {
        this.report = report;
    }

    String write() {
        TuningOptions options = report.options();
        line("Tuning of %s at %s, mode %s, goal %s", report.clientId(), report.at(), options.mode(), options.goal());
        observed(report.observed());
        codecs();
        advice();
        savings(report.savings());
        if (!report.steps().isEmpty()) {
            line("Steps");
            for (TuningStep step : report.steps()) {
                line(INDENT + "%s  %s  %s", step.at(), step.action(), step.why());
            }
        }
        return text.toString();
    }

    private void observed(TuningObservation seen) {
        line("Observed");
        line(
                INDENT + "%,.0f records/s, %,.1f KB/s before compression, %,.1f KB/s on the wire, %,.1f requests/s",
                seen.recordsPerSecond(),
                seen.uncompressedBytesPerSecond() / 1e3,
                seen.wireBytesPerSecond() / 1e3,
                seen.requestsPerSecond());
        line(
                INDENT
                        + "batches of %,.0f bytes with %,.1f records; %,.1f ms in the client, %,.1f ms to the answer; %s",
                seen.batchBytes(),
                seen.recordsPerBatch(),
                seen.queueMillis(),
                seen.requestMillis(),
                seen.saturated() ? "the client sets the pace" : "the application sets the pace");
    }

    private void codecs() {
        line("Codecs on its own records, best first");
        if (report.codecs().isEmpty()) {
            line(INDENT + "not tried: too few records in the time of the look");
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"codec", "ratio", "us/record", "bytes/record"});
        for (CodecResult codec : report.codecs()) {
            rows.add(new String[] {
                codec.label(),
                figure("%.3f", codec.ratio()),
                figure("%.2f", codec.cpuNanosPerRecord() / 1e3),
                figure("%,.0f", codec.bytesPerRecord())
            });
        }
        rows.forEach(row -> line(INDENT + "%-10s  %6s  %9s  %12s", (Object[]) row));
    }

    private void advice() {
        line("Advice");
        if (report.advice().isEmpty()) {
            line(INDENT + "none: nothing promises enough");
        }
        for (TuningAdvice advice : report.advice()) {
            line(INDENT + "%s: %s -> %s", advice.setting(), advice.present(), advice.suggested());
            line(INDENT + INDENT + "why: %s", advice.why());
            line(INDENT + INDENT + "risk: %s", advice.risk());
        }
    }

    private void savings(TuningSavings savings) {
        if (report.advice().isEmpty()) {
            return;
        }
        line("It would save");
        line(
                INDENT + "%,.2f GB a day on the wire, %,.1f requests/s, %,.1f ms of processor time a second%s",
                savings.wireBytesPerDay() / 1e9,
                savings.requestsPerSecond(),
                savings.clientCpuMillisPerSecond(),
                savings.brokerCpu().isEmpty() ? "" : "; brokers: " + savings.brokerCpu());
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
