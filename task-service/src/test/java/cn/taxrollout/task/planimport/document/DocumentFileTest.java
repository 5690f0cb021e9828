package cn.taxrollout.task.planimport.document;

import static cn.taxrollout.task.planimport.Documents.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.planimport.document.Problem.Code;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"一\n\n三", "一\r\n\r\n三", "一\r\r三", "一\r\n\n三\n", "\uFEFF一\n\n三\r\n"})
    void linesEndInAnyOfTheUsualWays(String text) {
        assertThat(DocumentFile.lines(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Line(1, "一"), new Line(2, ""), new Line(3, "三"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "GBK"})
    void textsAreReadInTheEncodingTheyAreIn(String charset) {
        assertThat(DocumentFile.lines("ok\n国家税务总局鹿鸣县税务局：\n①完成".getBytes(Charset.forName(charset))))
                .containsExactly(new Line(1, "ok"), new Line(2, "国家税务总局鹿鸣县税务局："), new Line(3, "①完成"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"})
    void aMarkBeforeTheTextTellsItsEncoding(String charset) {
        assertThat(DocumentFile.lines("\uFEFF税务\n局".getBytes(Charset.forName(charset))))
                .containsExactly(new Line(1, "税务"), new Line(2, "局"));
    }

    @Test
    void aBrokenPlaceInUtf8IsNotTakenForAnotherEncoding() {
        byte[] text = "国家税务总局\n鹿鸣县税务局关于印发方案的通知".getBytes(StandardCharsets.UTF_8);
        text[text.length - 2] = (byte) 0xFF;
        assertThat(problemsOf(text)).containsExactly(Problem.of(Code.BROKEN_ENCODING, 2));
    }

    @Test
    void brokenGb18030IsRefusedWithItsLine() {
        byte[] text = "国家税务总局\n鹿鸣县税务局关于印发方案的通知".getBytes(Charset.forName("GB18030"));
        text[text.length - 2] = (byte) 0xFF;
        assertThat(problemsOf(text)).containsExactly(Problem.of(Code.BROKEN_ENCODING, 2));
    }

    @Test
    void aCharacterCutOffAtTheEndIsBrokenEncoding() {
        byte[] text = "国家税务总局鹿鸣县\n税务局".getBytes(StandardCharsets.UTF_8);
        assertThat(problemsOf(Arrays.copyOf(text, text.length - 1)))
                .containsExactly(Problem.of(Code.BROKEN_ENCODING, 2));
    }

    @Test
    void utf16WithoutMarkIsBrokenEncoding() {
        assertThat(problemsOf("税务总局".getBytes(StandardCharsets.UTF_16LE)))
                .extracting(Problem::code)
                .containsAnyOf(Code.BROKEN_ENCODING, Code.CONTROL_CHARACTER);
    }

    @Test
    void controlCharactersAreRefusedWithTheirLine() {
        assertThat(problemsOf("一\n二\u0000")).containsExactly(Problem.of(Code.CONTROL_CHARACTER, 2, "U+0000"));
    }

    @Test
    void anEmptyFileIsRefused() {
        assertThat(problemsOf(new byte[0])).containsExactly(Problem.of(Code.EMPTY, null));
    }

    @Test
    void aFileBeyondTheLimitIsRefused() {
        assertThat(problemsOf(new byte[DocumentFile.MAX_BYTES + 1]))
                .containsExactly(Problem.of(Code.TOO_LARGE, null, "8 MiB"));
    }

    @Test
    void tooManyLinesAreRefused() {
        assertThat(problemsOf("\n".repeat(DocumentFile.MAX_LINES + 1)))
                .containsExactly(Problem.of(Code.TOO_MANY_LINES, DocumentFile.MAX_LINES + 1, DocumentFile.MAX_LINES));
    }

    @Test
    void tooLongALineIsRefused() {
        assertThat(problemsOf("\n" + "长".repeat(DocumentFile.MAX_LINE_LENGTH + 1)))
                .containsExactly(Problem.of(Code.LINE_TOO_LONG, 2, DocumentFile.MAX_LINE_LENGTH));
    }

    @Test
    void tooMuchTextIsRefused() {
        String line = "长".repeat(DocumentFile.MAX_LINE_LENGTH) + "\n";
        assertThat(problemsOf(line.repeat(51)))
                .containsExactly(Problem.of(Code.TOO_LARGE, 51, DocumentFile.MAX_CHARACTERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%PDF-1.7\n...", "{\\rtf1\\ansi ..."})
    void otherFormatsAreNamed(String start) {
        assertThat(problemsOf(start)).extracting(Problem::code).containsExactly(Code.NOT_A_DOCUMENT);
    }

    @Test
    void aWordFileOfTheOldKindIsRefused() {
        assertThat(problemsOf(oldContainer("WordDocument"))).containsExactly(Problem.of(Code.LEGACY_DOC, null));
    }

    @Test
    void aFileWithAPasswordIsRefused() {
        assertThat(problemsOf(oldContainer("EncryptedPackage"))).containsExactly(Problem.of(Code.ENCRYPTED, null));
    }

    @Test
    void textWithoutAnyPlanIsRefused() {
        assertThat(problemsOf("Good morning.\n")).containsExactly(Problem.of(Code.NO_TASKS, null));
    }

    /** The start of an OLE2 file, and the name of one stream in its directory. */
    private static byte[] oldContainer(String stream) {
        byte[] file = new byte[2048];
        byte[] magic = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1};
        byte[] name = stream.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(magic, 0, file, 0, magic.length);
        System.arraycopy(name, 0, file, 1024, name.length);
        return file;
    }
}
