package io.kafkasdk.samples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Starts the sample; {@link Options#HELP} says what it does. */
public final class Quickstart {

    static final int KEPT = 0;
    static final int WRONG_USAGE = 2;
    static final int CLUSTER_TROUBLE = 3;
    static final int STOPPED = 130;

    private static final int STOP_LIMIT_SECONDS = 20;

    private final Terminal terminal;
    private final PrintStream out;

    Quickstart(Terminal terminal, PrintStream out) {
        this.terminal = terminal;
        this.out = out;
    }

    /**
     * Runs the sample and ends the JVM with its exit code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        PrintStream out = Terminal.output();
        Options options;
        try {
            options = Options.parse(args);
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.println("See ./quickstart --help");
            System.exit(WRONG_USAGE);
            return;
        }
        if (options.help()) {
            out.print(Options.HELP);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        stopOnCtrlC(Thread.currentThread(), ended);
        int code;
        try {
            code = new Quickstart(Terminal.detect(options.plain()), out).run(options);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    /** Runs the sample to its summary and returns the exit code. */
    int run(Options options) {
        Path log = LogFile.choose();
        LiveView view = LiveView.on(terminal, out);
        Board board = new Board(view);
        Runnable noMoreWarnings = LogFile.showWarnings(board::say);
        RecordTag tag = new RecordTag("quickstart-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
        try {
            Summary summary;
            try (Stage stage = stage(options, tag, board)) {
                summary = new Show(options, stage, view, board, tag).play();
                noMoreWarnings.run();
            }
            new SummaryText(summary, terminal.width())
                    .lines(log)
                    .forEach(line -> out.println(line.render(Integer.MAX_VALUE, terminal.colours())));
            return summary.exitCode();
        } catch (InterruptedException e) {
            return stopped(board);
        } catch (RuntimeException | StageException | IOException e) {
            if (Thread.interrupted()) {
                return stopped(board);
            }
            LoggerFactory.getLogger(Quickstart.class).error("The run broke off", e);
            board.say(Tone.BAD, e.getMessage() + "\nLog: " + log);
            return CLUSTER_TROUBLE;
        } finally {
            noMoreWarnings.run();
        }
    }

    private static Stage stage(Options options, RecordTag tag, Board board) throws StageException {
        String own = options.bootstrap();
        return own == null ? LocalStage.start(board::say) : OwnStage.open(options, own, tag.run(), board::say);
    }

    private static int stopped(Board board) {
        board.say(Tone.WARNING, "Stopped before the end, so nothing can be said about the promises");
        return STOPPED;
    }

    /** The run is interrupted, takes away its brokers or topics, and has some seconds for that. */
    private static void stopOnCtrlC(Thread run, CountDownLatch ended) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (ended.getCount() > 0) {
                                run.interrupt();
                                awaitQuietly(ended);
                            }
                        },
                        "quickstart-stop"));
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The run did not stop in time; its brokers end with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
