package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The structure of a bureau in the form in which it is handed in. Units are named by their code, people by their staff
 * number. What a roster doesn't mention stays as it is.
 */
record Roster(
        @NotNull @Size(max = 20_000) List<@Valid @NotNull UnitRow> units,
        @NotNull @Size(max = 100_000) List<@Valid @NotNull StaffRow> staff,
        @NotNull @Size(max = 100_000) List<@Valid @NotNull SeatRow> seats) {

    /** @param parent code of the unit above, null at the top */
    record UnitRow(
            @NotBlank @Size(max = 60) String code,
            @NotBlank @Size(max = 120) String name,
            @NotNull UnitKind kind,
            String parent,
            Set<UnitFunction> functions) {}

    /** @param section code of the home section */
    record StaffRow(
            @NotBlank @Size(max = 40) String staffNo,
            @NotBlank @Size(max = 60) String name,
            @NotBlank String section,
            @Email String email,
            @Size(max = 30) String mobile,
            @Size(max = 60) String chatId) {}

    /**
     * A seat and its holder rule: exactly one of the last three.
     *
     * @param from since when the seat exists and is held
     * @param staff staff number of the named holder
     * @param principalOf code of the section whose principal holds it
     * @param unnamedDeputyOf code of the section one of whose deputies is to be named
     */
    record SeatRow(
            @NotBlank String unit,
            @NotBlank @Size(max = 60) String title,
            @NotNull SeatRank rank,
            @NotNull LocalDate from,
            String staff,
            String principalOf,
            String unnamedDeputyOf) {}
}
