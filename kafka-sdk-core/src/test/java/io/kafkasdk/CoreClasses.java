package io.kafkasdk;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Core's own classes, without those of the test kit that share the root package on the class path. */
final class CoreClasses implements ImportOption {

    @Override
    public boolean includes(Location location) {
        return !location.contains("/io/kafkasdk/test/");
    }
}
