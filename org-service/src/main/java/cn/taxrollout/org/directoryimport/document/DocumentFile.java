package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.upload.OfficeFile;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the bytes of an uploaded file to lines of text. What the file is, is told by its content: names and media types come
 * from the sender. Every limit lies far above any real document (the first bureau's has 311 lines and 7,000 characters) and
 * low enough that a hostile file costs milliseconds and a few megabytes.
 */
final class DocumentFile {

    /** About 150 printed pages. */
    static final int MAX_LINES = 5_000;

    /** Ten times the longest paragraph that is still readable. */
    static final int MAX_LINE_LENGTH = 10_000;

    static final int MAX_CHARACTERS = 200_000;

    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] RTF = {'{', '\\', 'r', 't', 'f'};
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] GB18030_MARK = {(byte) 0x84, 0x31, (byte) 0x95, 0x33};

    /** GB18030 read as UTF-8 is broken at every other character; UTF-8 with damage has only some broken places. */
    private static final int BROKEN_PLACES_PER_CHARACTER = 10;

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    private DocumentFile() {}

    /** @throws UnreadableFile that says what is wrong with the file, and on which line */
    static List<Line> lines(byte[] file) throws IOException {
        if (file.length == 0) {
            throw new UnreadableFile("document-empty");
        }
        if (OfficeFile.looksLikeOne(file)) {
            return WordDocument.lines(file);
        }
        if (startsWith(file, PDF) || startsWith(file, RTF)) {
            throw new UnreadableFile("document-format", startsWith(file, PDF) ? "PDF" : "RTF");
        }
        return textLines(file);
    }

    static UnreadableFile refusedAt(int line, String code, Object... arguments) {
        return new UnreadableFile(List.of(new Problem(null, line, null, code, List.of(arguments))));
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
        if (startsWith(file, UTF_8_MARK)) {
            return decode(file, UTF_8_MARK.length, StandardCharsets.UTF_8);
        }
        if (startsWith(file, GB18030_MARK)) {
            return decode(file, GB18030_MARK.length, GB18030);
        }
        String asUtf8 = new String(file, StandardCharsets.UTF_8);
        long characters = asUtf8.chars().filter(c -> c > 0x7F).count();
        long broken = asUtf8.chars().filter(c -> c == '\uFFFD').count();
        boolean utf8 = broken * BROKEN_PLACES_PER_CHARACTER <= characters;
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
            throw refusedAt(1 + (int) LINE_END.matcher(readable).results().count(), "document-encoding");
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
                throw refusedAt(number, "document-too-many-lines", MAX_LINES);
            }
            if (text.length() > MAX_LINE_LENGTH) {
                throw refusedAt(number, "document-line-too-long", MAX_LINE_LENGTH);
            }
            if (characters > MAX_CHARACTERS) {
                throw refusedAt(number, "document-too-long", MAX_CHARACTERS);
            }
            text.chars()
                    .filter(c -> Character.isISOControl(c) && c != '\t' && c != '\f' && c != '\u000B')
                    .findFirst()
                    .ifPresent(c -> {
                        throw refusedAt(number, "document-control-character", "U+%04X".formatted(c));
                    });
            read.add(new Line(number, text, cell));
        }

        List<Line> read() {
            return read;
        }
    }
}
