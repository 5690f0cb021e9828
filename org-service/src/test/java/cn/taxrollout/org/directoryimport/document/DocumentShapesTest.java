package cn.taxrollout.org.directoryimport.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of different shapes, each with the outline that a careful clerk would draw up, beside it. */
class DocumentShapesTest {

    private final Path folder =
            Documents.upwards("org-service/src/test/resources/document").orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "articles",
                "attachment",
                "broken-lines",
                "half-width",
                "inline",
                "lead-sections",
                "tables.docx",
                "tabs"
            })
    void theDocumentIsReadAsItIsMeant(String name) throws IOException {
        String text = Files.readString(folder.resolve(name + ".txt"));
        byte[] file = name.endsWith(".docx") ? WordFile.ofLines(text) : text.getBytes(StandardCharsets.UTF_8);

        String outline = OutlineText.of(DirectoryDocument.read(file));

        Path expected = folder.resolve(name + ".expected");
        if (Boolean.getBoolean("outline.rewrite")) {
            Files.writeString(expected, outline);
        }
        assertThat(outline)
                .as("if the new outline is the better one: run with -Doutline.rewrite=true, and look at the difference")
                .isEqualTo(Files.readString(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''",
        "UTF-8, \uFEFF",
        "GB18030, ''",
        "GB18030, \uFEFF",
    })
    void theEncodingIsToldByTheBytes(String charset, String mark) throws IOException {
        String text = Files.readString(folder.resolve("lead-sections.txt"));

        assertThat(DirectoryDocument.read((mark + text).getBytes(Charset.forName(charset))))
                .isEqualTo(DirectoryDocument.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"articles", "attachment", "broken-lines", "half-width", "inline", "lead-sections", "tabs"})
    void aWordFileOfTheSameLinesIsReadAsTheText(String name) throws IOException {
        String text = Files.readString(folder.resolve(name + ".txt"));

        assertThat(DirectoryDocument.read(WordFile.ofLines(text)))
                .isEqualTo(DirectoryDocument.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}
