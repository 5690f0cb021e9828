package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import cn.taxrollout.task.planimport.draft.Unresolved;
import cn.taxrollout.task.planimport.reading.PlanDocumentReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Documents and surroundings that the tests of the reader share. */
public final class Documents {

    public static final Predicate<LocalDate> WEEKEND = day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;

    public static final UUID ARCHIVE = UUID.fromString("00000000-0000-7000-8000-000000000001");
    public static final UUID EQUIPMENT = UUID.fromString("00000000-0000-7000-8000-000000000002");

    /** The units of the small plan. */
    public static final Function<String, Optional<UUID>> UNITS =
            name -> Optional.ofNullable(Map.of("档案组", ARCHIVE, "设备组", EQUIPMENT).get(name));

    public static final Function<String, Optional<UUID>> ANY_UNIT =
            name -> Optional.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));

    private Documents() {}

    /** A plan with four tasks, one of each kind of deadline, that has nothing odd in it. */
    public static String small() {
        try (InputStream text = Documents.class.getResourceAsStream("/planimport/small.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The small plan with one thing changed. */
    public static String smallWith(String written, String instead) {
        String text = small();
        if (!text.contains(written)) {
            throw new IllegalArgumentException("the small plan has no " + written);
        }
        return text.replace(written, instead);
    }

    public static DraftPlan read(String text) {
        return PlanDocumentReader.read(text.getBytes(StandardCharsets.UTF_8), UNITS, WEEKEND);
    }

    public static DraftReview review(DraftPlan plan) {
        return DraftReview.of(plan, WEEKEND);
    }

    public static List<Anomaly> anomalies(DraftPlan plan) {
        return review(plan).anomalies();
    }

    public static List<Unresolved> unresolved(String text) {
        return review(read(text)).unresolved();
    }

    public static List<Problem> problemsOf(byte[] file) {
        try {
            PlanDocumentReader.read(file, UNITS, WEEKEND);
            return List.of();
        } catch (UnreadableDocument e) {
            return e.problems();
        }
    }

    public static List<Problem> problemsOf(String text) {
        return problemsOf(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The number of the line that holds the words. */
    public static int lineOf(String text, String words) {
        return (int) text.substring(0, text.indexOf(words)).lines().count()
                + (text.charAt(text.indexOf(words) - 1) == '\n' ? 1 : 0);
    }

    /** A file or folder of the repository or of a folder beside it. */
    public static Optional<Path> upwards(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(path))
                .filter(Files::exists)
                .findFirst();
    }

    /** A Word document with hand-made XML: what a word processor wouldn't write, but a stranger might. */
    public static byte[] wordWith(String documentXml) {
        return zip(wordParts(documentXml));
    }

    public static Map<String, byte[]> wordParts(String documentXml) {
        Map<String, byte[]> parts = new TreeMap<>();
        parts.put("[Content_Types].xml", contentTypes("vnd.openxmlformats-officedocument.wordprocessingml.document"));
        parts.put("word/document.xml", documentXml.getBytes(StandardCharsets.UTF_8));
        return parts;
    }

    public static byte[] contentTypes(String type) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/word/document.xml" ContentType="application/%s.main+xml"/></Types>""".formatted(type).getBytes(StandardCharsets.UTF_8);
    }

    public static String body(String paragraphs) {
        return """
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>%s</w:body></w:document>""".formatted(paragraphs);
    }

    public static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
