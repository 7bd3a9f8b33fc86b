package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import io.kafkasdk.settings.Violation;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Makes TLS settings of SSL bundles.
 *
 * <p><b>Guarantee:</b> certificates of a bundle that is reloaded are used by new connections; a reload that fails leaves the
 * former ones in use, and Spring Boot logs it.
 */
final class BundleTls {

    private final @Nullable SslBundles bundles;

    /**
     * Takes the bundles of the application.
     *
     * @param bundles null where the application has none
     */
    BundleTls(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

    /** Returns the names that there are. */
    List<String> names() {
        return bundles == null
                ? List.of()
                : bundles.getBundleNames().stream().sorted().toList();
    }

    /**
     * Returns the settings of a bundle; reads its files.
     *
     * @throws NoSuchSslBundleException when there is none of that name
     * @throws IllegalStateException when its files cannot be used
     */
    TlsContext named(String name) {
        if (bundles == null) {
            throw new NoSuchSslBundleException(name, "there are no SSL bundles");
        }
        SslBundle bundle = bundles.getBundle(name);
        Context context = new Context(bundle.createSslContext());
        bundles.addBundleUpdateHandler(name, reloaded -> context.current = reloaded.createSslContext());
        return tls("SSL bundle '" + name + "'", bundle, context);
    }

    /**
     * Returns the settings of a bundle; they are only good when no violation was added. Reads its files.
     *
     * @param property the property that names it
     */
    Encrypted named(String property, String name, List<Violation> violations) {
        List<String> names = names();
        if (!names.contains(name)) {
            violations.add(new Violation(
                    property,
                    "'" + name + "'",
                    names.isEmpty() ? "there is no SSL bundle" : "there is no such SSL bundle; there are " + names,
                    "define it under spring.ssl.bundle.pem or spring.ssl.bundle.jks, or name one that there is"));
            return new SecuritySettings.Tls(null, null);
        }
        try {
            return named(name);
        } catch (RuntimeException unusable) {
            // Its text may quote what stands where a path should be: a private key, for example.
            violations.add(new Violation(
                    property,
                    "'" + name + "'",
                    "its certificates cannot be loaded ("
                            + rootOf(unusable).getClass().getSimpleName() + ")",
                    "check locations, formats and passwords under spring.ssl.bundle"));
            return new SecuritySettings.Tls(null, null);
        }
    }

    /**
     * Returns the settings of a bundle that has no name; reads its files.
     *
     * @param label what texts call it
     */
    static TlsContext unnamed(String label, SslBundle bundle) {
        return tls(label, bundle, new Context(bundle.createSslContext()));
    }

    /** Returns what a failure began with. */
    static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static TlsContext tls(String label, SslBundle bundle, Context context) {
        return new TlsContext(
                label,
                context,
                list(bundle.getOptions().getEnabledProtocols()),
                list(bundle.getOptions().getCiphers()));
    }

    private static List<String> list(String @Nullable [] values) {
        return values == null ? List.of() : List.of(values);
    }

    /** The context of the last good load: making one reads files and takes milliseconds, and connections share its sessions. */
    private static final class Context implements Supplier<SSLContext> {

        private volatile SSLContext current;

        Context(SSLContext current) {
            this.current = current;
        }

        @Override
        public SSLContext get() {
            return current;
        }
    }
}
