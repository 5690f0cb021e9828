package cn.taxrollout.task.planimport.document;

import static cn.taxrollout.task.planimport.Documents.body;
import static cn.taxrollout.task.planimport.Documents.problemsOf;
import static cn.taxrollout.task.planimport.Documents.wordParts;
import static cn.taxrollout.task.planimport.Documents.wordWith;
import static cn.taxrollout.task.planimport.Documents.zip;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.Problem.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.junit.jupiter.api.Test;

class WordDocumentTest {

    @Test
    void everyParagraphIsALineWhateverItsRunsAndTables() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            XWPFParagraph first = document.createParagraph();
            first.createRun().setText("国家");
            XWPFRun bold = first.createRun();
            bold.setBold(true);
            bold.setText("税务");
            document.createParagraph();
            XWPFRun broken = document.createParagraph().createRun();
            broken.setText("上");
            broken.addBreak();
            broken.setText("下", 1);
            broken.addTab();
            document.createTable(1, 2).getRow(0).getCell(0).setText("格");
            document.write(file);
        }
        assertThat(DocumentFile.lines(file.toByteArray()))
                .startsWith(
                        new Line(1, "国家税务"),
                        new Line(2, ""),
                        new Line(3, "上"),
                        new Line(3, "下\t"),
                        new Line(4, "格", new Line.Cell(0, 0, 0, 1, false)));
    }

    @Test
    void whatAReaderOfTheDocumentDoesNotSeeIsNotRead() {
        byte[] file = wordWith(body("""
                <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>
                <w:r><w:t>3月25日</w:t><w:noBreakHyphen/><w:t>28日</w:t></w:r>
                <w:del><w:r><w:delText>删去</w:delText></w:r></w:del>
                <w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>
                <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
                <w:p><w:r><mc:AlternateContent>
                <mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice>
                <mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
                </mc:AlternateContent></w:r><w:r><w:t><![CDATA[外]]></w:t></w:r></w:p>"""));
        assertThat(DocumentFile.lines(file))
                .containsExactly(new Line(1, "3月25日-28日"), new Line(2, "框"), new Line(3, "外"));
    }

    @Test
    void aSmallFileThatUnpacksToAGiganticOneIsRefused() {
        Map<String, byte[]> parts = wordParts(body("<w:p/>"));
        parts.put("word/media/image1.bin", new byte[OfficeFile.MAX_INFLATED_BYTES]);
        byte[] bomb = zip(parts);
        assertThat(bomb).hasSizeLessThan(64 * 1024);
        assertThat(problemsOf(bomb)).containsExactly(Problem.of(Code.ZIP_BOMB, null, "100:1"));
    }

    @Test
    void aBombInTheTextItselfIsRefused() {
        byte[] bomb =
                wordWith(body("<w:p><w:r><w:t>" + "a".repeat(OfficeFile.HARMLESS_BYTES * 4) + "</w:t></w:r></w:p>"));
        assertThat(problemsOf(bomb)).containsExactly(Problem.of(Code.ZIP_BOMB, null, "100:1"));
    }

    @Test
    void aBombThatKeepsTheRatioMeetsTheLimitOfAllPartsTogether() {
        Map<String, byte[]> parts = wordParts(body("<w:p/>"));
        byte[] noise = new byte[600 * 1024]; // keeps the ratio below the limit
        new Random(1).nextBytes(noise);
        parts.put("word/media/image1.bin", noise);
        for (int i = 2; i < 6; i++) {
            parts.put("word/media/image" + i + ".bin", new byte[OfficeFile.MAX_INFLATED_BYTES / 4]);
        }
        assertThat(problemsOf(zip(parts))).containsExactly(Problem.of(Code.ZIP_BOMB, null, "32 MiB"));
    }

    @Test
    void aFileWithAnAbsurdNumberOfPartsIsRefused() {
        Map<String, byte[]> parts = wordParts(body("<w:p/>"));
        for (int i = 0; i < OfficeFile.MAX_PARTS; i++) {
            parts.put("word/media/" + i, new byte[0]);
        }
        assertThat(problemsOf(zip(parts))).containsExactly(Problem.of(Code.ZIP_BOMB, null, OfficeFile.MAX_PARTS));
    }

    @Test
    void millionsOfEmptyParagraphsMeetTheLimitOfLines() {
        assertThat(problemsOf(wordWith(body("<w:p/>".repeat(100_000)))))
                .extracting(Problem::code)
                .containsExactly(Code.TOO_MANY_LINES);
    }

    @Test
    void elementsNestedWithoutEndAreRefused() {
        assertThat(problemsOf(wordWith(body("<w:p>".repeat(10_000)))))
                .extracting(Problem::code)
                .containsExactly(Code.UNSAFE_XML);
    }

    @Test
    void entitiesAreRefusedInTheTextAndInTheListOfParts() {
        String entities = "<!DOCTYPE x [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
        byte[] text = wordWith(entities + body("<w:p><w:r><w:t>&file;</w:t></w:r></w:p>"));
        assertThat(problemsOf(text)).containsExactly(Problem.of(Code.UNSAFE_XML, null, "DOCTYPE"));

        Map<String, byte[]> parts = wordParts(body("<w:p/>"));
        parts.put("[Content_Types].xml", (entities + "<Types>&file;</Types>").getBytes(StandardCharsets.UTF_8));
        assertThat(problemsOf(zip(parts))).containsExactly(Problem.of(Code.UNSAFE_XML, null, "DOCTYPE"));
    }

    @Test
    void macrosAreRefusedByTypeAndByPart() {
        Map<String, byte[]> parts = wordParts(body("<w:p/>"));
        parts.put("word/vbaProject.bin", new byte[1]);
        assertThat(problemsOf(zip(parts))).containsExactly(Problem.of(Code.MACROS, null));

        Map<String, byte[]> typed = wordParts(body("<w:p/>"));
        typed.put("[Content_Types].xml", Documents.contentTypes("vnd.ms-word.document.macroEnabled"));
        assertThat(problemsOf(zip(typed))).containsExactly(Problem.of(Code.MACROS, null));
    }

    @Test
    void aZipThatIsNoWordDocumentIsRefused() {
        Map<String, byte[]> pictures = new TreeMap<>(Map.of("photo.jpg", new byte[10]));
        assertThat(problemsOf(zip(pictures))).containsExactly(Problem.of(Code.NOT_A_DOCUMENT, null, "ZIP"));

        Map<String, byte[]> workbook = wordParts(body("<w:p/>"));
        workbook.put(
                "[Content_Types].xml", Documents.contentTypes("vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        assertThat(problemsOf(zip(workbook))).containsExactly(Problem.of(Code.NOT_A_DOCUMENT, null, "ZIP"));
    }

    @Test
    void aMarkBeforeTheXmlDoesNotMatter() {
        assertThat(DocumentFile.lines(wordWith("\uFEFF" + body("<w:p><w:r><w:t>一</w:t></w:r></w:p>"))))
                .containsExactly(new Line(1, "一"));
    }

    @Test
    void aDamagedFileIsRefused() {
        byte[] file = wordWith(body("<w:p/>".repeat(50)));
        assertThat(problemsOf(Arrays.copyOf(file, file.length / 2))).containsExactly(Problem.of(Code.DAMAGED, null));
        assertThat(problemsOf(wordWith("<w:document"))).containsExactly(Problem.of(Code.DAMAGED, null));

        Map<String, byte[]> withoutText = wordParts(body("<w:p/>"));
        withoutText.remove("word/document.xml");
        assertThat(problemsOf(zip(withoutText))).containsExactly(Problem.of(Code.DAMAGED, null));
    }

    @Test
    void controlCharactersAndLimitsHoldForParagraphsToo() {
        String tooLong = "<w:p><w:r><w:t>" + "ab".repeat(DocumentFile.MAX_LINE_LENGTH) + "</w:t></w:r></w:p>";
        assertThat(problemsOf(wordWith(body("<w:p/>" + tooLong))))
                .containsExactly(Problem.of(Code.LINE_TOO_LONG, 2, DocumentFile.MAX_LINE_LENGTH));
        assertThat(problemsOf(wordWith(body("<w:p><w:r><w:t>\u0085</w:t></w:r></w:p>"))))
                .containsExactly(Problem.of(Code.CONTROL_CHARACTER, 1, "U+0085"));
    }
}
