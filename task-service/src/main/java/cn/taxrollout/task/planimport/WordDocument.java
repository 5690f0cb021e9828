package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.DocumentFile.Lines;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The paragraphs of a .docx, tables included, in reading order.
 *
 * <p>Streams the one part that holds the text instead of loading the file into Apache POI's model: that model takes up to a
 * hundred times the size of the XML and parses parts nobody asked for, which no limit on the upload makes safe. Structure of
 * the file: ECMA-376 part 1 (WordprocessingML) and part 2 (packages).
 */
final class WordDocument {

    /** Pictures don't shrink in a zip, so a file of the allowed size holds at most a few times its size. */
    static final int MAX_INFLATED_BYTES = 4 * DocumentFile.MAX_BYTES;

    /** Ten to twenty is usual for the XML of Word, a bomb has a thousand. Apache POI draws the same line. */
    static final int MAX_INFLATE_RATIO = 100;

    /** Below this no ratio is suspicious: a page of empty table cells shrinks to nothing. */
    static final int HARMLESS_BYTES = 1024 * 1024;

    /** Word writes some twenty parts, and one for every picture. */
    static final int MAX_ENTRIES = 1_000;

    /** Word nests about ten levels, tables in tables some more. */
    private static final int MAX_DEPTH = 200;

    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final String MAIN_PART = "wordprocessingml.document.main+xml";
    private static final String MAIN_PART_WITH_MACROS = "ms-word.document.macroenabled.main+xml";
    private static final Set<String> WORD = Set.of(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main");

    /** Formatting, text moved elsewhere, phonetic guides, field codes, and second renderings of what was read already. */
    private static final Set<String> SKIPPED =
            Set.of("pPr", "rPr", "moveFrom", "rt", "instrText", "delText", "Fallback");

    private WordDocument() {}

    static List<Line> lines(byte[] file) {
        try {
            Set<String> names = inflate(file);
            if (!names.contains(CONTENT_TYPES)) {
                throw refused(Problem.Code.NOT_A_DOCUMENT, "ZIP");
            }
            if (names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("vbaproject.bin"))) {
                throw refused(Problem.Code.MACROS);
            }
            String part = mainPart(file);
            if (!names.contains(part)) {
                throw refused(Problem.Code.DAMAGED);
            }
            return paragraphs(file, part);
        } catch (IOException
                | XMLStreamException
                | IllegalArgumentException e) { // the last for names in no known encoding
            throw new UnreadableDocument(Problem.of(Problem.Code.DAMAGED, null));
        }
    }

