package io.kafkasdk.spring.boot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a {@link HandlesRecords} method that takes a header of the record: a {@code byte[]}, or a
 * {@code String} in UTF-8. Of several headers of this name it takes the last one; without one it is null. An
 * {@code Optional} of these says that there may be none, a {@code List} takes all in their order.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface HeaderValue {

    /** Name of the header. */
    String value();
}
