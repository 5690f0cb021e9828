package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as large as they may be, made for patterns to run wild on, are read or refused in a time that a person waits. */
class HostileTextTest {

    private static final int LINE = 10_000;
    private static final int LINES = 49;
    private static final String START = "青税发〔2023〕6号\n2023年3月1日\n二、工作任务\n（一）第一阶段：推进\n1.任务（2023年3月10日前）\n责任单位：档案组\n";

    @ParameterizedTest
    @ValueSource(strings = {"（", "（）", "责任单位：", "一是二是", "第一、", "2023年3月1日前", " ", "责 任 ", "关于印发"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTextAsLongAsItMayBeIsReadOrRefusedSoon(String piece) {
        String line = piece.repeat(LINE / piece.length());
        readOrRefuse(START + (line + "\n").repeat(LINES));
        readOrRefuse(START + (piece + "\n").repeat(4_900));
        readOrRefuse(START + ("1." + piece.repeat(45) + "\n").repeat(2_000));
    }

    private static void readOrRefuse(String text) {
        try {
            Documents.review(PlanDocumentReader.read(
                    text.getBytes(StandardCharsets.UTF_8), Documents.ANY_UNIT, Documents.WEEKEND));
        } catch (UnreadableDocument refused) {
            // that is an answer, too
        }
    }
}
