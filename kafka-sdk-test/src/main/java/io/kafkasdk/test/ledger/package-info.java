/**
 * The referee: what was to be sent, what became of it, what was handled when and by whom, what the brokers' logs hold, and
 * checks that find what is wrong with that. It knows plain kafka-clients only, no library that is judged by it. Uses nothing
 * of the other packages of this module.
 */
@NullMarked
package io.kafkasdk.test.ledger;

import org.jspecify.annotations.NullMarked;
