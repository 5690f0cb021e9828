package cn.taxrollout.notification.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Texts;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class AudienceTest {
    private static final Instant DAY = OffsetDateTime.parse(Topics.DAY).toInstant();

    private static final LocalDate TODAY = LocalDate.of(2023, 3, 20);

    @Inject
    CopiedDirectory copied;

    @Inject
    TaskEventReader reader;

    @Inject
    Session session;

    @Inject
    ObjectMapper json;

    private final Organisation organisation = new Organisation();
    private UUID bureau;
    private UUID leadingGroup;
    private UUID office;
    private UUID projectTeam;
    private UUID group;
    private UUID chasers;
    private UUID assessors;

    private Map<UUID, String> people;

    /** A bureau like the sample's, with one person per place, and someone everywhere who must never be told. */
    @BeforeEach
    void aSmallBureau() {
        bureau = organisation.unit("区局", "BUREAU", null);
        UUID section = organisation.unit("税政科", "SECTION", bureau);
        leadingGroup = organisation.unit("领导小组", "LEADING_GROUP", bureau);
        office = organisation.unit("办公室", "OFFICE", leadingGroup);
        projectTeam = organisation.unit("项目组", "PROJECT_TEAM", office);
        group = organisation.unit("业务组", "WORKING_GROUP", projectTeam);
        chasers = organisation.unit("综合协调组", "WORKING_GROUP", projectTeam, "COORDINATING");
        assessors = organisation.unit("督导考核组", "WORKING_GROUP", projectTeam, "SUPERVISING");

        UUID head = organisation.holder(group, "HEAD");
        UUID member = organisation.member(group);
        people = Map.of(
                head,
                "head",
                member,
                "member",
                organisation.holder(group, "DEPUTY_HEAD"),
                "deputy",
                organisation.holder(office, "HEAD"),
                "office",
                organisation.holder(leadingGroup, "MEMBER"),
                "leading",
                organisation.member(chasers),
                "coordinating",
                organisation.member(assessors),
                "supervising",
                organisation.holder(group, "ADMINISTRATOR"),
                "ADMINISTRATOR",
                organisation.member(section),
                "SECTION",
                organisation.member(projectTeam),
                "PROJECT TEAM");
        // More hats: the head of the group also sits in the office and in the leading group.
        organisation.appoint(head, office, "MEMBER");
        organisation.appoint(head, leadingGroup, "MEMBER");
        copied.take(organisation);
    }

    @ParameterizedTest(name = "{0} {1}: {2} to {4}")
    @CsvSource(delimiter = '|', textBlock = """
                    PlanPublished    |                                       | INFORMATION |       | head deputy member office
                    PlanRevised      | version=2, reason=会议决定, field=title | INFORMATION |     | head deputy member office
                    PlanRevised      | version=2, reason=会议决定, field=deadline.dueOn | INFORMATION | |
                    PlanRevised      | version=2, reason=会议决定, field=title, change=ADDED | INFORMATION | |
                    PlanRevised      | version=2, reason=会议决定, field=title, change=ADDED, subject=PHASE | INFORMATION | | head deputy member office
                    PlanClosed       | summary=试点结束                      | INFORMATION |       | head deputy member office leading
                    PhaseStarted     |                                       | INFORMATION |       | head deputy member
                    PhaseCompleted   |                                       | INFORMATION |       | head deputy member office leading
                    PhaseReopened    |                                       | INFORMATION |       | head deputy member office leading
                    TaskIssued       | backfilled=false                      | MANDATORY   |       | head deputy member
                    TaskIssued       | backfilled=true                       | INFORMATION |       |
                    TaskOpened       |                                       | REMINDER    |       | head deputy member
                    TaskDueSoon      | workingDaysLeft=3                     | REMINDER    |       | head deputy member
                    TaskNotReceived  | workingDaysWaited=2                   | REMINDER    |       | head
                    TaskStale        | silentSince=2023-03-06, workingDaysSilent=10 | REMINDER |  | head deputy member
                    PeriodicReportDue | reportDueOn=2023-03-31               | REMINDER    |       | head deputy member
                    TaskOverdue      | workingDaysOverdue=1, level=1         | URGENT      | asked | head deputy member
                    TaskOverdue      | workingDaysOverdue=3, level=2         | URGENT      | asked | head deputy member office supervising
                    TaskOverdue      | workingDaysOverdue=5, level=3         | URGENT      | asked | head deputy member office supervising leading
                    TaskSubmitted    | late=false                            | INFORMATION |       | head office coordinating
                    TaskReturned     | reason=附件不全                       | MANDATORY   | asked | head deputy member
                    TaskAccepted     |                                       | INFORMATION |       | head deputy member
                    TaskCompleted    |                                       | INFORMATION |       | head deputy member
                    TaskEstablished  |                                       | INFORMATION |       | head deputy member
                    TaskSuspended    | reason=等待上级通知                   | INFORMATION |       | head deputy member office
                    TaskResumed      | workingDaysWaited=4                   | INFORMATION |       | head deputy member
                    TaskCancelled    | reason=并入其他任务                   | INFORMATION |       | head deputy member
                    TaskReopened     | reason=复核发现遗漏                   | INFORMATION |       | head deputy member
                    DeadlineChanged  | reason=申请延期                       | INFORMATION |       | head deputy member
                    TaskBlocked      |                                       | INFORMATION |       | head deputy member
                    TaskUnblocked    |                                       | REMINDER    |       | head deputy member
                    HelpRequested    | fromUnitId=01890000-0000-7000-8000-000000000001, text=请协助, answerDueOn=2023-03-24 | MANDATORY   |       | head deputy member
                    HelpAnswered     | toUnitId=01890000-0000-7000-8000-000000000001, outcome=DECLINED, answer=人手不足 | INFORMATION |       | head deputy member
                    HelpAnswerOverdue | fromUnitId=01890000-0000-7000-8000-000000000001, text=请协助, answerDueOn=2023-03-24, workingDaysOverdue=1 | REMINDER    |       | head deputy member office
                    ExtensionRequested | wishedDueOn=2023-03-24, reason=数据未到 | MANDATORY   |       | head office
                    ExtensionDecided | decision=APPROVED, wishedDueOn=2023-03-24, reason=同意 | INFORMATION | |
                    ExtensionDecided | decision=REFUSED, wishedDueOn=2023-03-24, reason=按期 | MANDATORY | | head deputy member
                    TaskReceived     |                                       | INFORMATION |       |
                    TaskProgressed   | percent=40                            | INFORMATION |       |
                    """)
    void eachEventReachesThoseWhoAreToKnow(
            String type, String specific, MessageKind kind, String acknowledgement, String expected)
            throws IOException {
        TaskEvent event = event(type, specific);
        AudienceRule rule = AudienceRule.of(event);
        Audience audience = Audience.of(rule, event.unitIds(), DAY);
        assertThat(names(audience)).isEqualTo(words(expected));
        assertThat(rule.groups().isEmpty()).isEqualTo(expected == null);
        assertThat(rule.kind()).isEqualTo(kind);
        assertThat(rule.acknowledgementAsked()).isEqualTo("asked".equals(acknowledgement));
    }

    @Test
    void aLevelThatDoesNotExistIsRefused() throws IOException {
        TaskEvent event = event("TaskOverdue", "workingDaysOverdue=9, level=4");
        assertThatThrownBy(() -> AudienceRule.of(event)).hasMessageContaining("no audience rule");
    }

    @Test
    void onePersonInManyUnitsIsAddressedOnce() {
        UUID busy = organisation.member(group, chasers, assessors);
        copied.take(organisation);
        Audience audience =
                audience(AudienceRule.TASK_OVERDUE_3, List.of(group, chasers, assessors), LocalDate.of(2023, 3, 20));
        assertThat(staffIds(audience)).contains(busy).doesNotHaveDuplicates();
    }

    @Test
    void onlyAppointmentsOfTheDayCount() {
        LocalDate day = LocalDate.of(2023, 3, 20);
        UUID untilToday = organisation.person("今日止");
        UUID fromToday = organisation.person("今日起");
        UUID untilYesterday = organisation.person("昨日止");
        UUID fromTomorrow = organisation.person("明日起");
        organisation.appoint(untilToday, group, "MEMBER", day.minusYears(1), day);
        organisation.appoint(fromToday, group, "MEMBER", day, day);
        organisation.appoint(untilYesterday, group, "MEMBER", day.minusYears(1), day.minusDays(1));
        organisation.appoint(fromTomorrow, group, "MEMBER", day.plusDays(1), null);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), day)))
                .contains(untilToday, fromToday)
                .doesNotContain(untilYesterday, fromTomorrow);
    }

    @Test
    void theDayIsTheOneInChina() {
        assertThat(Audience.of(AudienceRule.TASK_COMPLETED, List.of(group), Instant.parse("2023-03-19T16:00:00Z"))
                        .day())
                .isEqualTo(LocalDate.of(2023, 3, 20));
        assertThat(Audience.of(AudienceRule.TASK_COMPLETED, List.of(group), Instant.parse("2023-03-19T15:59:59Z"))
                        .day())
                .isEqualTo(LocalDate.of(2023, 3, 19));
    }

    @Test
    void whoHasLeftIsToldNothing() {
        UUID gone = organisation.member(group);
        organisation.person(gone, 2, "离职", "LEFT");
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), LocalDate.of(2023, 3, 20))))
                .hasSize(3)
                .doesNotContain(gone);
    }

    @Test
    void theDeputiesStandInForAHeadWhoIsMissing() {
        UUID headless = organisation.unit("无组长组", "WORKING_GROUP", projectTeam);
        UUID deputy = organisation.holder(headless, "DEPUTY_HEAD");
        organisation.member(headless);
        UUID gone = organisation.holder(headless, "HEAD");
        organisation.person(gone, 2, "离职", "LEFT");
        copied.take(organisation);
        assertThat(staffIds(
                        audience(AudienceRule.TASK_NOT_RECEIVED, List.of(headless, group), LocalDate.of(2023, 3, 20))))
                .containsExactlyInAnyOrder(deputy, person("head"));
    }

    @Test
    void whoStandsInForAPersonIsToldAsWellAndOnce() {
        UUID forHead = organisation.person("代组长");
        UUID alsoMember = person("member");
        organisation.standIn(forHead, person("head"), null, TODAY, TODAY);
        organisation.standIn(alsoMember, person("head"), null, TODAY, TODAY);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_OVERDUE_3, List.of(group), TODAY)))
                .contains(forHead, person("head"), alsoMember)
                .doesNotHaveDuplicates();
        assertThat(staffIds(audience(AudienceRule.TASK_NOT_RECEIVED, List.of(group), TODAY)))
                .containsExactlyInAnyOrder(forHead, person("head"), alsoMember);
    }

    @Test
    void aStandInCountsOnItsDaysAndUntilItIsTakenBack() {
        UUID untilToday = organisation.person("今日止");
        UUID fromToday = organisation.person("今日起");
        UUID untilYesterday = organisation.person("昨日止");
        UUID fromTomorrow = organisation.person("明日起");
        UUID takenBack = organisation.person("已撤销");
        UUID member = person("member");
        organisation.standIn(untilToday, member, null, TODAY.minusDays(9), TODAY);
        organisation.standIn(fromToday, member, null, TODAY, TODAY.plusDays(9));
        organisation.standIn(untilYesterday, member, null, TODAY.minusDays(9), TODAY.minusDays(1));
        organisation.standIn(fromTomorrow, member, null, TODAY.plusDays(1), TODAY.plusDays(9));
        UUID standIn = organisation.standIn(takenBack, member, null, TODAY, TODAY);
        organisation.standIn(standIn, 2, true, takenBack, member, null, TODAY, TODAY);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY)))
                .containsExactlyInAnyOrder(untilToday, fromToday, member, person("head"), person("deputy"));
    }

    @Test
    void aStandInForOneUnitIsToldOnlyWhatThePersonIsToldThroughThatUnit() {
        UUID inGroup = organisation.person("代组内");
        UUID inOffice = organisation.person("代办公室");
        organisation.standIn(inGroup, person("head"), group, TODAY, TODAY);
        organisation.standIn(inOffice, person("head"), office, TODAY, TODAY);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY)))
                .contains(inGroup)
                .doesNotContain(inOffice);
        assertThat(staffIds(audience(AudienceRule.TASK_SUBMITTED, List.of(group), TODAY)))
                .contains(inOffice)
                .doesNotContain(inGroup);
    }

    @Test
    void standInsDoNotChainAndNeitherWhoLeftNorWhoseStandInLeftIsToldMore() {
        UUID first = organisation.person("代理");
        UUID second = organisation.person("代理的代理");
        UUID gone = organisation.person("离职代理");
        UUID goneMember = organisation.member(group);
        UUID forGoneMember = organisation.person("代离职人员");
        organisation.standIn(first, person("member"), null, TODAY, TODAY);
        organisation.standIn(second, first, null, TODAY, TODAY);
        organisation.standIn(gone, person("member"), null, TODAY, TODAY);
        organisation.standIn(forGoneMember, goneMember, null, TODAY, TODAY);
        organisation.person(gone, 2, "离职代理", "LEFT");
        organisation.person(goneMember, 2, "离职", "LEFT");
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY)))
                .containsExactlyInAnyOrder(person("member"), first, person("head"), person("deputy"));
    }

    @Test
    void nobodyOfAnEndedUnitIsToldButThoseAboveItAre() {
        organisation.standIn(organisation.person("代理"), person("member"), null, TODAY, TODAY);
        organisation.unit(group, 2, true, "业务组", "WORKING_GROUP", projectTeam);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY)))
                .isEmpty();
        // The head of the ended group still sits in the office.
        assertThat(names(audience(AudienceRule.TASK_OVERDUE_3, List.of(group), TODAY)))
                .containsExactlyInAnyOrder("office", "head", "supervising", "leading");

        // The whole project ends: the bureau has a new office, which takes over what is left.
        organisation.unit(projectTeam, 2, true, "项目组", "PROJECT_TEAM", office);
        organisation.unit(office, 2, true, "办公室", "OFFICE", leadingGroup);
        organisation.unit(assessors, 2, true, "督导考核组", "WORKING_GROUP", projectTeam, "SUPERVISING");
        UUID successor = organisation.member(organisation.unit("新办公室", "OFFICE", bureau));
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_OVERDUE_2, List.of(group), TODAY)))
                .containsExactly(successor);
    }

    @Test
    void aUnitThatWasMovedHasTheOfficeOfItsNewBureau() {
        UUID branch = organisation.unit("分局", "BUREAU", bureau);
        UUID inBranchOffice = organisation.member(organisation.unit("分局办公室", "OFFICE", branch));
        organisation.unit(group, 2, false, "业务组", "WORKING_GROUP", branch);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_SUSPENDED, List.of(group), TODAY)))
                .contains(inBranchOffice)
                .doesNotContain(person("office"));
    }

    @Test
    void aSectionOutsideTheCommandChainHasTheOfficeOfItsOwnBureau() {
        UUID section = organisation.unit("征管科", "SECTION", bureau);
        UUID branch = organisation.unit("分局", "BUREAU", bureau);
        UUID branchOffice = organisation.unit("分局办公室", "OFFICE", branch);
        UUID branchSection = organisation.unit("分局一科", "SECTION", branch);
        UUID inSection = organisation.member(section);
        UUID inBranchOffice = organisation.member(branchOffice);
        UUID inBranchSection = organisation.member(branchSection);
        copied.take(organisation);
        LocalDate day = LocalDate.of(2023, 3, 20);
        assertThat(staffIds(audience(AudienceRule.TASK_SUSPENDED, List.of(section), day)))
                .containsExactlyInAnyOrder(inSection, person("office"), person("head"));
        assertThat(staffIds(audience(AudienceRule.TASK_SUSPENDED, List.of(branchSection), day)))
                .containsExactlyInAnyOrder(inBranchSection, inBranchOffice);
        assertThat(staffIds(audience(AudienceRule.TASK_OVERDUE_3, List.of(branchSection), day)))
                .as("the branch has neither leading nor supervising group")
                .containsExactlyInAnyOrder(inBranchSection, inBranchOffice);
    }

    @Test
    void whoIsToldLearnsByWhichHatsAndForWhom() {
        UUID standIn = organisation.person("代理人");
        organisation.standIn(standIn, person("supervising"), null, TODAY, TODAY);
        copied.take(organisation);
        Map<UUID, Candidate> told = byPerson(audience(AudienceRule.TASK_OVERDUE_3, List.of(group), TODAY));
        assertThat(told.get(person("head")).reasons())
                .containsExactlyInAnyOrder(
                        seat(AudienceGroup.UNIT_MEMBERS, group, "业务组"),
                        new Reason(AudienceGroup.UNIT_HEADS, group, "业务组", "HEAD", null, null, null),
                        seat(AudienceGroup.OFFICE, office, "办公室"),
                        seat(AudienceGroup.LEADING_GROUP, leadingGroup, "领导小组"));
        assertThat(told.get(person("member")).reasons())
                .containsExactly(seat(AudienceGroup.UNIT_MEMBERS, group, "业务组"));
        assertThat(told.get(standIn).reasons())
                .containsExactly(new Reason(
                        AudienceGroup.SUPERVISING_GROUP, assessors, "督导考核组", null, null, person("supervising"), "成员"));
    }

    @Test
    void aDeputyWhoIsToldLearnsThatThereIsNoHead() {
        UUID headless = organisation.unit("无组长组", "WORKING_GROUP", projectTeam);
        UUID deputy = organisation.holder(headless, "DEPUTY_HEAD");
        copied.take(organisation);
        Reason reason = byPerson(audience(AudienceRule.TASK_NOT_RECEIVED, List.of(headless), TODAY))
                .get(deputy)
                .reasons()
                .get(0);
        assertThat(reason)
                .isEqualTo(new Reason(AudienceGroup.UNIT_HEADS, headless, "无组长组", "DEPUTY_HEAD", null, null, null));
        assertThat(Reason.text(List.of(reason), Texts.in(Language.ENGLISH)))
                .isEqualTo("deputy head of “无组长组”, which has no head at present");
    }

    @Test
    void whoIsLeftOutIsListedWithWhatSpeaksAgainstIt() {
        UUID gone = organisation.member(group);
        organisation.person(gone, 2, "离职", "LEFT");
        UUID ended = organisation.person("任职结束");
        organisation.appoint(ended, group, "MEMBER", TODAY.minusYears(1), TODAY.minusDays(1));
        UUID longEnded = organisation.person("早已离组");
        organisation.appoint(longEnded, group, "MEMBER", TODAY.minusYears(2), TODAY.minusYears(1));
        UUID notBegun = organisation.person("尚未任职");
        organisation.appoint(notBegun, group, "MEMBER", TODAY.plusDays(1), null);
        UUID movedWithin = organisation.person("换席位");
        organisation.appoint(movedWithin, group, "MEMBER", TODAY.minusYears(1), TODAY.minusDays(1));
        organisation.appoint(movedWithin, group, "DEPUTY_HEAD", TODAY, null);
        UUID elsewhere = organisation.person("代办公室");
        organisation.standIn(elsewhere, person("head"), office, TODAY, TODAY);
        copied.take(organisation);

        Map<UUID, Candidate> candidates = byPerson(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY));
        Map<UUID, LeftOutBecause> leftOut = candidates.values().stream()
                .filter(candidate -> !candidate.told())
                .collect(Collectors.toMap(
                        Candidate::staffId,
                        candidate -> candidate.reasons().get(0).because()));
        assertThat(leftOut)
                .containsOnly(
                        Map.entry(gone, LeftOutBecause.LEFT),
                        Map.entry(ended, LeftOutBecause.APPOINTMENT_ENDED),
                        Map.entry(notBegun, LeftOutBecause.APPOINTMENT_NOT_BEGUN),
                        Map.entry(person("ADMINISTRATOR"), LeftOutBecause.ADMINISTRATOR_ONLY),
                        Map.entry(elsewhere, LeftOutBecause.STANDS_IN_ELSEWHERE));
        assertThat(candidates.get(movedWithin).told()).isTrue();
        assertThat(candidates.get(movedWithin).reasons())
                .containsExactly(seat(AudienceGroup.UNIT_MEMBERS, group, "业务组"));

        assertThat(byPerson(audience(AudienceRule.TASK_NOT_RECEIVED, List.of(group), TODAY))
                        .get(person("deputy"))
                        .reasons())
                .containsExactly(new Reason(
                        AudienceGroup.UNIT_HEADS,
                        group,
                        "业务组",
                        "DEPUTY_HEAD",
                        LeftOutBecause.HEAD_IS_THERE,
                        null,
                        null));
        organisation.unit(group, 2, true, "业务组", "WORKING_GROUP", projectTeam);
        copied.take(organisation);
        assertThat(byPerson(audience(AudienceRule.TASK_COMPLETED, List.of(group), TODAY))
                        .get(person("member"))
                        .reasons())
                .extracting(Reason::because)
                .containsExactly(LeftOutBecause.UNIT_ENDED);
    }

    @Test
    void aSubtreeIsAllBelowAndNamedPersonsAreToldWhateverTheirSeats() {
        UUID section = organisation.unit("一科", "SECTION", bureau);
        UUID team = organisation.unit("一组", "SECTION", section);
        UUID inTeam = organisation.member(team);
        UUID inSection = organisation.member(section);
        UUID named = organisation.person("点名");
        UUID gone = organisation.person("离职");
        organisation.person(gone, 2, "离职", "LEFT");
        UUID forNamed = organisation.person("代理");
        organisation.standIn(forNamed, named, null, TODAY, TODAY);
        copied.take(organisation);
        Map<UUID, Candidate> candidates = byPerson(new Audience(
                List.of(new Addressed(section, AudienceGroup.SUBTREE)), List.of(named, gone, inTeam), TODAY));
        assertThat(candidates.keySet()).containsExactlyInAnyOrder(inTeam, inSection, named, forNamed, gone);
        assertThat(candidates.get(inTeam).reasons())
                .containsExactlyInAnyOrder(
                        seat(AudienceGroup.SUBTREE, team, "一组"),
                        new Reason(AudienceGroup.NAMED, null, null, null, null, null, null));
        assertThat(candidates.get(gone).told()).isFalse();
        assertThat(byPerson(new Audience(List.of(new Addressed(bureau, AudienceGroup.SUBTREE)), List.of(), TODAY))
                        .keySet())
                .contains(inTeam, inSection, person("head"), person("leading"), person("SECTION"));
    }

    @Test
    void aCircleInTheCopyEndsTheWalk() {
        UUID a = organisation.unit("甲", "WORKING_GROUP", null);
        UUID b = organisation.unit("乙", "WORKING_GROUP", a);
        organisation.unit(a, 2, false, "甲", "WORKING_GROUP", b);
        UUID member = organisation.member(b);
        copied.take(organisation);
        assertThat(staffIds(audience(AudienceRule.TASK_OVERDUE_3, List.of(b), LocalDate.of(2023, 3, 20))))
                .containsExactly(member);
    }

    private TaskEvent event(String type, String specific) throws IOException {
        List<UUID> units = List.of(group);
        Map<String, Object> data =
                switch (type) {
                    case "PlanPublished" -> TaskData.planPublished(group, 5, 2);
                    case "PhaseStarted", "PhaseCompleted", "PhaseReopened" -> TaskData.ofPhase(units);
                    default -> TaskData.ofTask(group, units);
                };
        if (specific != null) {
            for (String field : specific.split(", ")) {
                String[] parts = field.split("=");
                data.put(parts[0], value(parts[1]));
            }
        }
        data.put(
                "changes",
                List.of(Map.of(
                        "subject", data.getOrDefault("subject", "TASK"),
                        "change", data.getOrDefault("change", "CHANGED"),
                        "title", "受票试点准备",
                        "fields", List.of(data.getOrDefault("field", "title")))));
        data.put("previous", TaskData.before("2023-03-10"));
        data.put("preconditions", List.of("省局已下发数据"));
        data.put("blockedBy", List.of(Map.of("number", 9, "title", "受票试点动员")));
        return reader.read("cn.taxrollout.task." + type + ".v1", Topics.json(data));
    }

    private static Object value(String text) {
        if (text.matches("\\d+")) {
            return Integer.valueOf(text);
        }
        return Set.of("true", "false").contains(text) ? (Object) Boolean.valueOf(text) : text;
    }

    private static Set<String> words(String expected) {
        return expected == null ? Set.of() : new TreeSet<>(Arrays.asList(expected.split(" ")));
    }

    private Set<String> names(Audience audience) {
        return staffIds(audience).stream().map(people::get).collect(Collectors.toCollection(TreeSet::new));
    }

    private UUID person(String name) {
        return people.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey))
                .get(name);
    }

    private static Audience audience(AudienceRule rule, List<UUID> units, LocalDate day) {
        return Audience.of(
                rule, units, day.atTime(9, 0).atZone(ZoneId.of("Asia/Shanghai")).toInstant());
    }

    private record Candidate(UUID staffId, boolean told, List<Reason> reasons) {}

    private static Reason seat(AudienceGroup group, UUID unit, String name) {
        return new Reason(group, unit, name, null, null, null, null);
    }

    private Map<UUID, Candidate> byPerson(Audience audience) {
        return candidates(audience).stream().collect(Collectors.toMap(Candidate::staffId, candidate -> candidate));
    }

    private List<UUID> staffIds(Audience audience) {
        return candidates(audience).stream()
                .filter(Candidate::told)
                .map(Candidate::staffId)
                .toList();
    }

    private List<Candidate> candidates(Audience audience) {
        return QuarkusTransaction.requiringNew()
                .call(() -> audience.bind(session.createNativeQuery(Audience.PEOPLE, Object[].class)
                                .addScalar("staff_id", UUID.class)
                                .addScalar("told", Boolean.class)
                                .addScalar("reasons", String.class))
                        .list())
                .stream()
                .map(row -> new Candidate((UUID) row[0], (Boolean) row[1], reasons((String) row[2])))
                .toList();
    }

    private List<Reason> reasons(String array) {
        try {
            return List.of(json.readValue(array, Reason[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
