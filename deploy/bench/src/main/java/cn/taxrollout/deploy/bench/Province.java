package cn.taxrollout.deploy.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A province's organisation: one bureau, cities below it, districts below these, sections in all of them, and in each
 * district the structure of a reform: leading group, its office, project team, seven working groups and an operation team. Made
 * up, and the same each time but for the identifiers.
 */
final class Province {
    private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗";
    private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国红";
    private static final String[] SECTIONS = {
        "办公室", "法制股", "税政一股", "税政二股", "社会保险费股", "收入核算股", "纳税服务股", "征收管理股", "税收风险管理股", "财务管理股", "考核考评股", "人事教育股", "信息中心",
        "机关党委", "纪检组", "第一税务分局", "第二税务分局", "第三税务分局", "第四税务分局", "第五税务分局", "第六税务分局"
    };
    private static final int SECTIONS_OF_A_CITY = 12;
    private static final int SECTIONS_OF_THE_PROVINCE = 4;
    private static final int WORKING_GROUPS = 7;
    private static final String SINCE = "2022-12-15";

    /** How large it is: 20,000 units with fifteen cities and forty districts each. */
    record Size(int cities, int districtsOfACity, int staff, int appointments, int standIns) {
        private static final Size WHOLE = new Size(15, 40, 100_000, 150_000, 1_000);

        /** @param divisor of the districts of each city and of the people */
        static Size divided(int divisor) {
            return new Size(
                    WHOLE.cities,
                    WHOLE.districtsOfACity / divisor,
                    WHOLE.staff / divisor,
                    WHOLE.appointments / divisor,
                    WHOLE.standIns / divisor);
        }

        /** A district's bureau with its sections and eleven units of the reform, a city's and the province's with sections. */
        int units() {
            return sections() + 1 + cities * (1 + districtsOfACity * 12);
        }

        private int sections() {
            return SECTIONS_OF_THE_PROVINCE + cities * (SECTIONS_OF_A_CITY + districtsOfACity * SECTIONS.length);
        }
    }

    /**
     * A district's bureau and what is in it.
     *
     * @param units all units, itself included
     * @param commanded units with a chain of command
     * @param staffNos of those who belong to its sections
     */
    record District(UUID id, List<UUID> units, List<UUID> commanded, List<String> staffNos) {}

    private record Unit(UUID id, List<UUID> path, UUID bureauId) {}

    private record Person(UUID id, String staffNo) {}

    /** @param head the appointment of its principal */
    private record Section(Unit unit, List<Person> staff, UUID head) {}

    private final Size size;
    private final Random random = new Random(1);
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final Copy unitRows =
            new Copy("unit", "id", "code", "name", "kind", "parent_id", "functions", "version", "path", "bureau_id");
    private final Copy periodRows = new Copy("unit_period", "unit_id", "name", "parent_id", "functions");
    private final Copy staffRows =
            new Copy("staff_member", "id", "staff_no", "name", "home_unit_id", "status", "email", "mobile", "version");
    private final Copy postingRows = new Copy("posting", "staff_id", "unit_id");
    private final Copy seatRows =
            new Copy("seat", "id", "unit_id", "title", "rank", "holder_rule", "section_id", "exists_from", "version");
    private final Copy appointmentRows =
            new Copy("appointment", "id", "seat_id", "staff_id", "from_date", "derived_from", "deleted", "version");
    private final Copy standInRows =
            new Copy("stand_in", "id", "for_staff_id", "staff_id", "from_date", "to_date", "deleted", "version");

    private final List<Section> sections = new ArrayList<>();
    private final List<District> districts = new ArrayList<>();
    private int staff;
    private int appointments;

    Province(Size size) {
        this.size = size;
        Unit province = unit("P", "某省税务局", "BUREAU", null, "");
        administered(province, sections(province, "P", SECTIONS_OF_THE_PROVINCE));
        for (int city = 1; city <= size.cities(); city++) {
            String cityCode = "C%02d".formatted(city);
            Unit bureau = unit(cityCode, "某市税务局", "BUREAU", province, "");
            administered(bureau, sections(bureau, cityCode, SECTIONS_OF_A_CITY));
            for (int district = 1; district <= size.districtsOfACity(); district++) {
                district(bureau, cityCode + "D%02d".formatted(district));
            }
        }
        fillSections();
        for (int i = 0; i < size.standIns(); i++) {
            Section section = sections.get(random.nextInt(sections.size()));
            standInRows.row(
                    ids.generate(),
                    section.staff().get(0).id(),
                    section.staff().get(1).id(),
                    "2022-01-01",
                    "2099-12-31",
                    false,
                    0);
        }
    }

    List<District> districts() {
        return districts;
    }

    /** Writes all of it into the service's schema. */
    void writeTo(Connection connection) throws SQLException, IOException {
        for (Copy rows :
                List.of(unitRows, periodRows, staffRows, postingRows, seatRows, appointmentRows, standInRows)) {
            rows.writeTo(connection);
        }
    }

