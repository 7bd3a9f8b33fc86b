/** What can go wrong, in one vocabulary: each failure with its cause and its cure. */
@NullMarked
package io.kafkasdk.error;

import org.jspecify.annotations.NullMarked;
