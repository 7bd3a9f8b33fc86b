package io.kafkasdk.benchmarks.suite;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Events that look like those of a feed of earthquakes: the same each time, for where no file of real ones is. */
final class MadeEvents {

    private static final int EVENTS = 2_000;
    private static final List<String> NETWORKS = List.of("ak", "ci", "nc", "us", "uw", "mb", "hv", "nn");
    private static final List<String> WORDS = List.of(
            "Alder", "Basalt", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Inlet", "Juniper", "Kelp",
            "Lagoon", "Marble", "Nimbus", "Otter", "Pumice", "Quartz", "Ridge", "Slate", "Tundra");

    private MadeEvents() {}

    static List<byte[]> all() {
        return IntStream.range(0, EVENTS).mapToObj(MadeEvents::event).toList();
    }

    static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static byte[] event(int number) {
        Random random = new Random(number);
        String network = NETWORKS.get(random.nextInt(NETWORKS.size()));
        String id = network + (10_000_000 + random.nextInt(80_000_000));
        double magnitude = random.nextInt(600) / 100.0;
        String place = random.nextInt(120) + "km " + "NESW".charAt(random.nextInt(4)) + " of " + word(random) + " "
                + word(random) + ", " + word(random);
        long time = 1_517_363_399_650L + number * 352_000L + random.nextInt(300_000);
        String text = String.format(
                Locale.ROOT,
                "{\"id\":\"%1$s\",\"mag\":%2$.2f,\"place\":\"%3$s\",\"time\":%4$d,\"updated\":%5$d,\"tz\":%6$d,"
                        + "\"url\":\"https://earthquakes.example/eventpage/%1$s\","
                        + "\"detail\":\"https://earthquakes.example/detail/%1$s.geojson\","
                        + "\"felt\":null,\"cdi\":null,\"mmi\":null,\"alert\":null,\"status\":\"reviewed\",\"tsunami\":0,"
                        + "\"sig\":%7$d,\"net\":\"%8$s\",\"code\":\"%9$s\",\"ids\":\",%1$s,\",\"sources\":\",%8$s,\","
                        + "\"types\":\",geoserve,origin,phase-data,\",\"nst\":%10$d,\"dmin\":%11$.3f,\"rms\":%12$.2f,"
                        + "\"gap\":%10$d,\"magType\":\"ml\",\"type\":\"earthquake\",\"title\":\"M %2$.1f - %3$s\","
                        + "\"longitude\":%13$.4f,\"latitude\":%14$.4f,\"depth\":%15$.2f}",
                id,
                magnitude,
                place,
                time,
                time + random.nextInt(1_000_000_000),
                -60 * random.nextInt(10),
                (int) (magnitude * magnitude * 15),
                network,
                id.substring(2),
                4 + random.nextInt(90),
                random.nextDouble(),
                random.nextDouble(),
                -180 + 360 * random.nextDouble(),
                -90 + 180 * random.nextDouble(),
                random.nextDouble() * 200);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
