package cn.taxrollout.org.directoryimport.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is handed in is read or refused by what is wrong with it: no other exception, no endless work. */
class HostileDocumentTest {

    private static final String GROUP = "一、推广组\n组长：沈砚秋\n成员：陆承泽\n职责：推广。\n";
    private static final String MARKS = "（）()：:、，,；;。.〔〕 \u3000\t\n\r|一二三第章条组长副主任成员职责由担任各名1（";

    private final Path sample = Documents.upwards("deploy/sample/plan.txt").orElseThrow();

    @Test
    void anEmptyFileSaysSo() {
        assertThat(refusal(new byte[0]).code()).isEqualTo("document-empty");
    }

    @ParameterizedTest
    @CsvSource({"%PDF-1.7, PDF", "{\\rtf1, RTF"})
    void anotherFormatIsNamed(String start, String format) {
        Problem refusal = refusal(start.getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.code()).isEqualTo("document-format");
        assertThat(refusal.arguments()).containsExactly(format);
    }

    @Test
    void aWorkbookIsNoDocument() {
        String type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

        assertThat(refusal(WordFile.zip(WordFile.parts(type, "<workbook/>"))).code())
                .isEqualTo("document-format");
    }

    @Test
    void anOldWordFileSaysSo() {
        byte[] old = new byte[1024];
        System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, old, 0, 4);

        assertThat(refusal(old).code()).isEqualTo("file-legacy");
    }

    @Test
    void macrosAreRefused() {
        Map<String, byte[]> parts = WordFile.parts(WordFile.TYPE, "<w/>");
        parts.put("word/vbaProject.bin", new byte[] {1});

        assertThat(refusal(WordFile.zip(parts)).code()).isEqualTo("file-macros");
    }

    @Test
    void entitiesAreRefused() {
        byte[] file = WordFile.ofDocument("""
                <!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>""");

        assertThat(refusal(file).code()).isEqualTo("file-unsafe-xml");
    }

    @Test
    void aBombIsRefused() {
        assertThat(refusal(WordFile.ofBody("<w:p/>".repeat(5_000_000))).code()).isEqualTo("file-bomb");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(refusal(WordFile.ofBody("<w:tbl><w:tr><w:tc>".repeat(500))).code())
                .isEqualTo("file-unsafe-xml");
    }

    @Test
    void aTruncatedFileIsDamaged() {
        byte[] file = WordFile.ofLines(GROUP);

        assertThat(refusal(Arrays.copyOf(file, file.length - 20)).code()).isEqualTo("file-damaged");
    }

    @Test
    void wrongBytesAreRefusedWithTheirLine() {
        byte[] text = (GROUP + "职责：推广数电票。\n").getBytes(StandardCharsets.UTF_8);
        text[text.length - 3] = (byte) 0xFF;

        Problem refusal = refusal(text);

        assertThat(refusal.code()).isEqualTo("document-encoding");
        assertThat(refusal.row()).isEqualTo(5);
    }

    @Test
    void controlCharactersAreRefusedWithTheirLine() {
        Problem refusal = refusal((GROUP + "成员：张\u0000三").getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.code()).isEqualTo("document-control-character");
        assertThat(refusal.row()).isEqualTo(5);
    }

    @Test
    void aTextWithoutGroupsSaysWhatIsMissing() {
        assertThat(refusal("一、目标\n人人会用。\n二、任务\n1.培训\n".getBytes(StandardCharsets.UTF_8))
                        .code())
                .isEqualTo("document-no-organisation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "，", "、", "组长", "组长：", "为组长，", "由", "（", "王 ", "各一名副职、", "税政一股", "及其", "下设综合组、", "甲组和", "组及", "副", "李·",
                "王主任", "1.", "办公室主任由", "成员\t", "　", "和王", "第一税务分局的", "负责"
            })
    void noRepetitionMakesReadingSlow(String piece) {
        String line = piece.repeat(DocumentFile.MAX_LINE_LENGTH / piece.length() - 2);
        String many = (GROUP + "成员：" + line + "\n").repeat(6);
        String lines = GROUP + (piece + "\n").repeat(DocumentFile.MAX_LINES - 10);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertReadOrRefused(many.getBytes(StandardCharsets.UTF_8));
            assertReadOrRefused(lines.getBytes(StandardCharsets.UTF_8));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void textCutAnywhereIsReadOrRefused(long seed) throws IOException {
        byte[] text = Files.readAllBytes(sample);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int from = random.nextInt(text.length);
            int to = from + random.nextInt(text.length - from + 1);
            assertReadOrRefused(Arrays.copyOfRange(text, random.nextBoolean() ? 0 : from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void textWithWrongMarksInItIsReadOrRefused(long seed) throws IOException {
        String text = Files.readString(sample);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            StringBuilder changed = new StringBuilder(text);
            for (int change = random.nextInt(60); change >= 0; change--) {
                int at = random.nextInt(changed.length());
                char mark = MARKS.charAt(random.nextInt(MARKS.length()));
                switch (random.nextInt(4)) {
                    case 0 -> changed.setCharAt(at, mark);
                    case 1 -> changed.insert(at, mark);
                    case 2 -> changed.delete(at, Math.min(changed.length() - 1, at + random.nextInt(30)));
                    default -> changed.insert(at, changed.substring(Math.max(0, at - random.nextInt(200)), at));
                }
            }
            assertReadOrRefused(changed.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void wordFilesWithWrongBytesInThemAreReadOrRefused(long seed) throws IOException {
        byte[] file = Files.readAllBytes(sample.resolveSibling("plan.docx"));
        byte[] table = WordFile.ofLines("| 组别 | 组长 | 成员 |\n| 推广组 | 沈砚秋 | 陆承泽 |\n| ^ | ^ | 方知衡 |");
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] changed = (random.nextBoolean() ? file : table).clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            assertReadOrRefused(changed);
        }
    }

    private static Problem refusal(byte[] file) {
        UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> DirectoryDocument.read(file));
        assertThat(refused).isNotNull();
        return refused.problems().get(0);
    }

    private static void assertReadOrRefused(byte[] file) {
        assertThatCode(() -> {
                    try {
                        DirectoryDocument.read(file);
                    } catch (UnreadableFile refused) {
                        assertThat(refused.problems()).isNotEmpty();
                    }
                })
                .doesNotThrowAnyException();
    }
}
