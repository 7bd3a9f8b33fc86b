package io.kafkasdk.samples.monitoring.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Prints what an address answers, for machines without curl. */
public final class Fetch {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int OK = 200;

    private Fetch() {}

    /**
     * Ends with 0 when the answer was 200, else with 1.
     *
     * @param args the address
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(args[0]))
                                    .timeout(LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            System.out.print(answer.body());
            System.exit(answer.statusCode() == OK ? 0 : 1);
        } catch (IOException e) {
            System.err.println(args[0] + " does not answer: " + e);
            System.exit(1);
        }
    }
}
