/** How well the SDK knows its own lag, against a scripted truth. */
@NullMarked
package io.kafkasdk.accuracy;

import org.jspecify.annotations.NullMarked;
