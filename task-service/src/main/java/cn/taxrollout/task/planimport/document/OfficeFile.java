package cn.taxrollout.task.planimport.document;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Word document as a zip of XML parts (ECMA-376 part 2). It comes from people we don't know, so its parts are only read as
 * streams and within limits, and what it is, is told by its content, not by its name.
 */
final class OfficeFile implements Closeable {

    /** Pictures don't shrink in a zip, so a file of the allowed size holds at most a few times its size. */
    static final int MAX_INFLATED_BYTES = 4 * DocumentFile.MAX_BYTES;

    /** Ten to twenty is usual for the XML of Word, a bomb has a thousand. Apache POI draws the same line. */
    static final int MAX_INFLATE_RATIO = 100;

    /** Below this no ratio is suspicious: a page of empty table cells shrinks to nothing. */
    static final int HARMLESS_BYTES = 1024 * 1024;

    /** Word writes some twenty parts, and one for every picture. */
    static final int MAX_PARTS = 1_000;

    private static final byte[] ZIP = {'P', 'K'};
    private static final byte[] OLE2 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /** Name of the stream that holds a password-protected .docx within the old container, as its directory spells it. */
    private static final byte[] ENCRYPTED_PACKAGE = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final String DOCUMENT = "wordprocessingml.document.main+xml";

    private final Path copy;
    private final ZipFile zip;
    private final long size;
    private final Map<String, String> partOfType = new LinkedHashMap<>();
    private long inflated;

    /** Whether the bytes look like a file of an office program, be it one that {@link #open} refuses. */
    static boolean looksLikeOne(byte[] file) {
        return startsWith(file, ZIP) || startsWith(file, OLE2);
    }

    /** @throws UnreadableDocument if it is no .docx, is damaged, encrypted, carries macros, or would unpack to more than it may */
    static OfficeFile open(byte[] file) throws IOException {
        if (startsWith(file, OLE2)) {
            throw refused(contains(file, ENCRYPTED_PACKAGE) ? Problem.Code.ENCRYPTED : Problem.Code.LEGACY_DOC);
        }
        Path copy = Files.createTempFile("upload", ".zip");
        try {
            Files.write(copy, file);
            return new OfficeFile(copy, file.length);
        } catch (IOException | RuntimeException e) {
            Files.delete(copy);
            throw e;
        }
    }

    /** @param copy the file on disk: the directory of a zip stands at its end, and not every zip can be read without it */
    private OfficeFile(Path copy, long size) throws IOException {
        this.copy = copy;
        this.size = size;
        try {
            zip = new ZipFile(copy.toFile());
        } catch (IOException | IllegalArgumentException e) { // the last for names in no known encoding
            throw refused(Problem.Code.DAMAGED);
        }
        try {
            checkDirectory();
            if (zip.getEntry(CONTENT_TYPES) == null) {
                throw refused(Problem.Code.NOT_A_DOCUMENT, "ZIP");
            }
            readTypes();
            document();
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** What the zip's own directory says; where it lies, reading the part will find out. */
    private void checkDirectory() {
        if (zip.size() > MAX_PARTS) {
            throw refused(Problem.Code.ZIP_BOMB, MAX_PARTS);
        }
        Set<String> names = new HashSet<>();
        long declared = 0;
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
            String name = entry.getName().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw refused(Problem.Code.DAMAGED);
            }
            if (name.endsWith("vbaproject.bin")) {
                throw refused(Problem.Code.MACROS);
            }
            declared += Math.max(0, entry.getSize());
        }
        checkInflated(declared);
    }

    private void readTypes() throws IOException {
        try (PullParser types = parse(CONTENT_TYPES)) {
            while (types.next()) {
                String type = types.isStart() ? types.attribute("ContentType") : null;
                String part = type == null ? null : types.attribute("PartName");
                if (type != null && type.toLowerCase(Locale.ROOT).contains("macroenabled")) {
                    throw refused(Problem.Code.MACROS);
                }
                if (part != null) {
                    partOfType.putIfAbsent(type, part.startsWith("/") ? part.substring(1) : part);
                }
            }
        }
    }

    /** The part that holds the text. */
    String document() {
        String part = part(DOCUMENT).orElseThrow(() -> refused(Problem.Code.NOT_A_DOCUMENT, "ZIP"));
        if (zip.getEntry(part) == null) {
            throw refused(Problem.Code.DAMAGED);
        }
        return part;
    }

    /** The name of the part whose type ends so. */
    Optional<String> part(String type) {
        return partOfType.entrySet().stream()
                .filter(part -> part.getKey().endsWith(type))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** @throws UnreadableDocument if there is no such part */
    PullParser parse(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw refused(Problem.Code.DAMAGED);
        }
        return new PullParser(new Inflated(zip.getInputStream(entry)));
    }

    @Override
    public void close() throws IOException {
        try (zip) {
            Files.delete(copy);
        }
    }

    private void checkInflated(long bytes) {
        if (bytes > HARMLESS_BYTES && bytes > MAX_INFLATE_RATIO * size) {
            throw refused(Problem.Code.ZIP_BOMB, MAX_INFLATE_RATIO + ":1");
        }
        if (bytes > MAX_INFLATED_BYTES) {
            throw refused(Problem.Code.ZIP_BOMB, MAX_INFLATED_BYTES / (1024 * 1024) + " MiB");
        }
    }

    private static UnreadableDocument refused(Problem.Code code, Object... arguments) {
        return new UnreadableDocument(Problem.of(code, null, arguments));
    }

    private static boolean startsWith(byte[] file, byte[] mark) {
        return file.length >= mark.length
                && ByteBuffer.wrap(file, 0, mark.length).equals(ByteBuffer.wrap(mark));
    }

    private static boolean contains(byte[] file, byte[] mark) {
        for (int i = 0; i <= file.length - mark.length; i++) {
            if (file[i] == mark[0] && ByteBuffer.wrap(file, i, mark.length).equals(ByteBuffer.wrap(mark))) {
                return true;
            }
        }
        return false;
    }

    /** A part's bytes, counted over all parts that are read. */
    private final class Inflated extends FilterInputStream {
        Inflated(InputStream part) {
            super(part);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) {
            inflated += bytes;
            checkInflated(inflated);
        }
    }
}
