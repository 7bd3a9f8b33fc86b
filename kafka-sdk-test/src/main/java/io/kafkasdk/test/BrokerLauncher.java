package io.kafkasdk.test;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The main class of a child JVM that is one broker: formats its storage the first time, then runs the broker.
 *
 * <p>Standard input is a pipe that only the parent holds open: when it ends, the parent is gone, however it died, and
 * the broker halts. This class is copied alone to the child's class path, so it must stay one class file that needs
 * nothing but the JDK; Kafka's classes are reached by reflection because this module does not compile against a broker.
 */
final class BrokerLauncher {
    private static final int PARENT_IS_GONE = 86;

    private BrokerLauncher() {}

    /** Arguments: the broker's properties file and the cluster id. */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        String propertiesFile = args[0];
        Thread watch = new Thread(BrokerLauncher::haltWhenParentIsGone, "kafka-sdk-parent-watch");
        watch.setDaemon(true);
        watch.start();
        if (!isFormatted(propertiesFile)) {
            format(propertiesFile, args[1]);
        }
        Method main = Class.forName("kafka.Kafka").getMethod("main", String[].class);
        main.invoke(null, (Object) new String[] {propertiesFile});
    }

    private static void haltWhenParentIsGone() {
        try {
            while (System.in.read() >= 0) {
                // the parent never writes; only the end matters
            }
        } catch (IOException e) {
            // a broken pipe says the same as its end
        }
        Runtime.getRuntime().halt(PARENT_IS_GONE);
    }

    private static boolean isFormatted(String propertiesFile) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = new FileInputStream(propertiesFile)) {
            properties.load(in);
        }
        return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
    }

    private static void format(String propertiesFile, String clusterId) throws ReflectiveOperationException {
        Method execute =
                Class.forName("kafka.tools.StorageTool").getMethod("execute", String[].class, PrintStream.class);
        String[] arguments = {"format", "--cluster-id", clusterId, "--config", propertiesFile};
        Object status = execute.invoke(null, arguments, System.out);
        if (!Integer.valueOf(0).equals(status)) {
            throw new IllegalStateException("Formatting the storage of " + propertiesFile + " ended with " + status);
        }
    }
}
