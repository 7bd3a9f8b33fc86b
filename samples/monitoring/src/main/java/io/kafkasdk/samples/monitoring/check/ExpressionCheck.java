package io.kafkasdk.samples.monitoring.check;

import io.kafkasdk.samples.monitoring.check.Judge.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a Prometheus every expression of the dashboards and of its rules, until all resolve or the time is over. */
public final class ExpressionCheck {

    private static final int ARGUMENTS = 5;
    private static final int WRONG_USAGE = 2;
    private static final long PAUSE_SECONDS = 10;

    private ExpressionCheck() {}

    /**
     * Ends with 0 when all resolve, 1 when not, 2 when it was called in a wrong way.
     *
     * @param args the address of the Prometheus, the directory of the dashboards, the file of exceptions, the alias of
     *     the cluster, and how many seconds to wait for series that are still to come
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != ARGUMENTS) {
            System.err.println("Needs: PROMETHEUS-URL DASHBOARDS EXCEPTIONS CLUSTER SECONDS");
            System.exit(WRONG_USAGE);
            return;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(args[ARGUMENTS - 1]));
        PrometheusApi prometheus = new PrometheusApi(URI.create(args[0]), wait.plus(Duration.ofMinutes(5)));
        List<Expression> expressions = new ArrayList<>(DashboardFiles.read(Path.of(args[1])));
        List<Expression> rules = prometheus.rules();
        if (rules.isEmpty()) {
            System.err.println("The Prometheus at " + args[0] + " has loaded no rules");
            System.exit(1);
            return;
        }
        expressions.addAll(rules);
        Judge judge = new Judge(prometheus, Allowances.read(Path.of(args[2])), args[3]);
        System.exit(run(judge, expressions, wait));
    }

    private static int run(Judge judge, List<Expression> expressions, Duration wait)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<Finding> findings = judge.judge(expressions);
        while (faults(findings) > 0 && System.nanoTime() - start < wait.toNanos()) {
            System.out.println("Waiting for " + faults(findings) + " of " + expressions.size() + " expressions");
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            findings = judge.judge(expressions);
        }
        List<String> stale = judge.staleAllowances(expressions);
        Report.lines(findings, stale).forEach(System.out::println);
        return faults(findings) == 0 && stale.isEmpty() ? 0 : 1;
    }

    private static long faults(List<Finding> findings) {
        return findings.stream().filter(finding -> !finding.isGood()).count();
    }
}
