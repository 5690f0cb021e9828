package cn.taxrollout.task.planimport.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.xwpf.usermodel.XWPFAbstractNum;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFNumbering;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTAbstractNum;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTLvl;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTcPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STMerge;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STNumberFormat;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STStyleType;

/**
 * Makes Word documents of the corpus from a readable form. A line is a paragraph, {@code #2 …} one that Word numbers on that level of a list
 * (level 0 by its style), {@code | … |} a row of a table, in which {@code ^} goes on from the cell above and {@code <} from the cell to the
 * left.
 */
final class WordFile {

    private static final Pattern NUMBERED = Pattern.compile("#(\\d) (.*)");
    private static final String STYLE = "NumberedHeading";
    private static final Object[][] LEVELS = {
        {STNumberFormat.CHINESE_COUNTING_THOUSAND, "%1、"},
        {STNumberFormat.CHINESE_COUNTING, "（%2）"},
        {STNumberFormat.DECIMAL, "%3."},
        {STNumberFormat.DECIMAL_ENCLOSED_CIRCLE_CHINESE, "%4"},
        {STNumberFormat.DECIMAL, "（%5）"},
    };

    private final XWPFDocument document;
    private final BigInteger list;
    private final List<List<String>> rows = new ArrayList<>();

    private WordFile(XWPFDocument document) {
        this.document = document;
        this.list = addNumbering();
    }

    static byte[] of(String text) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            var properties = document.getProperties().getCoreProperties();
            properties.setCreator("corpus");
            properties.setCreated(Optional.of(Date.from(Instant.parse("2023-01-01T00:00:00Z"))));
            WordFile word = new WordFile(document);
            text.lines().forEach(word::add);
            word.endTable();
            document.write(file);
        }
        return file.toByteArray();
    }

    private BigInteger addNumbering() {
        CTAbstractNum definition = CTAbstractNum.Factory.newInstance();
        definition.setAbstractNumId(BigInteger.ONE);
        for (int i = 0; i < LEVELS.length; i++) {
            CTLvl level = definition.addNewLvl();
            level.setIlvl(BigInteger.valueOf(i));
            level.addNewStart().setVal(BigInteger.ONE);
            level.addNewNumFmt().setVal((STNumberFormat.Enum) LEVELS[i][0]);
            level.addNewLvlText().setVal((String) LEVELS[i][1]);
            if (i == 0) {
                level.addNewPStyle().setVal(STYLE);
            }
        }
        XWPFNumbering numbering = document.createNumbering();
        BigInteger added = numbering.addNum(numbering.addAbstractNum(new XWPFAbstractNum(definition)));
        CTStyle style = CTStyle.Factory.newInstance();
        style.setStyleId(STYLE);
        style.setType(STStyleType.PARAGRAPH);
        style.addNewName().setVal("numbered heading");
        style.addNewPPr().addNewNumPr().addNewNumId().setVal(added);
        document.createStyles().addStyle(new XWPFStyle(style));
        return added;
    }

    private void add(String line) {
        if (line.startsWith("|")) {
            rows.add(List.of(line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1)));
            return;
        }
        endTable();
        XWPFParagraph paragraph = document.createParagraph();
        Matcher numbered = NUMBERED.matcher(line);
        boolean isNumbered = numbered.matches();
        if (isNumbered && numbered.group(1).equals("0")) {
            paragraph.setStyle(STYLE);
        } else if (isNumbered) {
            paragraph.setNumID(list);
            paragraph.setNumILvl(new BigInteger(numbered.group(1)));
        }
        write(paragraph, isNumbered ? numbered.group(2) : line);
    }

    /** In two runs, as a word processor leaves text that was edited. */
    private static void write(XWPFParagraph paragraph, String text) {
        int middle = text.length() / 2;
        for (String part : List.of(text.substring(0, middle), text.substring(middle))) {
            XWPFRun run = paragraph.createRun();
            run.setFontFamily("仿宋");
            run.setText(part);
        }
    }

    private void endTable() {
        if (rows.isEmpty()) {
            return;
        }
        XWPFTable table = document.createTable();
        table.removeRow(0);
        for (List<String> texts : rows) {
            XWPFTableRow row = table.createRow();
            while (!row.getTableCells().isEmpty()) {
                row.removeCell(0);
            }
            CTTcPr properties = null;
            for (int column = 0; column < texts.size(); column++) {
                String text = texts.get(column).strip();
                if (text.equals("<")) {
                    BigInteger width = properties.isSetGridSpan()
                            ? (BigInteger) properties.getGridSpan().getVal()
                            : BigInteger.ONE;
                    (properties.isSetGridSpan() ? properties.getGridSpan() : properties.addNewGridSpan())
                            .setVal(width.add(BigInteger.ONE));
                    continue;
                }
                XWPFTableCell cell = row.createCell();
                properties = cell.getCTTc().isSetTcPr()
                        ? cell.getCTTc().getTcPr()
                        : cell.getCTTc().addNewTcPr();
                if (text.equals("^")) {
                    properties.addNewVMerge().setVal(STMerge.CONTINUE);
                } else {
                    if (isMergedBelow(rows.indexOf(texts), column)) {
                        properties.addNewVMerge().setVal(STMerge.RESTART);
                    }
                    String[] paragraphs = text.split("\\\\n");
                    write(cell.getParagraphs().get(0), paragraphs[0]);
                    for (int i = 1; i < paragraphs.length; i++) {
                        write(cell.addParagraph(), paragraphs[i]);
                    }
                }
            }
        }
        rows.clear();
    }

    private boolean isMergedBelow(int row, int column) {
        return row + 1 < rows.size()
                && column < rows.get(row + 1).size()
                && rows.get(row + 1).get(column).strip().equals("^");
    }
}
