package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The structure of a bureau in the form in which it is handed in. Units are named by their code, people by their staff
 * number. What a roster doesn't mention, be it a list, a row or a field, stays as it is; what ends is said by its last day.
 */
public record Roster(
        @Size(max = Roster.MAX_ROWS) List<@Valid @NotNull UnitRow> units,
        @Size(max = Roster.MAX_ROWS) List<@Valid @NotNull StaffRow> staff,
        @Size(max = Roster.MAX_ROWS) List<@Valid @NotNull SeatRow> seats,
        @Size(max = Roster.MAX_ROWS) List<@Valid @NotNull DutyRow> duties) {
    static final int MAX_ROWS = 100_000;
    static final int CODE = 60;
    static final int UNIT_NAME = 120;
    static final int STAFF_NO = 40;
    static final int PERSON_NAME = 60;
    static final int EMAIL = 254;
    static final int MOBILE = 30;
    static final int CHAT_ID = 60;
    static final int TITLE = 60;
    static final int ORDINAL = 200;
    static final int DUTY_TEXT = 2_000;

    public Roster {
        units = units == null ? List.of() : units;
        staff = staff == null ? List.of() : staff;
        seats = seats == null ? List.of() : seats;
        duties = duties == null ? List.of() : duties;
    }

    /**
     * @param parent code of the unit above; empty for none, null for none of a new unit and for the present one of a known unit
     * @param functions null for those it has
     * @param from since when the unit exists or is as the row says; null for a new unit since ever, for a known one since
     *     ever if it is so already, else today
     * @param to the last day of the unit
     */
    public record UnitRow(
            @Schema(examples = "G-RISK") @NotBlank @Size(max = CODE)
            String code,

            @Schema(examples = "数据风险组") @NotBlank @Size(max = UNIT_NAME)
            String name,

            @Schema(examples = "WORKING_GROUP") @NotNull UnitKind kind,
            @Schema(examples = "PT") @Size(max = CODE) String parent,
            Set<@NotNull UnitFunction> functions,
            LocalDate from,
            @Schema(examples = "2023-12-31") LocalDate to) {}

    /**
     * Of the contact points null leaves what is known, and an empty text takes it away.
     *
     * @param section code of the home section
     * @param from since when the person is here, or in this section; null as for units
     * @param lastDay the last day of the person here
     */
    public record StaffRow(
            @Schema(examples = "N1038") @NotBlank @Size(max = STAFF_NO)
            String staffNo,

            @Schema(examples = "冯砚舟") @NotBlank @Size(max = PERSON_NAME)
            String name,

            @Schema(examples = "S-RISK") @NotBlank @Size(max = CODE)
            String section,

            @Schema(examples = "n1038@example.com") @Email @Size(max = EMAIL)
            String email,

            @Schema(examples = "10000001038") @Size(max = MOBILE)
            String mobile,

            @Schema(examples = "fengyanzhou") @Size(max = CHAT_ID)
            String chatId,

            LocalDate from,
            @Schema(examples = "2024-06-30") LocalDate lastDay) {}

    /**
     * A seat with its holder rule and, where somebody is appointed to it, that appointment.
     *
     * @param seat identifier of a known seat; null for the one that fits, or a new one
     * @param from since when the seat exists and, where there is one, the appointment runs
     * @param to the last day of the appointment; of the seat if nobody is appointed by name
     * @param staff staff number of the person appointed
     * @param name that person's name, as a check
     * @param principalOf code of the section whose principal holds the seat
     * @param unnamedDeputyOf code of the section one of whose deputies holds the seat, named in {@code staff} or not yet
     * @param seatTo the last day of the seat itself
     */
    public record SeatRow(
            UUID seat,

            @Schema(examples = "G-RISK") @NotBlank @Size(max = CODE)
            String unit,

            @Schema(examples = "成员") @NotBlank @Size(max = TITLE)
            String title,

            @Schema(examples = "MEMBER") @NotNull SeatRank rank,
            @NotNull LocalDate from,
            @Schema(examples = "2023-12-31") LocalDate to,

            @Schema(examples = "N1038") @Size(max = STAFF_NO)
            String staff,

            @Schema(examples = "冯砚舟") @Size(max = PERSON_NAME)
            String name,

            @Schema(examples = "S-RISK") @Size(max = CODE) String principalOf,
            @Schema(examples = "S-RISK") @Size(max = CODE) String unnamedDeputyOf,
            @Schema(examples = "2023-12-31") LocalDate seatTo) {}

    /**
     * One clause of what a unit answers for.
     *
     * @param ordinal its place among the unit's clauses, from 1
     * @param text empty to take the clause away; those behind it move up
     * @param from since when the unit's list is like this, the same for all clauses of a unit; null for today, and since ever for
     *     a unit for which nothing is recorded yet
     */
    public record DutyRow(
            @Schema(examples = "G-RISK") @NotBlank @Size(max = CODE)
            String unit,

            @Schema(examples = "1") @NotNull @Min(1) @Max(ORDINAL)
            Integer ordinal,

            @Schema(examples = "分批开展数据迁移和核对") @NotNull @Size(max = DUTY_TEXT)
            String text,

            LocalDate from) {}
}
