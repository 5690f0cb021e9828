package cn.taxrollout.org.directoryimport.upload;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file of an office program: a zip of XML parts (ECMA-376 part 2). It comes from people we don't know, so its parts are only
 * read as streams and within limits, and what it is, is told by its content, not by its name.
 */
public final class OfficeFile implements Closeable {
    /** What an office file is, by the type of its main part. */
    public enum Kind {
        WORKBOOK("spreadsheetml.sheet.main+xml"),
        DOCUMENT("wordprocessingml.document.main+xml");

        private final String mainPart;

        Kind(String mainPart) {
            this.mainPart = mainPart;
        }
    }

    /** Four sheets of 100,000 rows take about half of it. */
    static final int MAX_INFLATED_BYTES = 256 * 1024 * 1024;

    /** Ten to twenty is usual for the XML of office programs, a bomb has a thousand. Apache POI draws the same line. */
    static final int MAX_INFLATE_RATIO = 100;

    /** Below this no ratio is suspicious: a page of empty cells shrinks to nothing. */
    static final int HARMLESS_BYTES = 4 * 1024 * 1024;

    /** Office programs write some twenty parts, and one for every sheet and picture. */
    static final int MAX_PARTS = 1_000;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE2 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /** Name of the stream that holds a password-protected file within the old container, as its directory spells it. */
    private static final byte[] ENCRYPTED_PACKAGE = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    private static final String CONTENT_TYPES = "[Content_Types].xml";

    private final Path copy;
    private final ZipFile zip;
    private final long size;
    private final Kind kind;
    private final String mainPart;
    private long inflated;

    /**
     * Whether the bytes look like a file of an office program, be it one that {@link #open} refuses; anything else may be
     * plain text.
     */
    public static boolean looksLikeOne(byte[] file) {
        return startsWith(file, ZIP) || startsWith(file, OLE2);
    }

    /**
     * Opens a workbook or a document.
     *
     * @throws UnreadableFile if it is none, is damaged, encrypted, carries macros, or would unpack to more than it may
     */
    public static OfficeFile open(byte[] file) throws IOException {
        if (startsWith(file, OLE2)) {
            throw new UnreadableFile(contains(file, ENCRYPTED_PACKAGE) ? "file-encrypted" : "file-legacy");
        }
        if (!startsWith(file, ZIP)) {
            throw new UnreadableFile("file-not-office");
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

    /** @param copy the file on disk: the directory of a zip stands at its end */
    private OfficeFile(Path copy, long size) throws IOException {
        this.copy = copy;
        this.size = size;
        try {
            zip = new ZipFile(copy.toFile());
        } catch (IOException | IllegalArgumentException e) { // the last for names in no known encoding
            throw new UnreadableFile("file-damaged");
        }
        try {
            checkDirectory();
            if (!has(CONTENT_TYPES)) {
                throw new UnreadableFile("file-not-office");
            }
            Main main = findMain();
            kind = main.kind();
            mainPart = main.part();
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** What the zip's own directory says; where it lies, reading the part will find out. */
    private void checkDirectory() {
        if (zip.size() > MAX_PARTS) {
            throw new UnreadableFile("file-bomb", MAX_PARTS);
        }
        Set<String> names = new HashSet<>();
        long declared = 0;
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
            String name = entry.getName().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw new UnreadableFile("file-damaged");
            }
            if (name.endsWith("vbaproject.bin") || name.contains("/macrosheets/")) {
                throw new UnreadableFile("file-macros");
            }
            declared += Math.max(0, entry.getSize());
        }
        checkInflated(declared);
    }

    private record Main(Kind kind, String part) {}

    private Main findMain() throws IOException {
        try (PullParser types = parse(CONTENT_TYPES)) {
            while (types.nextElement()) {
                String type = types.attribute("ContentType") == null ? "" : types.attribute("ContentType");
                if (type.toLowerCase(Locale.ROOT).contains("macroenabled")) {
                    throw new UnreadableFile("file-macros");
                }
                for (Kind candidate : Kind.values()) {
                    String part = types.attribute("PartName");
                    if (type.endsWith(candidate.mainPart) && part != null) {
                        String name = part.startsWith("/") ? part.substring(1) : part;
                        if (!has(name)) {
                            throw new UnreadableFile("file-damaged");
                        }
                        return new Main(candidate, name);
                    }
                }
            }
        }
        throw new UnreadableFile("file-not-office");
    }

    public Kind kind() {
        return kind;
    }

    /** The name of the part with which reading begins, such as {@code xl/workbook.xml}. */
    public String mainPart() {
        return mainPart;
    }

    public boolean has(String part) {
        return zip.getEntry(part) != null;
    }

    /** @throws UnreadableFile if there is no such part */
    public PullParser parse(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw new UnreadableFile("file-damaged");
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
        if (bytes > MAX_INFLATED_BYTES) {
            throw new UnreadableFile("file-bomb", MAX_INFLATED_BYTES / (1024 * 1024) + " MiB");
        }
        if (bytes > HARMLESS_BYTES && bytes > MAX_INFLATE_RATIO * size) {
            throw new UnreadableFile("file-bomb", MAX_INFLATE_RATIO + ":1");
        }
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
