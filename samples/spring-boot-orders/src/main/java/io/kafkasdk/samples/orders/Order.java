package io.kafkasdk.samples.orders;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/**
 * One order, as it comes in by HTTP and as it is written to the topic.
 *
 * @param id names the order; sending it twice counts once
 * @param customer who ordered
 * @param amount what it costs
 */
record Order(
        @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,64}", message = "must be 1 to 64 letters, digits or hyphens")
        String id,

        @NotBlank @Size(max = 200) String customer,

        @NotNull @Positive @Digits(integer = 12, fraction = 2)
        BigDecimal amount) {}
