package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BytesInTransitTest {

    private final byte[] key = {1};
    private final byte[] value = {2};

    @AfterEach
    void unload() {
        BytesInTransit.current().unload();
    }

    @Test
    void theSerializersHandOverWhatTheThreadCarries() {
        BytesInTransit.current().load(key, value);
        assertThat(BytesInTransit.KEY.serialize("orders", "any")).isSameAs(key);
        assertThat(BytesInTransit.VALUE.serialize("orders", "any")).isSameAs(value);
    }

    @Test
    void nullsAreCarriedToo() {
        BytesInTransit.current().load(null, null);
        assertThat(BytesInTransit.KEY.serialize("orders", "any")).isNull();
        assertThat(BytesInTransit.VALUE.serialize("orders", "any")).isNull();
    }

    @Test
    void aThreadThatCarriesNothingWritesNoTombstone() {
        assertThatIllegalStateException().isThrownBy(() -> BytesInTransit.VALUE.serialize("orders", "any"));
        BytesInTransit.current().load(key, value);
        BytesInTransit.current().unload();
        assertThatIllegalStateException().isThrownBy(() -> BytesInTransit.KEY.serialize("orders", "any"));
    }

    @Test
    void anotherThreadDoesNotSeeTheBytes() throws Exception {
        BytesInTransit.current().load(key, value);
        CompletableFuture<Object> seen = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            try {
                seen.complete(String.valueOf(BytesInTransit.VALUE.serialize("orders", "any")));
            } catch (IllegalStateException e) {
                seen.complete(e);
            }
        });
        other.start();
        assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }
}
