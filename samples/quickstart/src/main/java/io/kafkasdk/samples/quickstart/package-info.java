/**
 * A sample to copy from. {@link io.kafkasdk.samples.quickstart.QuakeSender} produces,
 * {@link io.kafkasdk.samples.quickstart.QuakeReader} consumes,
 * {@link io.kafkasdk.samples.quickstart.SdkSetup} puts the SDK together; the rest is the stage and the view.
 */
@NullMarked
package io.kafkasdk.samples.quickstart;

import org.jspecify.annotations.NullMarked;
