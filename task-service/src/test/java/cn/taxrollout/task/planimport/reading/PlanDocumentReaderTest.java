package cn.taxrollout.task.planimport.reading;

import static cn.taxrollout.task.planimport.Documents.ARCHIVE;
import static cn.taxrollout.task.planimport.Documents.EQUIPMENT;
import static cn.taxrollout.task.planimport.Documents.anomalies;
import static cn.taxrollout.task.planimport.Documents.lineOf;
import static cn.taxrollout.task.planimport.Documents.problemsOf;
import static cn.taxrollout.task.planimport.Documents.read;
import static cn.taxrollout.task.planimport.Documents.small;
import static cn.taxrollout.task.planimport.Documents.smallWith;
import static cn.taxrollout.task.planimport.Documents.unresolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.document.Problem;
import cn.taxrollout.task.planimport.document.Quotation;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DraftPhase;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ReadDeadline;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import cn.taxrollout.task.planimport.draft.Unresolved;
import cn.taxrollout.task.planimport.draft.Unresolved.Code;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDocumentReaderTest {

    @Test
    void aPlanIsReadWithEverythingItOrders() {
        DraftPlan plan = read(small());

        assertThat(plan.number()).isEqualTo("海税发〔2023〕12号");
        assertThat(plan.title()).isEqualTo("档案数字化工作方案");
        assertThat(plan.issuer()).isEqualTo("海棠县税务局");
        assertThat(plan.issuedOn()).isEqualTo("2023-02-23");
        assertThat(plan.disclosure()).isEqualTo("不予公开");
        assertThat(plan.confidential()).isTrue();
        assertThat(plan.goals()).isEqualTo("年内完成全部档案的数字化。");
        assertThat(plan.phases()).extracting(DraftPhase::title).containsExactly("准备", "实施");
        assertThat(anomalies(plan)).isEmpty();
        assertThat(plan.tasks())
                .extracting(
                        DraftTask::number,
                        DraftTask::title,
                        task -> task.deadline().kind(),
                        task -> task.deadline().inWords())
                .containsExactly(
                        tuple(1, "清点档案", ReadDeadline.Kind.BEFORE, "2023-03-10"),
                        tuple(2, "采购设备", ReadDeadline.Kind.WINDOW, "2023-03-13/2023-03-15"),
                        tuple(3, "开工仪式", ReadDeadline.Kind.ON, "2023-03-20"),
                        tuple(4, "扫描归档", ReadDeadline.Kind.FROM, "2023-03-21/"));
        DraftTask first = plan.tasks().findFirst().orElseThrow();
        assertThat(first.body()).isEqualTo("逐柜清点，编制《档案清单》。");
        assertThat(first.deliverables()).containsExactly("档案清单");
        assertThat(plan.phases().get(1).tasks().get(1).units())
                .containsExactly(
                        new ResponsibleUnit("设备组", EQUIPMENT, Role.RESPONSIBLE),
                        new ResponsibleUnit("档案组", ARCHIVE, Role.RESPONSIBLE));
    }

    @Test
    void everyFieldKnowsItsLines() {
        String text = small();
        DraftPlan plan = read(text);
        assertThat(plan.lines())
                .containsEntry("number", List.of(lineOf(text, "海税发")))
                .containsEntry("title", List.of(lineOf(text, "海棠县税务局关于")))
                .containsEntry("issuer", List.of(lineOf(text, "海棠县税务局\n")))
                .containsEntry("issuedOn", List.of(lineOf(text, "2023年2月23日")))
                .containsEntry("disclosure", List.of(lineOf(text, "信息公开")))
                .containsEntry("confidential", List.of(lineOf(text, "信息公开")))
                .containsEntry("goals", List.of(lineOf(text, "年内")))
                .hasSize(7);
        assertThat(plan.phases().get(1).lines())
                .containsEntry("ordinal", List.of(lineOf(text, "（二）")))
                .containsEntry("title", List.of(lineOf(text, "（二）")))
                .hasSize(2);
        DraftTask first = plan.phases().get(0).tasks().get(0);
        assertThat(first.lines())
                .containsEntry("number", List.of(lineOf(text, "1.清点")))
                .containsEntry("title", List.of(lineOf(text, "1.清点")))
                .containsEntry("deadline", List.of(lineOf(text, "1.清点")))
                .containsEntry("body", List.of(lineOf(text, "逐柜")))
                .containsEntry("deliverables", List.of(lineOf(text, "逐柜")))
                .containsEntry("units", List.of(lineOf(text, "逐柜") + 2))
                .hasSize(6);
        assertThat(plan.document()).contains(new Line(lineOf(text, "逐柜"), "逐柜清点，编制《档案清单》。"));
    }

    @Test
    void theDraftGoesToJsonAndBackUnchanged() throws IOException {
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        DraftPlan plan = read(smallWith("2023年3月20日）", "2023年3月19日）"));
        assertThat(anomalies(plan)).hasSize(1);
        assertThat(json.readValue(json.writeValueAsString(plan), DraftPlan.class))
                .isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({
        "海税发〔2023〕12号, 海税发[2023]12号",
        "海税发〔2023〕12号, 海税发【２０２３】１２号",
        "海税发〔2023〕12号, 海税发（2023）第12号",
        "海税发〔2023〕12号, 海税发 〔 2023 〕 12 号",
        "海税发〔2023〕12号, 海税发〔2023〕12号　　签发人：某某",
        "《档案数字化工作方案》的通知, 《档案数字化工作方案》 的通知",
        "1.清点, １．清点",
        "1.清点, 1、清点",
        "1.清点, '1 . 清点'",
        "（2023年3月10日前）, (2023年3月10日前)",
        "（2023年3月10日前）, （２０２３年３月１０日前）",
        "（2023年3月10日前）, （2023　年 3 月 10\u00a0日 前）",
        "（2023年3月10日前）, （2023年3月10⽇前）",
        "（2023年3月10日前）, （2023年3月10日前）。",
        "（一）第一阶段：准备, （一） 第一阶段: 准备",
        "（一）第一阶段：准备, (一)第1阶段 准备",
        "责任单位：设备组，档案组, 责任单位：设备组、档案组",
        "责任单位：设备组，档案组, '责任单位: 设备组,档案组。'",
        "责任单位：设备组，档案组, 责任单位：设备组；　档案组",
        "责任单位：设备组，档案组, 责 任 单 位：设备组；档案组",
        "责任单位：设备组，档案组, （责任单位：设备组、档案组）",
        "责任单位：设备组，档案组, 责任部门：设 备 组、档案组",
        "信息公开选项：, '信息公开选项: '",
        "4 个小类, 四项任务",
        "2 个阶段, 两个阶段",
    })
    void typingHabitsMakeNoDifference(String written, String instead) {
        DraftPlan plan = read(smallWith(written, instead));
        DraftPlan usual = read(small());
        assertThat(plan.number()).isEqualTo(usual.number());
        assertThat(plan.title()).isEqualTo(usual.title());
        assertThat(plan.phases()).isEqualTo(usual.phases());
        assertThat(plan.disclosure()).isEqualTo(usual.disclosure());
        assertThat(anomalies(plan)).isEmpty();
    }

    @Test
    void linesBrokenInMidSentenceAreJoined() {
        String text = small().replace("海棠县税务局关于印发《档案数字化工作方案》的通知", "海棠县税务局关于\n印发《档案数字化\n\n工作方案》的通知")
                .replace("年内完成全部档案的数字化。", "年内完成全部档案的数\n\n字化。")
                .replace("（一）第一阶段：准备", "（一）第一阶段：\n准备")
                .replace("1.清点档案（2023年3月10日前）", "1.清点\n档案（2023年3月\n10日前）")
                .replace("逐柜清点，编制《档案清单》。", "逐柜清点，编制《档案\n\n清单》。")
                .replace("责任单位：档案组、设备组", "责任单位：档案组、\n\n设备\n组");
        DraftPlan plan = read(text);
        DraftPlan usual = read(small());
        assertThat(plan.title()).isEqualTo(usual.title());
        assertThat(plan.issuer()).isEqualTo(usual.issuer());
        assertThat(plan.goals()).isEqualTo(usual.goals());
        assertThat(plan.phases().get(0).title()).isEqualTo("准备");
        DraftTask first = plan.phases().get(0).tasks().get(0);
        assertThat(first.title()).isEqualTo("清点档案");
        assertThat(first.deadline().inWords()).isEqualTo("2023-03-10");
        assertThat(first.body()).isEqualTo("逐柜清点，编制《档案清单》。");
        assertThat(first.deliverables()).containsExactly("档案清单");
        int line = lineOf(text, "1.清点");
        assertThat(first.lines())
                .containsEntry("title", List.of(line, line + 1))
                .containsEntry("deadline", List.of(line + 1, line + 2))
                .containsEntry("body", List.of(lineOf(text, "逐柜"), lineOf(text, "逐柜") + 2));
        DraftTask second = plan.phases().get(0).tasks().get(1);
        assertThat(second.units()).extracting(ResponsibleUnit::unitId).containsExactly(ARCHIVE, EQUIPMENT);
        assertThat(second.lines())
                .containsEntry(
                        "units", List.of(lineOf(text, "责任单位：档案组、\n"), lineOf(text, "设备\n"), lineOf(text, "设备\n") + 1));
    }

    @Test
    void paragraphsAndListsInABodyStayApart() {
        DraftPlan plan = read(smallWith("逐柜清点，编制《档案清单》。", "逐柜清点。\n（1）先内后外\n（2）先急后\n缓\n编制《档案清单》。"));
        assertThat(plan.tasks().findFirst().orElseThrow().body()).isEqualTo("逐柜清点。\n（1）先内后外\n（2）先急后缓编制《档案清单》。");
    }

    @Test
    void aBodyMayFollowTheTitleOnTheSameLine() {
        DraftTask task = read(smallWith("（2023年3月10日前）\n\n逐柜", "（2023年3月10日前）。逐柜"))
                .tasks()
                .findFirst()
                .orElseThrow();
        assertThat(task.title()).isEqualTo("清点档案");
        assertThat(task.body()).contains("逐柜清点，编制《档案清单》。");
    }

    @Test
    void otherParenthesesInATitleAreNoDeadline() {
        DraftTask task = read(smallWith("1.清点档案（", "1.修订（2022年版）手册（含附件）（"))
                .tasks()
                .findFirst()
                .orElseThrow();
        assertThat(task.title()).isEqualTo("修订（2022年版）手册（含附件）");
        assertThat(task.deadline().inWords()).isEqualTo("2023-03-10");
    }

    @Test
    void aLineThatBeginsWithADecimalNumberIsNoTask() {
        DraftPlan plan = read(smallWith("逐柜清点，", "逐柜清点约\n3.5万卷档案，"));
        assertThat(plan.tasks()).hasSize(4);
        assertThat(plan.tasks().findFirst().orElseThrow().body()).startsWith("逐柜清点约3.5万卷档案，");
        assertThat(read(smallWith("1.清点档案", "1.12366热线准备"))
                        .tasks()
                        .findFirst()
                        .orElseThrow()
                        .title())
                .isEqualTo("12366热线准备");
    }

    @Test
    void aPlanDeclaredOpenIsNotConfidential() {
        assertThat(read(smallWith("不予公开", "主动公开")).confidential()).isFalse();
        assertThat(read(smallWith("不予公开", "依申请公开")).confidential()).isTrue();
    }

    @Test
    void withoutANoticeTheHeadingGivesTheTitleAndTheImprintTheDate() {
        String text = small().replace("海棠县税务局关于印发《档案数字化工作方案》的通知\n", "")
                .replace("海棠县税务局\n\n2023年2月23日\n", "")
                .replace("信息公开选项：不予公开", "信息公开选项：不予公开\n\n办公室　2023年2月23日印发");
        DraftPlan plan = read(text);
        assertThat(plan.title()).isEqualTo("档案数字化工作方案");
        assertThat(plan.issuer()).isEqualTo("海棠县税务局");
        assertThat(plan.issuedOn()).isEqualTo("2023-02-23");
    }

    // ------------------------------------------------------------------------------------------- what is left open

    static Stream<Arguments> open() {
        return Stream.of(
                open("海税发〔2023〕12号", "", null, Code.NO_DOCUMENT_NUMBER, "plan.number"),
                open("2023年2月23日", "二月", null, Code.NO_ISSUE_DATE, "plan.issuedOn"),
                open("2023年2月23日", "2023年2月30日", "2023年2月30日", Code.IMPOSSIBLE_DATE, "plan.issuedOn", "2023年2月30日"),
                open("1.清点档案（", "1.（", "1.（", Code.NO_TASK_TITLE, "tasks.t1.title", 1),
                open("1.清点档案（2023年3月10日前）", "1.清点档案", "1.清点", Code.NO_DEADLINE, "tasks.t1.deadline", 1),
                open("（2023年3月10日前）", "（尽快）", "（尽快）", Code.UNREADABLE_DEADLINE, "tasks.t1.deadline", 1, "尽快"),
                open("2023年3月10日前", "1月10日前", "1月10日前", Code.YEAR_UNCLEAR, "tasks.t1.deadline", 1, "1月10日前"),
                open(
                        "2023年3月10日前",
                        "2023年3月前",
                        "2023年3月前",
                        Code.AMBIGUOUS_DEADLINE,
                        "tasks.t1.deadline",
                        1,
                        "2023年3月前"),
                open(
                        "2023年3月10日前",
                        "2023年2月30日前",
                        "2月30日",
                        Code.IMPOSSIBLE_DEADLINE,
                        "tasks.t1.deadline",
                        1,
                        "2023年2月30日前"),
                open(
                        "13日-15日",
                        "15日-13日",
                        "15日-13日",
                        Code.IMPOSSIBLE_DEADLINE,
                        "tasks.t2.deadline",
                        2,
                        "2023年3月15日-13日"),
                open("责任单位：档案组、设备组", "责任单位：", "2.采购", Code.NO_RESPONSIBLE_UNIT, "tasks.t2.units", 2),
                open("责任单位：档案组、设备组", "", "2.采购", Code.NO_RESPONSIBLE_UNIT, "tasks.t2.units", 2),
                open("档案组、设备组", "档案组、神秘组", "档案组、神秘组", Code.UNKNOWN_UNIT, "tasks.t2.units.神秘组", 2, "神秘组"));
    }

    private static Arguments open(
            String written, String instead, String at, Code code, String field, Object... arguments) {
        return Arguments.of(written, instead, at, code, field, arguments);
    }

    @ParameterizedTest
    @MethodSource("open")
    void whatIsMissingOrNotUnderstoodIsLeftOpenWithItsLine(
            String written, String instead, String at, Code code, String field, Object[] arguments) {
        String text = smallWith(written, instead);
        Integer line = at == null ? null : (Integer) lineOf(text, at);
        assertThat(unresolved(text)).containsExactly(Unresolved.of(code, field, line, arguments));
    }

    @Test
    void aPlanWithoutTitleOrIssuerIsLeftOpen() {
        String text = small().replace("海棠县税务局文件\n", "")
                .replace("海棠县税务局关于印发《档案数字化工作方案》的通知\n", "")
                .replace("海棠县税务局\n", "")
                .replace("档案数字化工作方案\n", "");
        assertThat(unresolved(text)).extracting(Unresolved::code).containsExactly(Code.NO_PLAN_TITLE, Code.NO_ISSUER);
    }

    @Test
    void allThatIsOpenIsToldAtOnceInTheOrderOfItsLines() {
        String text = small().replace("2023年3月10日前", "2023年2月30日前")
                .replace("档案组、设备组", "神秘组、设备组")
                .replace("（2023年3月20日）", "")
                .replace("海税发〔2023〕12号", "");
        assertThat(unresolved(text))
                .extracting(Unresolved::code)
                .containsExactly(
                        Code.NO_DOCUMENT_NUMBER, Code.IMPOSSIBLE_DEADLINE, Code.UNKNOWN_UNIT, Code.NO_DEADLINE);
    }

    @Test
    void aDeadlineThatFollowsFromTheDateOfIssueWaitsForIt() {
        String text = small().replace("2023年2月23日", "").replace("2023年3月10日前", "印发后5个工作日内");
        assertThat(unresolved(text))
                .extracting(Unresolved::code)
                .containsExactly(Code.NO_ISSUE_DATE, Code.ISSUE_DATE_NEEDED);
    }

    @Test
    void aDocumentWithoutTasksIsRefused() {
        assertThat(problemsOf("海税发〔2023〕12号\n\n关于放假的通知\n\n一、时间\n\n国庆节放假七天。\n"))
                .containsExactly(Problem.of(Problem.Code.NO_TASKS, null));
    }

    @Test
    void tasksBelowNoPhaseAreThoseOfTheirChapter() {
        String text = smallWith("（一）第一阶段：准备\n", "");
        DraftPlan plan = read(text);
        assertThat(plan.phases()).extracting(DraftPhase::title).containsExactly("主要任务", "实施");
        assertThat(anomalies(plan))
                .extracting(Anomaly::code, Anomaly::line)
                .containsExactly(tuple(Anomaly.Code.TASKS_WITHOUT_PHASE, lineOf(text, "二、主要任务")));
    }

    // ------------------------------------------------------------------------------------------- what is odd

    static Stream<Arguments> odd() {
        return Stream.of(
                odd("4 个小类", "5 个小类", "5 个小类", Anomaly.Code.TASK_COUNT_DIFFERS, 5, 4),
                odd("4 个小类", "五项重点任务", "五项", Anomaly.Code.TASK_COUNT_DIFFERS, 5, 4),
                odd("2 个阶段", "３个阶段", "３个", Anomaly.Code.PHASE_COUNT_DIFFERS, 3, 2),
                odd("4.扫描", "7.扫描", "7.扫描", Anomaly.Code.TASK_NUMBERS_MISSING, 4, 6),
                odd("（二）第二阶段", "（二）第三阶段", "（二）", Anomaly.Code.PHASE_ORDINAL_DIFFERS, 3, 2),
                odd("设备组，档案组", "设备组，设备组", "设备组，", Anomaly.Code.UNIT_REPEATED, 4, "设备组"),
                odd("2023年3月20日）", "2023年3月19日）", "3.开工", Anomaly.Code.DUE_ON_REST_DAY, 3, "2023-03-19"),
                odd("3月13日-15日", "3月12日-15日", "2.采购", Anomaly.Code.OPENS_ON_REST_DAY, 2, "2023-03-12"),
                odd("3月13日-15日", "3月10日-12日", "2.采购", Anomaly.Code.DUE_ON_REST_DAY, 2, "2023-03-12"),
                odd("3月21日起", "3月18日起", "4.扫描", Anomaly.Code.OPENS_ON_REST_DAY, 4, "2023-03-18"),
                odd("3月10日前", "2月22日前", "1.清点", Anomaly.Code.DUE_BEFORE_ISSUE, 1, "2023-02-22", "2023-02-23"),
                odd("一、工作目标", "一、背景", null, Anomaly.Code.NO_GOALS),
                odd("信息公开选项：不予公开", "", null, Anomaly.Code.NO_DISCLOSURE_MARK));
    }

    private static Arguments odd(String written, String instead, String at, Anomaly.Code code, Object... arguments) {
        return Arguments.of(written, instead, at, code, arguments);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void whatIsOddIsListedWithItsLine(
            String written, String instead, String at, Anomaly.Code code, Object[] arguments) {
        String text = smallWith(written, instead);
        Integer line = at == null ? null : (Integer) lineOf(text, at);
        assertThat(anomalies(read(text)))
                .extracting(Anomaly::code, Anomaly::line, Anomaly::arguments)
                .containsExactly(tuple(code, line, Quotation.of(arguments)));
    }

    @Test
    void aRepeatedTaskNumberLeavesAGapAsWell() {
        String text = smallWith("2.采购", "1.采购");
        assertThat(anomalies(read(text)))
                .containsExactly(
                        Anomaly.of(
                                Anomaly.Code.TASK_NUMBER_REPEATED,
                                "tasks.t2.number",
                                lineOf(text, "1.采购"),
                                1,
                                lineOf(text, "1.清点")),
                        Anomaly.of(Anomaly.Code.TASK_NUMBERS_MISSING, "tasks.t3.number", lineOf(text, "3.开工"), 2, 2));
    }

    @Test
    void aPhaseWithoutTasksIsListed() {
        String text = smallWith("三、工作要求", "（三）第三阶段：收尾\n\n三、工作要求");
        assertThat(anomalies(read(text)))
                .containsExactly(
                        Anomaly.of(Anomaly.Code.PHASE_COUNT_DIFFERS, "phases", lineOf(text, "全部工作"), 2, 3),
                        Anomaly.of(Anomaly.Code.PHASE_WITHOUT_TASKS, "phases.p3", lineOf(text, "（三）"), "收尾"));
    }

    @Test
    void figuresForPartsAreNotTakenForTheWhole() {
        String text = small().replace("共 4 个小类，", "共 4 个小类，其中 2 项任务由设备组牵头，").replace("按柜扫描", "分为三个阶段，按柜扫描");
        assertThat(anomalies(read(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3月9日前逐柜", "3 月 9 日\n\n前逐柜", "3月1日至3月9日逐柜", "2023年3月9日之前逐柜"})
    void aDeadlineInTheBodyThatDiffersFromTheTitleIsListed(String body) {
        String text = smallWith("逐柜清点", body + "清点");
        List<Anomaly> anomalies = anomalies(read(text));
        assertThat(anomalies)
                .extracting(Anomaly::code, Anomaly::line)
                .containsExactly(tuple(Anomaly.Code.DEADLINE_DIFFERS_IN_BODY, lineOf(text, "1.清点") + 2));
        assertThat(anomalies.get(0).arguments()).startsWith("1", "2023-03-10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3月10日前逐柜",
                "3月8日前内柜、3月10日前外柜，逐柜",
                "3月1日起逐柜",
                "3月1日至10日逐柜",
                "每年3月9日前逐柜",
                "3月9日逐柜",
            })
    void aBodyThatAgreesWithTheTitleOrSpeaksOfOtherDaysIsFine(String body) {
        assertThat(anomalies(read(smallWith("逐柜清点", body + "清点")))).isEmpty();
    }

    @Test
    void aDateWithoutYearInTheBodyMeansTheYearOfTheTitle() {
        String text = small().replace("2023年3月10日前", "2022年12月15日前").replace("逐柜清点", "在 12 月 15 日前逐柜清点");
        assertThat(anomalies(read(text))).extracting(Anomaly::code).containsExactly(Anomaly.Code.DUE_BEFORE_ISSUE);
    }

    @Test
    void theCalendarDecidesWhatARestDayIs() {
        LocalDate holiday = LocalDate.of(2023, 3, 10);
        DraftPlan plan =
                PlanDocumentReader.read(small().getBytes(StandardCharsets.UTF_8), Documents.UNITS, holiday::equals);
        assertThat(DraftReview.of(plan, holiday::equals).anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.DUE_ON_REST_DAY);
    }

    @Test
    void aUnitIsFoundInHalfWidthTooWhenItsNameIsNot() {
        DraftPlan plan = PlanDocumentReader.read(
                smallWith("责任单位：设备组，档案组", "责任单位：设备组（一组）").getBytes(StandardCharsets.UTF_8),
                name -> name.equals("设备组(一组)") ? Optional.of(EQUIPMENT) : Documents.UNITS.apply(name),
                Documents.WEEKEND);
        assertThat(plan.phases().get(1).tasks().get(1).units())
                .containsExactly(new ResponsibleUnit("设备组（一组）", EQUIPMENT, Role.RESPONSIBLE));
    }
}
