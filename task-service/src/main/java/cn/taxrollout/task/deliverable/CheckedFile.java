package cn.taxrollout.task.deliverable;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * An uploaded file that may be kept. What it is, its content tells: name and media type come from the sender, and the name has
 * to fit.
 *
 * @param path where the server has put it; gone after the request
 * @param name without folders
 * @param size in bytes
 * @param sha256 64 hexadecimal digits
 */
record CheckedFile(Path path, String name, FileType type, long size, String sha256) {
    static final long MAX_BYTES = 20L * 1024 * 1024;
    static final int MAX_NAME = 200;

    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_INFLATED_BYTES = 50 * MAX_BYTES;
    private static final int MAX_CONTENT_TYPES_BYTES = 1024 * 1024;
    private static final String CONTENT_TYPES = "[Content_Types].xml";

    /** Chinese text of before Unicode, which is still met; what it takes for Chinese needs no mark that says so. */
    private static final List<Charset> CHARSETS = List.of(UTF_8, Charset.forName("GB18030"));

    /** In an archive: programs, and Office files that carry macros. */
    private static final Set<String> HARMFUL = Set.of(
            "exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "msi", "lnk",
            "jar", "sh", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "ppam", "xlsb");

    /**
     * Takes a look at all of a file, without having more than a small part of it in memory.
     *
     * @param givenName as the sender calls it
     * @throws Refusal 413 above 20 MiB, 422 if it is empty, of no kind that is taken, carries macros or programs, or has a name
     *     that doesn't fit what it is
     */
    static CheckedFile of(Path path, String givenName) throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
            throw Refusal.tooLarge("document-too-large", MAX_BYTES / (1024 * 1024) + " MiB");
        }
        if (size == 0) {
            throw refused("attachment-empty");
        }
        String name = plain(givenName);
        FileType type = type(path);
        if (!type.isNamed(name)) {
            throw refused("attachment-misnamed", name, type);
        }
        return new CheckedFile(path, name, type, size, sha256(path));
    }

    /** The name without folders, and without characters that don't show or change how the others are shown. */
    private static String plain(String givenName) {
        String name = givenName == null
                ? ""
                : givenName.substring(Math.max(givenName.lastIndexOf('/'), givenName.lastIndexOf('\\')) + 1);
        name = name.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw refused("attachment-name", MAX_NAME);
        }
        return name;
    }

    private static FileType type(Path path) throws IOException {
        String found;
        try (InputStream content = new BufferedInputStream(Files.newInputStream(path))) {
            found = MimeTypes.getDefaultMimeTypes()
                    .detect(content, new Metadata())
                    .getBaseType()
                    .toString();
        }
        if (found.equals(FileType.ZIP.mediaType()) || found.equals("application/x-tika-ooxml")) {
            return archiveType(path);
        }
        if (found.equals(FileType.TEXT.mediaType()) || found.equals("application/octet-stream")) {
            if (CHARSETS.stream().noneMatch(charset -> isText(path, charset))) {
                throw refused("attachment-type", found, List.of(FileType.values()));
            }
            return FileType.TEXT;
        }
        return FileType.of(found).orElseThrow(() -> refused("attachment-type", found, List.of(FileType.values())));
    }

    private static boolean isText(Path path, Charset charset) {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Reader text = new InputStreamReader(Files.newInputStream(path), decoder)) {
            char[] some = new char[8192];
            for (int length = text.read(some); length >= 0; length = text.read(some)) {
                for (int i = 0; i < length; i++) {
                    if (Character.isISOControl(some[i]) && "\t\n\f\r".indexOf(some[i]) < 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the directory of the archive and, for Office, what the package says it is; nothing else is inflated (ECMA-376, part 2). */
    private static FileType archiveType(Path path) throws IOException {
        try (ZipFile archive = new ZipFile(path.toFile())) {
            if (archive.size() > MAX_ENTRIES
                    || archive.stream().mapToLong(ZipEntry::getSize).sum() > MAX_INFLATED_BYTES) {
                throw refused("attachment-bomb");
            }
            archive.stream()
                    .map(ZipEntry::getName)
                    .filter(CheckedFile::isHarmful)
                    .findFirst()
                    .ifPresent(entry -> {
                        throw refused("attachment-harmful", entry);
                    });
            ZipEntry types = archive.getEntry(CONTENT_TYPES);
            return types == null ? FileType.ZIP : officeType(archive, types);
        } catch (ZipException | IllegalArgumentException e) { // the latter for names in no known encoding
            throw refused("attachment-damaged");
        }
    }

    private static boolean isHarmful(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        return name.endsWith("vbaproject.bin")
                || HARMFUL.contains(name.substring(name.lastIndexOf('.') + 1))
                || Arrays.asList(name.split("[/\\\\]")).contains("..")
                || name.startsWith("/");
    }

    private static FileType officeType(ZipFile archive, ZipEntry types) throws IOException {
        String declared;
        try (InputStream content = archive.getInputStream(types)) {
            declared = new String(content.readNBytes(MAX_CONTENT_TYPES_BYTES), UTF_8).toLowerCase(Locale.ROOT);
        }
        if (declared.contains("macroenabled") || declared.contains("vbaproject")) {
            throw refused("attachment-harmful", CONTENT_TYPES);
        }
        if (declared.contains("wordprocessingml.document.main+xml")) {
            return FileType.WORD;
        }
        if (declared.contains("spreadsheetml.sheet.main+xml")) {
            return FileType.EXCEL;
        }
        throw refused("attachment-type", "OOXML", List.of(FileType.values()));
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = digester();
        try (InputStream content = new DigestInputStream(Files.newInputStream(path), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static Refusal refused(String violation, Object... arguments) {
        return Refusal.unprocessable("attachment-unsound", List.of(new Violation("file", violation, arguments)));
    }
}
