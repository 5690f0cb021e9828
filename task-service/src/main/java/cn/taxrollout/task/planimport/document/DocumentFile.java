package cn.taxrollout.task.planimport.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the bytes of an uploaded file to lines of text. What the file is, is told by its content: names and media types come
 * from the sender. Every limit lies far above any real plan (the first bureau's has 311 lines and 7,000 characters) and low
 * enough that a hostile file costs milliseconds and a few megabytes.
 */
public final class DocumentFile {

    /** A plan with scanned seals and a letterhead stays below 1 MiB; attachments don't come this way. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    /** About 150 printed pages. */
    static final int MAX_LINES = 5_000;

    /** Ten times the longest paragraph that is still readable. */
    static final int MAX_LINE_LENGTH = 10_000;

    /** The draft keeps the text for its clause trace, so this bounds what one preview takes in the database, too. */
    static final int MAX_CHARACTERS = 500_000;

    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] RTF = {'{', '\\', 'r', 't', 'f'};

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** The mark U+FEFF that editors put before a text, in the encodings that have one. */
    private static final Map<Charset, byte[]> MARKS = Map.of(
            StandardCharsets.UTF_8,
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
            StandardCharsets.UTF_16LE,
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            StandardCharsets.UTF_16BE,
            new byte[] {(byte) 0xFE, (byte) 0xFF},
            GB18030,
            new byte[] {(byte) 0x84, 0x31, (byte) 0x95, 0x33});

    /** GB18030 read as UTF-8 is broken at every other character; UTF-8 with damage has only some broken places. */
    private static final int CHARACTERS_PER_BROKEN_PLACE = 10;

    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    private DocumentFile() {}

    /** @throws UnreadableDocument that says what is wrong with the file, and on which line */
    public static List<Line> lines(byte[] file) {
        if (file.length == 0) {
            throw new UnreadableDocument(Problem.of(Problem.Code.EMPTY, null));
        }
        if (file.length > MAX_BYTES) {
            throw new UnreadableDocument(Problem.of(Problem.Code.TOO_LARGE, null, MAX_BYTES / (1024 * 1024) + " MiB"));
        }
        if (OfficeFile.looksLikeOne(file)) {
            return WordDocument.lines(file);
        }
        if (startsWith(file, PDF) || startsWith(file, RTF)) {
            String format = startsWith(file, PDF) ? "PDF" : "RTF";
            throw new UnreadableDocument(Problem.of(Problem.Code.NOT_A_DOCUMENT, null, format));
        }
        return textLines(file);
    }

    private static List<Line> textLines(byte[] file) {
        String text = decode(file);
        Lines lines = new Lines();
        Matcher end = LINE_END.matcher(text);
        int from = 0;
        int number = 1;
        while (end.find()) {
            lines.add(number++, text.substring(from, end.start()), null);
            from = end.end();
        }
        if (from < text.length()) {
            lines.add(number, text.substring(from), null);
        }
        return lines.read();
    }

    private static String decode(byte[] file) {
        for (Map.Entry<Charset, byte[]> mark : MARKS.entrySet()) {
            if (startsWith(file, mark.getValue())) {
                return decode(file, mark.getValue().length, mark.getKey());
            }
        }
        String asUtf8 = new String(file, StandardCharsets.UTF_8);
        long foreign = asUtf8.chars().filter(c -> c > 0x7F).count();
        long broken = asUtf8.chars().filter(c -> c == '\uFFFD').count();
        boolean utf8 = broken * CHARACTERS_PER_BROKEN_PLACE <= foreign;
        return decode(file, 0, utf8 ? StandardCharsets.UTF_8 : GB18030);
    }

    private static String decode(byte[] file, int start, Charset charset) {
        CharBuffer text = CharBuffer.allocate(file.length);
        boolean broken = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(file, start, file.length - start), text, true)
                .isError();
        String readable = text.flip().toString();
        if (broken) {
            int line = 1 + (int) LINE_END.matcher(readable).results().count();
            throw new UnreadableDocument(Problem.of(Problem.Code.BROKEN_ENCODING, line));
        }
        return readable;
    }

    private static boolean startsWith(byte[] file, byte[] mark) {
        return file.length >= mark.length
                && ByteBuffer.wrap(file, 0, mark.length).equals(ByteBuffer.wrap(mark));
    }

    /** Lines read so far, kept within the limits. */
    static final class Lines {

        private final List<Line> read = new ArrayList<>();
        private int characters;

        void add(int number, String text, Line.Cell cell) {
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
            read.add(new Line(number, text, cell));
        }

        List<Line> read() {
            return read;
        }

        private static UnreadableDocument refused(Problem.Code code, int line, Object argument) {
            return new UnreadableDocument(Problem.of(code, line, argument));
        }
    }
}
