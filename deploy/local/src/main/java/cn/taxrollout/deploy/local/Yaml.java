package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reading of YAML files with errors that name the file and the line. */
final class Yaml {

    static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Yaml() {}

    /** Makes something of a file's text. */
    @FunctionalInterface
    interface Reading<T> {
        T from(String text) throws IOException;
    }

    /** @throws BadUse when the file can't be read or what is in it isn't YAML of the expected shape */
    static <T> T read(Path file, Reading<T> reading) {
        try {
            return reading.from(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw at(file, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), oneLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new BadUse("cannot read " + file + ": " + e);
        }
    }

    static BadUse at(Path file, int line, String what) {
        return new BadUse(file + (line > 0 ? ", line " + line : "") + ": " + what);
    }

    /** Without the excerpts of the file, which are indented. */
    private static String oneLine(String text) {
        return text.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.joining(", "));
    }
}
