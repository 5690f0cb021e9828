package cn.taxrollout.deploy.local;

import cn.taxrollout.deploy.embedded.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a running suite keeps its logs, and for {@code deploy/token} how to get tokens; for this user's eyes alone. */
final class RunDirectory {

    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * The directory, made or emptied of an earlier run's logs.
     *
     * @throws BadUse when it can't be made
     */
    static RunDirectory at(Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            if (Files.notExists(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (var old = Files.list(folder)) {
                for (var file : old.toList()) {
                    Files.delete(file);
                }
            }
            return new RunDirectory(folder);
        } catch (IOException e) {
            throw new BadUse("cannot use " + folder + ": " + e);
        }
    }

    Path folder() {
        return folder;
    }

    /**
     * Tells {@code deploy/token} where this process's realm is and how to get in.
     *
     * @param password of all users
     * @param systemSecret of the client that stands for another system
     */
    void announce(String issuer, String password, String systemSecret) {
        try {
            Secrets.writePrivately(
                    access(),
                    "pid=%d\nissuer=%s\npassword=%s\nsystem-secret=%s\n"
                            .formatted(ProcessHandle.current().pid(), issuer, password, systemSecret));
        } catch (IOException e) {
            throw new BadUse("cannot write " + access() + ": " + e);
        }
    }

    /** Takes the announcement back. */
    void withdraw() {
        try {
            Files.deleteIfExists(access());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path access() {
        return folder.resolve("access");
    }
}
