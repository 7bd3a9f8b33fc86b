package io.kafkasdk.tuning;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.PayloadSample.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Records of three kinds, the same in each run. */
final class Payloads {

    private static final String EVENT = "{\"type\":\"Feature\",\"properties\":{\"mag\":%.2f,\"place\":\"%d km NW of"
            + " The Geysers, CA\",\"time\":%d,\"updated\":%d,\"tz\":null,\"url\":\"https://quakes.example.org/earthquakes/"
            + "eventpage/nc%d\",\"detail\":\"https://quakes.example.org/earthquakes/feed/v1.0/detail/nc%d.geojson\","
            + "\"felt\":null,\"status\":\"automatic\",\"tsunami\":0,\"sig\":%d,\"net\":\"nc\",\"sources\":\",nc,\","
            + "\"types\":\",nearby-cities,origin,phase-data,\",\"nst\":%d,\"dmin\":%.5f,\"rms\":%.2f,\"gap\":%d},"
            + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.6f,%.6f,%.2f]},\"id\":\"nc%d\"}";

    private Payloads() {}

    /** Events as JSON of about 600 bytes. */
    static PayloadSample events(int count) {
        Random random = new Random(7);
        return sample(count, i -> {
            int id = 75_000_000 + random.nextInt(1_000_000);
            long time = 1_760_000_000_000L + i * 60_000L + random.nextInt(60_000);
            return String.format(
                            Locale.ROOT,
                            EVENT,
                            random.nextDouble() * 5,
                            random.nextInt(40),
                            time,
                            time + random.nextInt(1_000_000),
                            id,
                            id,
                            random.nextInt(400),
                            random.nextInt(60),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextInt(300),
                            -120 - random.nextDouble() * 4,
                            36 + random.nextDouble() * 4,
                            random.nextDouble() * 20,
                            id)
                    .getBytes(StandardCharsets.UTF_8);
        });
    }

    /** Structured records of about 100 bytes. */
    static PayloadSample small(int count) {
        Random random = new Random(8);
        return sample(
                count,
                i -> String.format(
                                Locale.ROOT,
                                "order=%08d;customer=%06d;amount=%d.%02d;currency=EUR;state=ACCEPTED;warehouse=HAM-%d;priority=normal",
                                i,
                                random.nextInt(1_000_000),
                                random.nextInt(500),
                                random.nextInt(100),
                                random.nextInt(5))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Random bytes, 10 KB each. */
    static PayloadSample random(int count) {
        Random random = new Random(9);
        return sample(count, i -> {
            byte[] value = new byte[10_000];
            random.nextBytes(value);
            return value;
        });
    }

    private static PayloadSample sample(int count, IntFunction<byte[]> value) {
        List<Payload> records = IntStream.range(0, count)
                .mapToObj(i -> new Payload(("key-" + i % 100).getBytes(StandardCharsets.UTF_8), value.apply(i)))
                .toList();
        return new PayloadSample(Map.of("orders", records));
    }
}
