package cn.taxrollout.task.planimport.reading;

import static org.assertj.core.api.Assertions.assertThatCode;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.web.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a document, it is read or refused: no other exception, no endless loop. */
class MutatedDocumentTest {

    private static final int ROUNDS = 150;
    private static final Texts TEXTS = Texts.in(Locale.CHINESE);
    private static final String MARKS = "（）()《》：:、，,；;。.〔〕 \u3000\n\r一二三第阶段年月日前起至-0123456789责任单位";

    private final Path sample = Documents.upwards("deploy/sample/plan.txt").orElseThrow();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void textCutAnywhereIsReadOrRefused(long seed) throws IOException {
        byte[] text = Files.readAllBytes(sample);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int from = random.nextInt(text.length);
            int to = from + random.nextInt(text.length - from + 1);
            assertReadOrRefused(random.nextBoolean() ? Arrays.copyOf(text, to) : Arrays.copyOfRange(text, from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void textWithWrongMarksInItIsReadOrRefused(long seed) throws IOException {
        String text = Files.readString(sample);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder changed = new StringBuilder(text);
            for (int change = random.nextInt(40); change >= 0; change--) {
                int at = random.nextInt(changed.length());
                char mark = MARKS.charAt(random.nextInt(MARKS.length()));
                switch (random.nextInt(4)) {
                    case 0 -> changed.setCharAt(at, mark);
                    case 1 -> changed.insert(at, mark);
                    case 2 -> changed.delete(at, Math.min(changed.length() - 1, at + random.nextInt(30)));
                    default -> changed.insert(at, changed.substring(random.nextInt(at + 1), at));
                }
            }
            assertReadOrRefused(changed.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void wordFilesWithWrongBytesInThemAreReadOrRefused(long seed) throws IOException {
        byte[] file = Files.readAllBytes(sample.resolveSibling("plan.docx"));
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS / 2; round++) {
            assertReadOrRefused(withWrongBytes(file, random));
            assertReadOrRefused(Arrays.copyOf(file, random.nextInt(file.length)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void wordFilesWithWrongBytesInTheirPartsAreReadOrRefused(long seed) throws IOException {
        Map<String, byte[]> parts = unzip(Files.readAllBytes(sample.resolveSibling("plan.docx")));
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS / 2; round++) {
            Map<String, byte[]> changed = new TreeMap<>(parts);
            String part = random.nextBoolean() ? "word/document.xml" : "[Content_Types].xml";
            changed.computeIfPresent(part, (name, content) -> withWrongBytes(content, random));
            assertReadOrRefused(Documents.zip(changed));
        }
    }

    private static void assertReadOrRefused(byte[] file) {
        assertThatCode(() -> {
                    try {
                        DraftPlan plan = PlanDocumentReader.read(file, Documents.ANY_UNIT, Documents.WEEKEND);
                        Documents.review(plan).anomalies().forEach(odd -> odd.text(TEXTS));
                        Documents.review(plan).unresolved().forEach(open -> open.text(TEXTS));
                    } catch (UnreadableDocument refused) {
                        refused.problems().forEach(problem -> problem.text(TEXTS));
                    }
                })
                .doesNotThrowAnyException();
    }

    private static byte[] withWrongBytes(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int change = random.nextInt(8); change >= 0; change--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static Map<String, byte[]> unzip(byte[] file) throws IOException {
        Map<String, byte[]> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readAllBytes());
            }
        }
        return parts;
    }
}
