package cn.taxrollout.org.directoryimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.taxrollout.org.directoryimport.KnownBureau.Holding;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownPerson;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownUnit;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.document.DirectoryDocument;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.unit.UnitKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentRosterTest {
    private static final LocalDate TODAY = LocalDate.parse("2024-06-01");

    private final UUID bureauId = UUID.randomUUID();
    private final List<KnownUnit> units = new ArrayList<>();
    private final List<KnownPerson> people = new ArrayList<>();
    private final List<Holding> holdings = new ArrayList<>();
    private final Map<UUID, Integer> duties = new HashMap<>();

    private final KnownUnit office = unit("S1", "办公室", UnitKind.SECTION, null);
    private final KnownUnit it = unit("S2", "信息中心", UnitKind.SECTION, null);
    private final KnownUnit branch = unit("S3", "第一税务分局", UnitKind.SECTION, null);

    private String text = """
            青陶县税务局
            2023年12月1日
            一、推广工作领导小组
            组长：沈望舒 局长
            成员：办公室、信息中心主要负责人。
            职责：统一领导；研究问题。
            二、领导小组办公室
            主任：陆时雨 信息中心主任
            成员：办公室、第一税务分局各一名副职。
            职责：日常工作。
            三、综合协调组
            组长：陆时雨
            成员：沈望舒、常青
            职责：分派任务。
            """;

    @Test
    void newUnitsStandBelowTheBureauWithReadableCodesFromTheDayOfTheDocument() throws IOException {
        assertThat(units(read()))
                .extracting(UnitRow::code, UnitRow::parent, row -> row.from().toString())
                .containsExactly(
                        tuple("QT-TGGZLDXZ", "QT", "2023-12-01"),
                        tuple("QT-LDXZBGS", "QT-TGGZLDXZ", "2023-12-01"),
                        tuple("QT-ZHXTZ", "QT-LDXZBGS", "2023-12-01"));
    }

    @Test
    void aTakenCodeGetsANumber() throws IOException {
        unit("QT-ZHXTZ", "政和协调组", UnitKind.WORKING_GROUP, null);

        assertThat(units(read())).extracting(UnitRow::code).contains("QT-ZHXTZ2");
    }

    @Test
    void knownUnitsKeepTheirCodesAndTheirPlaceWhereTheTextGivesNone() throws IOException {
        KnownUnit leading = unit("LG", "推广工作领导小组", UnitKind.LEADING_GROUP, null);
        unit("LGO", "领导小组 办公室", UnitKind.OFFICE, leading);
        KnownUnit other = unit("LG2", "另一领导小组", UnitKind.LEADING_GROUP, null);
        unit("G9", "综合协调组", UnitKind.WORKING_GROUP, other);

        assertThat(units(read()))
                .extracting(UnitRow::code, UnitRow::name, UnitRow::parent)
                .containsExactly(
                        tuple("LG", "推广工作领导小组", null),
                        tuple("LGO", "领导小组 办公室", null),
                        tuple("QT-ZHXTZ", "综合协调组", "LGO"));
    }

    @Test
    void peopleAreFoundByNameAndRulesBySection() throws IOException {
        person("N1", "沈望舒", office);
        person("N2", "陆　时雨", it);
        person("N3", "常青", branch);

        assertThat(seats(read()))
                .extracting(SeatRow::title, SeatRow::staff, SeatRow::principalOf, SeatRow::unnamedDeputyOf)
                .containsExactly(
                        tuple("组长", "N1", null, null),
                        tuple("成员", null, "S1", null),
                        tuple("成员", null, "S2", null),
                        tuple("主任", "N2", null, null),
                        tuple("成员", null, null, "S1"),
                        tuple("成员", null, null, "S3"),
                        tuple("组长", "N2", null, null),
                        tuple("成员", "N1", null, null),
                        tuple("成员", "N3", null, null));
    }

    @Test
    void whoeverIsUnknownLeavesTheSeatVacantAndIsNamedWithTheLine() throws IOException {
        person("N1", "沈望舒", office);
        person("N2", "陆时雨", it);

        DocumentRoster.Reading reading = read();

        assertThat(seats(reading).get(8).staff()).isNull();
        assertThat(problems(reading, "anomaly-person-unknown")).containsExactly("13 [综合协调组, 成员, 常青]");
    }

    @Test
    void theSectionTellsPeopleOfOneNameApart() throws IOException {
        person("N2", "陆时雨", it);
        person("N4", "陆时雨", branch);
        person("N5", "常青", it);
        person("N6", "常青", branch);

        DocumentRoster.Reading reading = read();

        assertThat(seats(reading)).extracting(SeatRow::staff).contains("N2").doesNotContain("N4", "N5", "N6");
        assertThat(problems(reading, "anomaly-person-ambiguous")).containsExactly("13 [综合协调组, 成员, 常青, 2]");
    }

    @Test
    void openSeatsAreFilledByNameByLineAndNameOrByLineAlone() throws IOException {
        DocumentRoster.Reading reading =
                read(Map.of("沈望舒", "N1", "8", "N2", "13 常青", "N3", "9 第一税务分局", "N4", "12 沈望舒", "N5"));

        assertThat(seats(reading))
                .extracting(SeatRow::staff)
                .containsExactly("N1", null, null, "N2", null, "N4", null, "N1", "N3");
        assertThat(problems(reading, "anomaly-holder-not-placed")).containsExactly("null [12 沈望舒]");
    }

    @Test
    void aLineWithSeveralOpenSeatsNeedsTheName() throws IOException {
        DocumentRoster.Reading reading = read(Map.of("13", "N1"));

        assertThat(seats(reading)).extracting(SeatRow::staff).containsOnlyNulls();
        assertThat(problems(reading, "anomaly-holder-not-placed")).containsExactly("null [13]");
    }

    @Test
    void aSectionThatTheBureauLacksGivesNoSeat() throws IOException {
        text = text.replace("第一税务分局各", "第九税务分局各").replace("信息中心主任", "技术科科长");
        person("N2", "陆时雨", it);

        DocumentRoster.Reading reading = read();

        assertThat(seats(reading)).hasSize(8);
        assertThat(problems(reading, "anomaly-section-unknown")).containsExactly("9 [领导小组办公室, 成员, 第九税务分局]");
        assertThat(problems(reading, "anomaly-section-of-person-unknown")).containsExactly("8 [陆时雨, 技术科]");
    }

    @Test
    void aHomeSectionOtherThanTheTextSaysIsTold() throws IOException {
        person("N2", "陆时雨", branch);

        assertThat(problems(read(), "anomaly-person-of-other-section")).containsExactly("8 [陆时雨, 信息中心, 第一税务分局]");
    }

    @Test
    void allSectionsOfAKindAreThoseThatTheBureauHas() throws IOException {
        text = text.replace("办公室、信息中心主要负责人", "各股室、各税务分局主要负责人");

        DocumentRoster.Reading reading = read();

        assertThat(seats(reading)).extracting(SeatRow::principalOf).containsSubsequence("S1", "S2", "S3");
        assertThat(problems(reading, "anomaly-sections-expanded"))
                .containsExactly("5 [推广工作领导小组, 成员, 各股室, 2]", "5 [推广工作领导小组, 成员, 各税务分局, 1]");
    }

    @Test
    void peopleOfAGroupWhoseHomeSectionIsNotInTheOfficeAreTold() throws IOException {
        text = text.replace("信息中心主任", "").replace("、常青", "、常青、汪洋");
        person("N1", "沈望舒", office);
        person("N3", "常青", it);
        person("N7", "汪洋", branch);

        assertThat(problems(read(), "anomaly-member-section-not-in-office"))
                .containsExactly("13 [常青, 信息中心, 综合协调组, 领导小组办公室]");
    }

    @Test
    void whoSitsInAGroupAndIsNotInTheTextIsTold() throws IOException {
        KnownUnit leading = unit("LG", "推广工作领导小组", UnitKind.LEADING_GROUP, null);
        holdings.add(new Holding(leading.id(), "副组长", "N8", "钟离", LocalDate.parse("2023-01-01")));

        assertThat(problems(read(), "anomaly-seat-only-in-directory")).containsExactly("3 [推广工作领导小组, 副组长, 钟离]");
    }

    @Test
    void anAppointmentThatBeganLaterIsNotMovedForward() throws IOException {
        KnownUnit leading = unit("LG", "推广工作领导小组", UnitKind.LEADING_GROUP, null);
        person("N1", "沈望舒", office);
        holdings.add(new Holding(leading.id(), "组长", "N1", "沈望舒", LocalDate.parse("2024-03-01")));

        assertThat(seats(read()).get(0).from()).isEqualTo("2024-03-01");
    }

    @Test
    void dutiesFollowTheTextInOrder() throws IOException {
        assertThat(read().rows().duties().stream().map(Placed::content))
                .extracting(DutyRow::unit, DutyRow::ordinal, DutyRow::text)
                .containsExactly(
                        tuple("QT-TGGZLDXZ", 1, "统一领导"),
                        tuple("QT-TGGZLDXZ", 2, "研究问题"),
                        tuple("QT-LDXZBGS", 1, "日常工作"),
                        tuple("QT-ZHXTZ", 1, "分派任务"));
    }

    @Test
    void clausesThatTheTextNoLongerHasAreTakenAway() throws IOException {
        KnownUnit leading = unit("LG", "推广工作领导小组", UnitKind.LEADING_GROUP, null);
        duties.put(leading.id(), 4);

        assertThat(read().rows().duties().stream().map(Placed::content))
                .filteredOn(row -> row.unit().equals("LG"))
                .extracting(DutyRow::ordinal, DutyRow::text)
                .containsExactly(tuple(1, "统一领导"), tuple(2, "研究问题"), tuple(3, ""), tuple(4, ""));
    }

    @Test
    void withoutADateTheSeatsBeginToday() throws IOException {
        text = text.replace("2023年12月1日\n", "");

        assertThat(seats(read())).extracting(SeatRow::from).containsOnly(TODAY);
    }

    @Test
    void anotherIssuerIsTold() throws IOException {
        text = text.replace("青陶县税务局", "白瓷县税务局");

        assertThat(problems(read(), "anomaly-issuer-not-this-bureau")).containsExactly("1 [白瓷县税务局, 青陶县税务局]");
    }

    @Test
    void everyRowKnowsItsLine() throws IOException {
        RosterRows rows = read().rows();

        assertThat(rows.units().stream().map(Placed::row)).containsExactly(3, 7, 11);
        assertThat(rows.seats().stream().map(Placed::row)).containsExactly(4, 5, 5, 8, 9, 9, 12, 13, 13);
        assertThat(rows.duties().stream().map(Placed::row)).containsExactly(6, 6, 10, 14);
    }

    private DocumentRoster.Reading read() throws IOException {
        return read(Map.of());
    }

    private DocumentRoster.Reading read(Map<String, String> holders) throws IOException {
        KnownBureau bureau = new KnownBureau(
                bureauId,
                "QT",
                "青陶县税务局",
                new HashSet<>(units.stream().map(KnownUnit::code).toList()),
                units,
                people,
                holdings,
                duties);
        return DocumentRoster.of(DirectoryDocument.read(text.getBytes(StandardCharsets.UTF_8)), bureau, TODAY, holders);
    }

    private KnownUnit unit(String code, String name, UnitKind kind, KnownUnit parent) {
        UUID id = UUID.randomUUID();
        List<UUID> path = new ArrayList<>(parent == null ? List.of(bureauId) : parent.path());
        path.add(id);
        KnownUnit unit = new KnownUnit(id, code, name, kind, path, null);
        units.add(unit);
        return unit;
    }

    private void person(String staffNo, String name, KnownUnit section) {
        people.add(new KnownPerson(staffNo, name, section));
    }

    private static Stream<UnitRow> units(DocumentRoster.Reading reading) {
        return reading.rows().units().stream().map(Placed::content);
    }

    private static List<SeatRow> seats(DocumentRoster.Reading reading) {
        return reading.rows().seats().stream().map(Placed::content).toList();
    }

    private static List<String> problems(DocumentRoster.Reading reading, String code) {
        return reading.anomalies().stream()
                .filter(problem -> problem.code().equals(code))
                .map(problem -> problem.row() + " " + problem.arguments())
                .toList();
    }
}