    /** Unpacks everything once without keeping it, before any of it is looked at. */
    private static Set<String> inflate(byte[] file) throws IOException {
        Set<String> names = new HashSet<>();
        byte[] buffer = new byte[64 * 1024];
        long inflated = 0;
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                if (++entries > MAX_ENTRIES) {
                    throw refused(Problem.Code.ZIP_BOMB, MAX_ENTRIES);
                }
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    inflated += read;
                    if (inflated > MAX_INFLATED_BYTES) {
                        throw refused(Problem.Code.ZIP_BOMB, MAX_INFLATED_BYTES / (1024 * 1024) + " MiB");
                    }
                    if (inflated > HARMLESS_BYTES && inflated > (long) MAX_INFLATE_RATIO * file.length) {
                        throw refused(Problem.Code.ZIP_BOMB, MAX_INFLATE_RATIO + ":1");
                    }
                }
            }
        }
        return names;
    }

    private static String mainPart(byte[] file) throws IOException, XMLStreamException {
        try (InputStream content = open(file, CONTENT_TYPES)) {
            Xml xml = new Xml(content);
            while (xml.next()) {
                String type = Optional.ofNullable(xml.attribute("ContentType"))
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
                if (type.endsWith(MAIN_PART_WITH_MACROS)) {
                    throw refused(Problem.Code.MACROS);
                }
                String name = xml.attribute("PartName");
                if (type.endsWith(MAIN_PART) && name != null) {
                    return name.startsWith("/") ? name.substring(1) : name;
                }
            }
        }
        throw refused(Problem.Code.NOT_A_DOCUMENT, "ZIP");
    }

    private static List<Line> paragraphs(byte[] file, String part) throws IOException, XMLStreamException {
        Lines lines = new Lines();
        int number = 0;
        Deque<StringBuilder> open = new ArrayDeque<>(); // more than one within a text box
        try (InputStream content = open(file, part)) {
            Xml xml = new Xml(content);
            boolean inText = false;
            while (xml.nextEvent()) {
                if (xml.isStart() && SKIPPED.contains(xml.name())) {
                    xml.skip();
                } else if (xml.isStart() && xml.isWord()) {
                    inText = xml.name().equals("t");
                    if (xml.name().equals("p")) {
                        open.push(new StringBuilder());
                    } else if (!open.isEmpty()) {
                        open.peek().append(mark(xml.name()));
                    }
                } else if (xml.isEnd() && xml.isWord()) {
                    inText = false;
                    if (xml.name().equals("p")) {
                        number++;
                        for (String text : open.pop().toString().split("\n", -1)) {
                            lines.add(number, text);
                        }
                    }
                } else if (inText && xml.isText() && !open.isEmpty()) {
                    append(open.peek(), xml.text(), number + 1);
                }
            }
        }
        return lines.read();
    }

    private static void append(StringBuilder paragraph, String text, int number) {
        if (paragraph.length() + text.length() > DocumentFile.MAX_CHARACTERS) {
            throw new UnreadableDocument(Problem.of(Problem.Code.LINE_TOO_LONG, number, DocumentFile.MAX_LINE_LENGTH));
        }
        paragraph.append(text);
    }

    private static String mark(String element) {
        return switch (element) {
            case "tab", "ptab" -> " ";
            case "br", "cr" -> "\n";
            case "noBreakHyphen" -> "-";
            default -> "";
        };
    }

    private static InputStream open(byte[] file, String name) throws IOException {
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals(name)) {
                return zip;
            }
        }
        throw new IOException("no entry " + name);
    }

    private static UnreadableDocument refused(Problem.Code code, Object... arguments) {
        return new UnreadableDocument(Problem.of(code, null, arguments));
    }

    /** A pull parser that neither knows document types nor goes arbitrarily deep. */
    private static final class Xml {

        private final XMLStreamReader reader;
        private int depth;

        /** Word writes UTF-8, with or without a mark; decoded here, since the parser would print what it can't decode. */
        Xml(InputStream content) throws IOException, XMLStreamException {
            Reader text = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()));
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            reader = factory.createXMLStreamReader(text);
        }

        /** Goes to the next start of an element. */
        boolean next() throws XMLStreamException {
            boolean more = nextEvent();
            while (more && !isStart()) {
                more = nextEvent();
            }
            return more;
        }

        boolean nextEvent() throws XMLStreamException {
            if (!reader.hasNext()) {
                return false;
            }
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw refused(Problem.Code.UNSAFE_XML, "DOCTYPE");
            }
            depth += isStart() ? 1 : isEnd() ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw refused(Problem.Code.UNSAFE_XML, "> " + MAX_DEPTH);
            }
            return true;
        }

        /** Goes to the end of the element that has just started. */
        void skip() throws XMLStreamException {
            int outside = depth - 1;
            while (depth > outside && nextEvent()) {
                // what lies inside is of no interest
            }
        }

        boolean isStart() {
            return reader.getEventType() == XMLStreamConstants.START_ELEMENT;
        }

        boolean isEnd() {
            return reader.getEventType() == XMLStreamConstants.END_ELEMENT;
        }

        boolean isText() {
            return reader.getEventType() == XMLStreamConstants.CHARACTERS
                    || reader.getEventType() == XMLStreamConstants.CDATA;
        }

        String name() {
            return reader.getLocalName();
        }

        boolean isWord() {
            String namespace = reader.getNamespaceURI();
            return namespace != null && WORD.contains(namespace);
        }

        String attribute(String name) {
            return reader.getAttributeValue(null, name);
        }

        String text() {
            return reader.getText();
        }
    }
}