    private void district(Unit above, String code) {
        Unit bureau = unit(code, "某区税务局", "BUREAU", above, "");
        List<Section> own = sections(bureau, code, SECTIONS.length);
        List<Person> people =
                own.stream().flatMap(section -> section.staff().stream()).toList();
        administered(bureau, own);

        Unit leadingGroup = unit(code + "LG", "工作领导小组", "LEADING_GROUP", bureau, "");
        holders(leadingGroup, people, 2, 0);
        for (Section section : own) {
            UUID seat = seat(leadingGroup, "成员", "MEMBER", section.unit().id());
            appointment(seat, section.staff().get(0), section.head());
        }
        Unit office = unit(code + "LGO", "领导小组办公室", "OFFICE", leadingGroup, "");
        holders(office, people, 2, 5);
        Unit team = unit(code + "PT", "项目组", "PROJECT_TEAM", office, "");
        holders(team, people, 0, 0);
        List<Unit> groups = new ArrayList<>();
        for (int group = 1; group <= WORKING_GROUPS; group++) {
            String functions = group == 1 ? "COORDINATING" : group == 2 ? "SUPERVISING" : "";
            groups.add(unit(code + "G" + group, "第" + group + "工作组", "WORKING_GROUP", team, functions));
            holders(groups.get(group - 1), people, 2, 6);
        }
        Unit operation = unit(code + "OT", "运维组", "OPERATION_TEAM", team, "");
        holders(operation, people, 0, 4);

        List<UUID> commanded = Stream.concat(groups.stream(), Stream.of(operation))
                .map(Unit::id)
                .toList();
        List<UUID> units = Stream.of(
                        Stream.of(bureau, leadingGroup, office, team).map(Unit::id),
                        own.stream().map(section -> section.unit().id()),
                        commanded.stream())
                .flatMap(part -> part)
                .toList();
        districts.add(new District(
                bureau.id(),
                units,
                commanded,
                people.stream().map(Person::staffNo).toList()));
    }

    private List<Section> sections(Unit bureau, String code, int count) {
        List<Section> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Unit unit = unit(code + "S%02d".formatted(i + 1), SECTIONS[i], "SECTION", bureau, "");
            int index = sections.size();
            int people = size.staff() / size.sections() + (index < size.staff() % size.sections() ? 1 : 0);
            List<Person> staffHere =
                    Stream.generate(() -> person(unit)).limit(people).toList();
            UUID head = appointment(seat(unit, "股长", "HEAD", null), staffHere.get(0), null);
            sections.add(new Section(unit, staffHere, head));
            added.add(sections.get(index));
        }
        return added;
    }

    private void administered(Unit bureau, List<Section> own) {
        appointment(
                seat(bureau, "管理员", "ADMINISTRATOR", null), own.get(0).staff().get(1), null);
    }

    /** A head, so many deputies and so many members. */
    private void holders(Unit unit, List<Person> people, int deputies, int members) {
        var holders = random.ints(0, people.size()).distinct().iterator();
        appointment(seat(unit, "组长", "HEAD", null), people.get(holders.next()), null);
        for (int i = 0; i < deputies; i++) {
            appointment(seat(unit, "副组长", "DEPUTY_HEAD", null), people.get(holders.next()), null);
        }
        for (int i = 0; i < members; i++) {
            appointment(seat(unit, "成员", "MEMBER", null), people.get(holders.next()), null);
        }
    }

    /** Gives seats in the sections to those who work there, one after the other, until all appointments are made. */
    private void fillSections() {
        for (int person = 1; appointments < size.appointments(); person++) {
            for (Section section : sections) {
                if (appointments < size.appointments()
                        && person < section.staff().size()) {
                    boolean deputy = person == 1;
                    UUID seat = seat(section.unit(), deputy ? "副股长" : "科员", deputy ? "DEPUTY_HEAD" : "MEMBER", null);
                    appointment(seat, section.staff().get(person), null);
                }
            }
        }
    }

    private Unit unit(String code, String name, String kind, Unit above, String functions) {
        UUID id = ids.generate();
        List<UUID> path = new ArrayList<>(above == null ? List.of() : above.path());
        path.add(id);
        UUID parentId = above == null ? null : above.id();
        UUID bureauId = kind.equals("BUREAU") ? id : above.bureauId();
        String set = "{" + functions + "}";
        String places = path.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        unitRows.row(id, code, name, kind, parentId, set, 0, places, bureauId);
        periodRows.row(id, name, parentId, set);
        return new Unit(id, path, bureauId);
    }

    private Person person(Unit section) {
        UUID id = ids.generate();
        String staffNo = "N%06d".formatted(++staff);
        String name = letter(SURNAMES) + letter(GIVEN) + letter(GIVEN);
        staffRows.row(
                id,
                staffNo,
                name,
                section.id(),
                "ACTIVE",
                staffNo.toLowerCase(Locale.ROOT) + "@example.com",
                "1380000" + staffNo.substring(3),
                0);
        postingRows.row(id, section.id());
        return new Person(id, staffNo);
    }

    private String letter(String letters) {
        return String.valueOf(letters.charAt(random.nextInt(letters.length())));
    }

    /** @param principalOf the section to whose principal it goes, or null */
    private UUID seat(Unit unit, String title, String rank, UUID principalOf) {
        UUID id = ids.generate();
        seatRows.row(id, unit.id(), title, rank, principalOf == null ? "NAMED" : "PRINCIPAL_OF", principalOf, SINCE, 0);
        return id;
    }

    private UUID appointment(UUID seat, Person holder, UUID derivedFrom) {
        appointments++;
        UUID id = ids.generate();
        appointmentRows.row(id, seat, holder.id(), SINCE, derivedFrom, false, 0);
        return id;
    }
}
