package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.directoryimport.workbook.WorkbookRows;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** A roster row by row, each with the place where it stands in what was handed in. */
public record RosterRows(
        List<Placed<UnitRow>> units,
        List<Placed<StaffRow>> staff,
        List<Placed<SeatRow>> seats,
        List<Placed<DutyRow>> duties) {

    /** The rows of a roster that came as JSON, counted from 1. */
    static RosterRows of(Roster roster) {
        return new RosterRows(
                counted(roster.units()), counted(roster.staff()), counted(roster.seats()), counted(roster.duties()));
    }

    /** @throws UnreadableFile if it is not a workbook that can be taken as a roster */
    static RosterRows ofWorkbook(byte[] file) throws IOException {
        WorkbookRows rows = WorkbookRows.read(file, RosterSheets.ALL);
        return new RosterRows(
                rows.of(RosterSheets.UNITS),
                rows.of(RosterSheets.STAFF),
                rows.of(RosterSheets.SEATS),
                rows.of(RosterSheets.DUTIES));
    }

    /** How many rows there are. */
    int size() {
        return units.size() + staff.size() + seats.size() + duties.size();
    }

    private static <R> List<Placed<R>> counted(List<R> rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Placed<>(i + 1, rows.get(i), List.of()))
                .toList();
    }
}
