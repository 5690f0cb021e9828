package cn.taxrollout.org.directoryimport.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers that Word puts before paragraphs are read as if they had been typed. */
class WordNumbersTest {

    private static final String NAMESPACE = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private static final String NUMBERING = """
            <w:numbering %s>
            <w:abstractNum w:abstractNumId="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%%2）"/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%%3."/></w:lvl>
            <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
            </w:abstractNum>
            <w:abstractNum w:abstractNumId="1">
            <w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%%1条"/></w:lvl>
            </w:abstractNum>
            <w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>
            </w:numbering>""".formatted(NAMESPACE);

    @Test
    void theyCountPerListAndLevelInTheirFormat() throws IOException {
        assertThat(lines(
                        numbered(5, 0, "组织领导"),
                        numbered(5, 1, "领导小组"),
                        numbered(5, 1, "办公室"),
                        numbered(5, 2, "承办会议"),
                        numbered(5, 3, "记录"),
                        numbered(5, 0, "任务"),
                        numbered(5, 1, "准备"),
                        numbered(6, 0, "目的"),
                        numbered(6, 0, "依据"),
                        numbered(6, 0, "范围"),
                        numbered(7, 0, "不在列")))
                .containsExactly(
                        "一、组织领导", "（一）领导小组", "（二）办公室", "1.承办会议", "记录", "二、任务", "（一）准备", "第九条目的", "第十条依据", "第十一条范围",
                        "不在列");
    }

    private static List<String> lines(String... paragraphs) throws IOException {
        Map<String, byte[]> parts = WordFile.parts(
                WordFile.TYPE,
                "<w:document " + NAMESPACE + "><w:body>" + String.join("", paragraphs) + "</w:body></w:document>");
        parts.put("word/numbering.xml", NUMBERING.getBytes(StandardCharsets.UTF_8));
        return WordDocument.lines(WordFile.zip(parts)).stream().map(Line::text).toList();
    }

    private static String numbered(int list, int level, String text) {
        return ("<w:p><w:pPr><w:pStyle w:val=\"a3\"/><w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%d\"/></w:numPr></w:pPr>"
                        + "<w:r><w:t>%s</w:t></w:r></w:p>")
                .formatted(level, list, text);
    }
}
