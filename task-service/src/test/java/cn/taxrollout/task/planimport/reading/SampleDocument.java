package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.document.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;

/** Makes the Word form of the sample plan: one paragraph for every line of the text, set as official documents are. */
final class SampleDocument {

    private static final String RED = "FF0000";

    private SampleDocument() {}

    static byte[] ofLines(List<Line> lines) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            document.getProperties().getCoreProperties().setCreator("deploy/sample");
            document.getProperties()
                    .getCoreProperties()
                    .setCreated(Optional.of(Date.from(Instant.parse("2023-02-23T00:00:00Z"))));
            int firstChapter = firstChapter(lines);
            for (Line line : lines) {
                XWPFParagraph paragraph = document.createParagraph();
                XWPFRun run = paragraph.createRun();
                run.setText(line.text());
                run.setFontFamily("仿宋");
                run.setFontSize(16);
                boolean heading =
                        !line.text().startsWith("\u3000") && !line.text().endsWith("：");
                if (heading && line.number() < firstChapter) {
                    paragraph.setAlignment(ParagraphAlignment.CENTER);
                    run.setFontSize(18);
                }
                if (line.text().endsWith("局文件")) {
                    run.setColor(RED);
                    run.setFontSize(26);
                }
                if (line.text().matches("[一二三四五]、.*|（[一二三四五六七]）.*")) {
                    run.setFontFamily("黑体");
                }
            }
            document.write(file);
        }
        return file.toByteArray();
    }

    private static int firstChapter(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.text().startsWith("一、"))
                .findFirst()
                .map(Line::number)
                .orElse(0);
    }
}
