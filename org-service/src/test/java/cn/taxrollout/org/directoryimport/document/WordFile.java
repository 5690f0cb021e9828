package cn.taxrollout.org.directoryimport.document;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes Word files with nothing in them but what a test needs, so that it can also hold what no word processor would write. */
final class WordFile {

    static final String TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    private WordFile() {}

    /** A paragraph for each line; lines between bars are rows of a table, ^ in a cell merges it with the one above. */
    static byte[] ofLines(String text) {
        StringBuilder body = new StringBuilder();
        List<String> rows = new ArrayList<>();
        for (String line : (text + "\n").split("\n", -1)) {
            if (line.startsWith("|")) {
                rows.add(line);
            } else {
                if (!rows.isEmpty()) {
                    body.append(rows.stream().map(WordFile::row).collect(joining("", "<w:tbl>", "</w:tbl>")));
                    rows.clear();
                }
                body.append(paragraph(line));
            }
        }
        return ofBody(body.toString());
    }

    static byte[] ofBody(String body) {
        return ofDocument("""
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>""".formatted(body));
    }

    static byte[] ofDocument(String xml) {
        return zip(parts(TYPE, xml));
    }

    static Map<String, byte[]> parts(String type, String xml) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/word/document.xml" ContentType="%s"/></Types>""".formatted(type).getBytes(StandardCharsets.UTF_8));
        parts.put("word/document.xml", xml.getBytes(StandardCharsets.UTF_8));
        return parts;
    }

    static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static String row(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .map(WordFile::cell)
                .collect(joining("", "<w:tr>", "</w:tr>"));
    }

    private static String cell(String text) {
        boolean merged = text.equals("^");
        String merge = merged ? "<w:vMerge/>" : "<w:vMerge w:val=\"restart\"/>";
        return "<w:tc><w:tcPr>" + merge + "</w:tcPr>"
                + Stream.of((merged ? "" : text).split("//"))
                        .map(WordFile::paragraph)
                        .collect(joining())
                + "</w:tc>";
    }

    private static String paragraph(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<w:p><w:r><w:t xml:space=\"preserve\">" + escaped.replace("\t", "</w:t><w:tab/><w:t>")
                + "</w:t></w:r></w:p>";
    }
}
