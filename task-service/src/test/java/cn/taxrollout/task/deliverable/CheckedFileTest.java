package cn.taxrollout.task.deliverable;

import static cn.taxrollout.task.deliverable.SampleFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.taxrollout.task.web.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckedFileTest {
    private static final String WORD_MAIN =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    @TempDir
    private Path folder;

    static Stream<Arguments> whatIsTaken() {
        return Stream.of(
                Arguments.of("手册.pdf", SampleFiles.PDF, FileType.PDF),
                Arguments.of("手册.docx", SampleFiles.word(), FileType.WORD),
                Arguments.of("名单.XLSX", SampleFiles.excel(), FileType.EXCEL),
                Arguments.of("照片.png", SampleFiles.PNG, FileType.PNG),
                Arguments.of("照片.jpeg", SampleFiles.JPEG, FileType.JPEG),
                Arguments.of("说明.txt", text("一、工作开展情况\r\n\t已完成。\n"), FileType.TEXT),
                Arguments.of("旧说明.txt", "一、工作开展情况，已完成。".getBytes(Charset.forName("GBK")), FileType.TEXT),
                Arguments.of("名单.csv", text("编号,名称\n1,甲公司\n"), FileType.TEXT),
                Arguments.of("一页.txt", text("好"), FileType.TEXT),
                Arguments.of("资料.zip", SampleFiles.zip(Map.of("资料/名单.txt", text("甲"))), FileType.ZIP));
    }

    @ParameterizedTest
    @MethodSource("whatIsTaken")
    void contentTellsWhatAFileIs(String name, byte[] content, FileType type) throws IOException {
        CheckedFile file = CheckedFile.of(saved(content), name);

        assertThat(file.type()).isEqualTo(type);
        assertThat(file.name()).isEqualTo(name);
        assertThat(file.size()).isEqualTo(content.length);
    }

    static Stream<Arguments> whatIsRefused() {
        return Stream.of(
                Arguments.of("empty", "空.txt", new byte[0], "attachment-empty"),
                Arguments.of("program", "说明.txt", new byte[] {'M', 'Z', 0, 1, 0, 0}, "attachment-type"),
                Arguments.of("old Office", "手册.doc", SampleFiles.OLD_OFFICE, "attachment-type"),
                Arguments.of(
                        "web page",
                        "说明.txt",
                        text("<!DOCTYPE html><html><script>x</script></html>"),
                        "attachment-type"),
                Arguments.of("neither text nor anything else", "说明.txt", new byte[] {1, 2, 3}, "attachment-type"),
                Arguments.of(
                        "presentation",
                        "讲稿.pptx",
                        SampleFiles.office("presentationml.presentation.main+xml"),
                        "attachment-type"),
                Arguments.of("another kind than the name says", "手册.pdf", SampleFiles.word(), "attachment-misnamed"),
                Arguments.of("no extension", "手册", SampleFiles.PDF, "attachment-misnamed"),
                Arguments.of("two extensions", "手册.pdf.exe", SampleFiles.PDF, "attachment-misnamed"),
                Arguments.of(
                        "declared macros",
                        "手册.docx",
                        SampleFiles.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
                        "attachment-harmful"),
                Arguments.of(
                        "undeclared macros",
                        "手册.docx",
                        SampleFiles.office(WORD_MAIN, "word/vbaProject.bin"),
                        "attachment-harmful"),
                Arguments.of(
                        "macros in an archive",
                        "资料.zip",
                        SampleFiles.zip(Map.of("表.xlsm", text("x"))),
                        "attachment-harmful"),
                Arguments.of(
                        "program in an archive",
                        "资料.zip",
                        SampleFiles.zip(Map.of("a/安装.EXE", text("x"))),
                        "attachment-harmful"),
                Arguments.of(
                        "path out of an archive",
                        "资料.zip",
                        SampleFiles.zip(Map.of("../../x.txt", text("x"))),
                        "attachment-harmful"),
                Arguments.of(
                        "damaged archive", "资料.zip", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0}, "attachment-damaged"),
                Arguments.of("no name", " ", SampleFiles.PDF, "attachment-name"),
                Arguments.of("endless name", "长".repeat(201) + ".pdf", SampleFiles.PDF, "attachment-name"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsRefused")
    void whatCouldHarmOrIsNotWhatItSaysIsRefused(String what, String name, byte[] content, String violation)
            throws IOException {
        Path file = saved(content);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> CheckedFile.of(file, name));

        assertThat(refusal.code()).isEqualTo("attachment-unsound");
        assertThat(refusal).hasMessageContaining(violation);
    }

    @Test
    void aBombIsNotInflated() throws IOException {
        Path bomb = folder.resolve("bomb.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            byte[] nothing = new byte[1024 * 1024];
            for (int i = 0; i < 11; i++) {
                zip.putNextEntry(new ZipEntry(i + ".txt"));
                for (int megabyte = 0; megabyte < 100; megabyte++) {
                    zip.write(nothing);
                }
            }
        }

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> CheckedFile.of(bomb, "资料.zip"));

        assertThat(refusal).hasMessageContaining("attachment-bomb");
    }

    @Test
    void twentyMebibytesAreTakenAndNotAByteMore() throws IOException {
        Path file = saved(SampleFiles.PDF);
        try (var longer = new RandomAccessFile(file.toFile(), "rw")) {
            longer.setLength(20 * 1024 * 1024);
            assertThat(CheckedFile.of(file, "扫描件.pdf").size()).isEqualTo(20 * 1024 * 1024);

            longer.setLength(20 * 1024 * 1024 + 1);
        }

        assertThat(catchThrowableOfType(Refusal.class, () -> CheckedFile.of(file, "扫描件.pdf"))
                        .code())
                .isEqualTo("document-too-large");
    }

    @Test
    void foldersAndInvisibleCharactersOfANameAreDropped() throws IOException {
        assertThat(CheckedFile.of(saved(SampleFiles.PDF), "C:\\资料\\..\\手\u202E册\u0000\n.pdf")
                        .name())
                .isEqualTo("手册.pdf");
    }

    @Test
    void theChecksumIsThatOfTheContent() throws IOException {
        assertThat(CheckedFile.of(saved(text("abc")), "abc.txt").sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private Path saved(byte[] content) throws IOException {
        return Files.write(folder.resolve("upload"), content);
    }
}
