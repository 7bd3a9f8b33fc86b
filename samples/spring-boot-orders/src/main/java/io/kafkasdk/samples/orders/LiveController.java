package io.kafkasdk.samples.orders;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the page at {@code /} listens to. */
@RestController
final class LiveController {

    private final Viewers viewers;

    LiveController(Viewers viewers) {
        this.viewers = viewers;
    }

    /** Server-sent events, one a second; 503 when there are too many viewers, or the application stops. */
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> live() {
        return viewers.join()
                .map(stream ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(stream))
                .orElseGet(() ->
                        ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build());
    }
}
