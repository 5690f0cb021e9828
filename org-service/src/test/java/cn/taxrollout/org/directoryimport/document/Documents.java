package cn.taxrollout.org.directoryimport.document;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Documents that the tests of the reader share. */
final class Documents {

    private Documents() {}

    /** A file of the repository or of a folder beside it. */
    static Optional<Path> upwards(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(path))
                .filter(Files::exists)
                .findFirst();
    }
}
