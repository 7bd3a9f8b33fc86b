package io.kafkasdk.samples.orders;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What callers are told when something is wrong, as problem details (RFC 9457). Before Boot's own advice, which would
 * not name the fields.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems {

    /** 400 with one message per field. */
    @ExceptionHandler
    ProblemDetail invalid(MethodArgumentNotValidException invalid) {
        Map<String, String> fields = new TreeMap<>();
        for (FieldError error : invalid.getBindingResult().getFieldErrors()) {
            fields.merge(error.getField(), String.valueOf(error.getDefaultMessage()), (one, two) -> one + "; " + two);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The order is not valid");
        problem.setProperty("fields", fields);
        return problem;
    }

    /** 503 with the SDK's diagnosis; 400 when the record itself can never be written. */
    @ExceptionHandler
    ProblemDetail notSent(SendFailedException failure) {
        Diagnosis diagnosis = failure.diagnosis();
        HttpStatus status =
                failure.kind() == ErrorKind.BAD_RECORD ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, diagnosis.what());
        problem.setProperty("kind", diagnosis.kind());
        problem.setProperty("cause", diagnosis.cause());
        problem.setProperty("cure", diagnosis.cure());
        // Not written: send it again. Otherwise it may be there already; here that is fine too, ids count once.
        problem.setProperty("certainlyNotWritten", failure.outcome() instanceof SendOutcome.Rejected);
        return problem;
    }
}
