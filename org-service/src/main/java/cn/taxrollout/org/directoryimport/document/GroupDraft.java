package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Duty;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Seat;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A group while the document is being read. */
final class GroupDraft {

    /** A number of seats that the text claims; without title it means all seats of the unit. */
    record Claim(String title, int count, int line) {}

    final UnitKind kind;
    final List<Seat> seats = new ArrayList<>();
    final List<Duty> duties = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();
    final Set<UnitFunction> functions = EnumSet.noneOf(UnitFunction.class);
    final Map<String, List<Integer>> lines = new HashMap<>();
    private final Set<String> otherNames = new HashSet<>();
    private String name;
    private GroupDraft parent;

    GroupDraft(String name, UnitKind kind, List<Integer> nameLines) {
        this.name = name;
        this.kind = kind;
        lines.put("name", nameLines);
        lines.put("kind", nameLines);
    }

    String name() {
        return name;
    }

    GroupDraft parent() {
        return parent;
    }

    int line() {
        return lines.get("name").get(0);
    }

    /** Puts it below the unit, as these lines say. */
    void below(GroupDraft unit, List<Integer> because) {
        below(unit);
        if (parent == unit) {
            lines.put("parent", because);
        }
    }

    /** Puts it below the unit, unless that stands below it. */
    void below(GroupDraft unit) {
        for (GroupDraft above = unit; above != null; above = above.parent) {
            if (above == this) {
                return;
            }
        }
        parent = unit;
    }

    void alsoCalled(String other) {
        otherNames.add(other);
    }

    /** Takes the longer of two names for one unit. */
    void called(String other, List<Integer> where) {
        otherNames.add(other);
        if (other.length() > name.length()) {
            otherNames.add(name);
            name = other;
            lines.put("name", where);
        }
    }

    /** The text comes to the unit itself, of which it may have spoken before. */
    void headed(String heading, List<Integer> where) {
        lines.put("kind", where);
        if (heading.equals(name)) {
            lines.put("name", where);
        }
    }

    /** Whether the text may mean this unit by the name: its own, a short form it was given, or the end of a long name. */
    boolean isMeantBy(String other, UnitKind otherKind) {
        if (name.equals(other) || otherNames.contains(other)) {
            return true;
        }
        boolean single = kind != UnitKind.WORKING_GROUP;
        return single && kind == otherKind && (name.endsWith(other) || other.endsWith(name));
    }

    boolean isEmpty() {
        return seats.isEmpty() && duties.isEmpty();
    }

    boolean has(SeatRank rank) {
        return seats.stream().anyMatch(seat -> seat.rank() == rank);
    }

    DirectoryOutline.Unit toUnit() {
        return new DirectoryOutline.Unit(
                name, kind, parent == null ? null : parent.name, functions, seats, duties, lines);
    }
}
