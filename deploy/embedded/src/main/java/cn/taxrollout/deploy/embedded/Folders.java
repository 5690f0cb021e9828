package cn.taxrollout.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where this module's build left the servers, and where what is made of them once is kept for every later start. */
final class Folders {

    private static final String MODULE = "deploy/embedded";

    private Folders() {}

    /** Fills a new folder. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /**
     * The root of the working copy: the nearest folder above the working directory, or else above this code, that has this module.
     *
     * @throws IllegalStateException when there is none
     */
    static Path repository() {
        return Stream.<Supplier<Path>>of(Folders::workingDirectory, Folders::codeSource)
                .map(Supplier::get)
                .flatMap(start -> Stream.iterate(start, path -> path != null, Path::getParent))
                .filter(ancestor -> Files.exists(ancestor.resolve(MODULE).resolve("pom.xml")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not in a working copy with " + MODULE));
    }

    /**
     * A folder that the Maven build of this module made.
     *
     * @throws IllegalStateException when the module hasn't been built in this working copy
     */
    static Path built(String name) {
        var folder = repository().resolve(MODULE).resolve("target").resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    folder + " is missing: mvn -pl " + MODULE + " install -DskipTests makes it");
        }
        return folder;
    }

    /** The Java that this JVM runs on. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * A folder below the user's cache ({@code $XDG_CACHE_HOME}, else {@code ~/.cache}) that is filled by the first who needs it.
     * Processes that race for it fill one each, and the first to finish gives its own to all.
     */
    static Path cached(String name, Content content) {
        var home = System.getenv("XDG_CACHE_HOME");
        var caches =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(home);
        var folder = caches.resolve("tax-rollout").resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(folder.getParent());
            var draft = Files.createTempDirectory(folder.getParent(), name + ".draft");
            try {
                content.writeTo(draft);
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            } finally {
                delete(draft);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill " + folder, e);
        }
    }

    /** A new folder of this machine for data that isn't kept. */
    static Path scratch(String name) {
        try {
            return Files.createTempDirectory("tax-rollout-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the parts: names a cached folder after what it was made from. */
    static String fingerprint(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Path workingDirectory() {
        return Path.of(System.getProperty("user.dir"));
    }

    private static Path codeSource() {
        try {
            return Path.of(Folders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
