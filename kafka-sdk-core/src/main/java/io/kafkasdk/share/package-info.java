/**
 * Share groups (KIP-932): the same handlers, records without order, shared by any number of members.
 *
 * <p>Rank 12 of the package order.
 */
@NullMarked
package io.kafkasdk.share;

import org.jspecify.annotations.NullMarked;
