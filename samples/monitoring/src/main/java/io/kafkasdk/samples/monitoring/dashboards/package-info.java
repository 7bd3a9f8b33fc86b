/**
 * Writes the Grafana dashboards: {@link io.kafkasdk.samples.monitoring.dashboards.WriteDashboards} makes the files under
 * {@code grafana/dashboards} from the four classes that say what is on them.
 */
@NullMarked
package io.kafkasdk.samples.monitoring.dashboards;

import org.jspecify.annotations.NullMarked;
