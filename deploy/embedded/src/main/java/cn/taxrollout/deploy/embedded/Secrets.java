package cn.taxrollout.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Passwords and keys for servers of this machine, made when they start. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 144 random bits as letters, digits, {@code -} and {@code _}. */
    public static String next() {
        var bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** 256 random bits in base64, such as a key for AES. */
    public static String nextKey() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The key in the file, which is made with a new one if it isn't there. */
    public static String keyKeptIn(Path file) {
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                writePrivately(file, nextKey());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A password for each name, from the file if it is there, else made and written to it. */
    public static Map<String, String> keptIn(Path file, Collection<String> names) {
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                writePrivately(
                        file, names.stream().map(name -> name + "=" + next()).collect(Collectors.joining("\n")));
            }
            var secrets = new TreeMap<String, String>();
            Files.readAllLines(file).forEach(line -> secrets.put(line.split("=", 2)[0], line.split("=", 2)[1]));
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a new file that only this user can read. */
    public static Path writePrivately(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }
}
