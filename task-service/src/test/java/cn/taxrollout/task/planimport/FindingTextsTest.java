package cn.taxrollout.task.planimport;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.Unresolved;
import cn.taxrollout.task.web.Texts;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTextsTest {

    private static final List<String> ARGUMENTS = List.of("甲", "乙", "丙", "丁");

    @ParameterizedTest
    @EnumSource(Problem.Code.class)
    void everyProblemHasATextInBothLanguages(Problem.Code code) {
        assertBothLanguages(texts -> new Problem(code, 7, ARGUMENTS).text(texts));
    }

    @ParameterizedTest
    @EnumSource(Anomaly.Code.class)
    void everyAnomalyHasATextInBothLanguages(Anomaly.Code code) {
        assertBothLanguages(texts -> new Anomaly(code, null, 7, ARGUMENTS).text(texts));
    }

    @ParameterizedTest
    @EnumSource(Unresolved.Code.class)
    void everythingThatIsOpenHasATextInBothLanguages(Unresolved.Code code) {
        assertBothLanguages(texts -> new Unresolved(code, "plan", 7, ARGUMENTS).text(texts));
    }

    private static void assertBothLanguages(Function<Texts, String> text) {
        String chinese = text.apply(Texts.in(Locale.CHINA));
        String english = text.apply(Texts.in(Locale.UK));
        assertThat(chinese).startsWith("第 7 行：").doesNotContain("{");
        assertThat(english).startsWith("Line 7: ").doesNotContain("{").doesNotContain("''");
        for (String argument : ARGUMENTS) {
            assertThat(english.contains(argument)).isEqualTo(chinese.contains(argument));
        }
    }

    @Test
    void chineseIsTheDefaultForEveryOtherLanguage() {
        Unresolved open = Unresolved.of(Unresolved.Code.NO_RESPONSIBLE_UNIT, "tasks.t5.units", 1_234, 5);
        assertThat(open.text(Texts.in(Locale.FRENCH)))
                .isEqualTo(open.text(Texts.in(Locale.SIMPLIFIED_CHINESE)))
                .isEqualTo("第 1234 行：任务 5 没有责任单位，请补充");
    }

    @Test
    void aProblemOfTheWholeDocumentNamesNoLine() {
        assertThat(Problem.of(Problem.Code.EMPTY, null).text(Texts.in(Locale.ENGLISH)))
                .isEqualTo("The file is empty");
    }

    @Test
    void longWordsAreCutInTexts() {
        assertThat(Unresolved.of(Unresolved.Code.UNKNOWN_UNIT, "", 1, 1, "组".repeat(500))
                        .arguments())
                .containsExactly("1", "组".repeat(60) + "…");
    }

    @Test
    void theMessageOfTheExceptionHoldsNoWordsOfTheDocument() {
        assertThat(new UnreadableDocument(List.of(
                        Problem.of(Problem.Code.NO_TASKS, null), Problem.of(Problem.Code.NOT_A_DOCUMENT, 7, "神秘"))))
                .hasMessage("NO_TASKS, NOT_A_DOCUMENT@7");
    }
}
