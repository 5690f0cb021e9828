package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.directoryimport.workbook.Column.optional;
import static cn.taxrollout.org.directoryimport.workbook.Column.required;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.workbook.Content;
import cn.taxrollout.org.directoryimport.workbook.Sheet;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The roster as a workbook: its sheets, their columns and the words in them, for reading and writing alike. */
final class RosterSheets {
    static final Map<UnitKind, String> KINDS = new EnumMap<>(Map.of(
            UnitKind.BUREAU, "局",
            UnitKind.SECTION, "科室",
            UnitKind.LEADING_GROUP, "领导小组",
            UnitKind.OFFICE, "办公室",
            UnitKind.PROJECT_TEAM, "项目组",
            UnitKind.WORKING_GROUP, "工作组",
            UnitKind.OPERATION_TEAM, "运维组"));

    static final Map<SeatRank, String> RANKS = new EnumMap<>(Map.of(
            SeatRank.HEAD, "正职",
            SeatRank.DEPUTY_HEAD, "副职",
            SeatRank.MEMBER, "成员",
            SeatRank.ADMINISTRATOR, "管理员"));

    static final Map<UnitFunction, String> FUNCTIONS =
            new EnumMap<>(Map.of(UnitFunction.COORDINATING, "综合协调", UnitFunction.SUPERVISING, "监督考核"));

    static final Sheet<UnitRow> UNITS = new Sheet<>(
            "units",
            "单位",
            List.of(
                    required("code", "单位代码", Content.code(Roster.CODE), 16, UnitRow::code),
                    required("name", "单位名称", Content.line(Roster.UNIT_NAME), 40, UnitRow::name),
                    required("kind", "单位类型", Content.choice(KINDS), 12, UnitRow::kind),
                    optional("parent", "上级单位代码", Content.clearable(Roster.CODE), 16, UnitRow::parent),
                    optional("functions", "职能", Content.choices(UnitFunction.class, FUNCTIONS), 20, UnitRow::functions),
                    optional("from", "起始日期", Content.date(), 12, UnitRow::from),
                    optional("to", "截止日期", Content.date(), 12, UnitRow::to)),
            row -> new UnitRow(
                    row.get("code"),
                    row.get("name"),
                    row.get("kind"),
                    row.get("parent"),
                    row.get("functions"),
                    row.get("from"),
                    row.get("to")));

    static final Sheet<StaffRow> STAFF = new Sheet<>(
            "staff",
            "人员",
            List.of(
                    required("staffNo", "工号", Content.code(Roster.STAFF_NO), 14, StaffRow::staffNo),
                    required("name", "姓名", Content.line(Roster.PERSON_NAME), 12, StaffRow::name),
                    required("section", "科室代码", Content.code(Roster.CODE), 16, StaffRow::section),
                    optional("email", "电子邮箱", Content.email(Roster.EMAIL), 28, StaffRow::email),
                    optional("mobile", "手机号", Content.clearable(Roster.MOBILE), 16, StaffRow::mobile),
                    optional("chatId", "企业微信账号", Content.clearable(Roster.CHAT_ID), 16, StaffRow::chatId),
                    optional("from", "起始日期", Content.date(), 12, StaffRow::from),
                    optional("lastDay", "离职日期", Content.date(), 12, StaffRow::lastDay)),
            row -> new StaffRow(
                    row.get("staffNo"),
                    row.get("name"),
                    row.get("section"),
                    row.get("email"),
                    row.get("mobile"),
                    row.get("chatId"),
                    row.get("from"),
                    row.get("lastDay")));

    static final Sheet<SeatRow> SEATS = new Sheet<>(
            "seats",
            "席位",
            List.of(
                    required("unit", "单位代码", Content.code(Roster.CODE), 16, SeatRow::unit),
                    required("title", "席位名称", Content.line(Roster.TITLE), 14, SeatRow::title),
                    required("rank", "级别", Content.choice(RANKS), 10, SeatRow::rank),
                    optional("staff", "工号", Content.code(Roster.STAFF_NO), 14, SeatRow::staff),
                    optional("name", "姓名", Content.line(Roster.PERSON_NAME), 12, SeatRow::name),
                    optional("principalOf", "由科室负责人担任", Content.code(Roster.CODE), 18, SeatRow::principalOf),
                    optional("unnamedDeputyOf", "由科室副职担任", Content.code(Roster.CODE), 18, SeatRow::unnamedDeputyOf),
                    required("from", "起始日期", Content.date(), 12, SeatRow::from),
                    optional("to", "截止日期", Content.date(), 12, SeatRow::to),
                    optional("seatTo", "席位撤销日期", Content.date(), 14, SeatRow::seatTo),
                    optional("seat", "席位编号", Content.id(), 38, SeatRow::seat)),
            row -> new SeatRow(
                    row.get("seat"),
                    row.get("unit"),
                    row.get("title"),
                    row.get("rank"),
                    row.get("from"),
                    row.get("to"),
                    row.get("staff"),
                    row.get("name"),
                    row.get("principalOf"),
                    row.get("unnamedDeputyOf"),
                    row.get("seatTo")));

    static final Sheet<DutyRow> DUTIES = new Sheet<>(
            "duties",
            "职责",
            List.of(
                    required("unit", "单位代码", Content.code(Roster.CODE), 16, DutyRow::unit),
                    required("ordinal", "序号", Content.wholeNumber(Roster.ORDINAL), 8, DutyRow::ordinal),
                    required("text", "职责内容", Content.clearableText(Roster.DUTY_TEXT), 80, DutyRow::text),
                    optional("from", "起始日期", Content.date(), 12, DutyRow::from)),
            row -> new DutyRow(row.get("unit"), row.get("ordinal"), row.get("text"), row.get("from")));

    static final List<Sheet<?>> ALL = List.of(UNITS, STAFF, SEATS, DUTIES);

    private RosterSheets() {}
}
