package cn.taxrollout.task.planimport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the bytes of an uploaded file to lines of text. What the file is, is told by its content: names and media types come
 * from the sender. Every limit lies far above any real plan (the first bureau's has 311 lines and 7,000 characters) and low
 * enough that a hostile file costs milliseconds and a few megabytes.
 */
final class DocumentFile {

    /** A plan with scanned seals and a letterhead stays below 1 MiB; attachments don't come this way. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** About 150 printed pages. */
    static final int MAX_LINES = 5_000;

    /** Ten times the longest paragraph that is still readable. */
    static final int MAX_LINE_LENGTH = 10_000;

    /** The draft keeps the text for its clause trace, so this bounds what one preview takes in the database, too. */
    static final int MAX_CHARACTERS = 500_000;

    private static final byte[] ZIP = {'P', 'K'};
    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] RTF = {'{', '\\', 'r', 't', 'f'};
    private static final byte[] OLE2 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Name of the stream that holds a password-protected .docx within the old container, as its directory spells it. */
    private static final byte[] ENCRYPTED_PACKAGE = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    private DocumentFile() {}

    static List<Line> lines(byte[] file) {
        if (file.length == 0) {
            throw new UnreadableDocument(Problem.of(Problem.Code.EMPTY, null));
        }
        if (file.length > MAX_BYTES) {
            throw new UnreadableDocument(Problem.of(Problem.Code.TOO_LARGE, null, MAX_BYTES / (1024 * 1024) + " MiB"));
        }
        if (startsWith(file, ZIP)) {
            return WordDocument.lines(file);
        }
        if (startsWith(file, OLE2)) {
            Problem.Code code = contains(file, ENCRYPTED_PACKAGE) ? Problem.Code.ENCRYPTED : Problem.Code.LEGACY_DOC;
            throw new UnreadableDocument(Problem.of(code, null));
        }
        if (startsWith(file, PDF) || startsWith(file, RTF)) {
            String format = startsWith(file, PDF) ? "PDF" : "RTF";
            throw new UnreadableDocument(Problem.of(Problem.Code.NOT_A_DOCUMENT, null, format));
        }
        return textLines(file);
    }

    private static List<Line> textLines(byte[] file) {
        int start = startsWith(file, UTF_8_MARK) ? UTF_8_MARK.length : 0;
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(file.length);
        boolean broken = decoder.decode(ByteBuffer.wrap(file, start, file.length - start), text, true)
                .isError();
        String readable = text.flip().toString();
        if (broken) {
            int line = 1 + (int) LINE_END.matcher(readable).results().count();
            throw new UnreadableDocument(Problem.of(Problem.Code.BROKEN_ENCODING, line));
        }
        Lines lines = new Lines();
        Matcher end = LINE_END.matcher(readable);
        int from = 0;
        int number = 1;
        while (end.find()) {
            lines.add(number++, readable.substring(from, end.start()));
            from = end.end();
        }
        if (from < readable.length()) {
            lines.add(number, readable.substring(from));
        }
        return lines.read();
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

    /** Lines read so far, kept within the limits. */
    static final class Lines {

        private final List<Line> read = new ArrayList<>();
        private int characters;

        void add(int number, String text) {
            characters += text.length();
            if (read.size() == MAX_LINES) {
                throw refused(Problem.Code.TOO_MANY_LINES, number, MAX_LINES);
            }
            if (text.length() > MAX_LINE_LENGTH) {
                throw refused(Problem.Code.LINE_TOO_LONG, number, MAX_LINE_LENGTH);
            }
            if (characters > MAX_CHARACTERS) {
                throw refused(Problem.Code.TOO_LARGE, number, MAX_CHARACTERS);
            }
            text.chars()
                    .filter(c -> Character.isISOControl(c) && c != '\t' && c != '\f' && c != '\u000B')
                    .findFirst()
                    .ifPresent(c -> {
                        throw refused(Problem.Code.CONTROL_CHARACTER, number, "U+%04X".formatted(c));
                    });
            read.add(new Line(number, text));
        }

        List<Line> read() {
            return read;
        }

        private static UnreadableDocument refused(Problem.Code code, int line, Object argument) {
            return new UnreadableDocument(Problem.of(code, line, argument));
        }
    }
}
