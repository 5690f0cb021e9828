package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The organisation that an official document sets up: groups, seats and duties, each with the lines it was read from. Names
 * stand for units and people here; who and what they are in a bureau's directory is for others to find out.
 *
 * @param issuer the bureau that issued the document, null where the document doesn't say
 * @param date the day it was issued, from which its seats are held; null where the document doesn't say
 * @param units in the order of the document; the unit above comes before those below it
 * @param anomalies what a person should look at, in line order
 * @param lines numbers of the lines that gave each field of this record, by the field's name
 */
public record DirectoryOutline(
        String issuer, LocalDate date, List<Unit> units, List<Anomaly> anomalies, Map<String, List<Integer>> lines) {

    public DirectoryOutline {
        units = List.copyOf(units);
        anomalies = List.copyOf(anomalies);
        lines = Map.copyOf(lines);
    }

    /**
     * A group or office.
     *
     * @param name told from all others of the outline by it
     * @param parent name of the unit above; null directly below the bureau
     * @param lines as for the whole; {@code parent} is not in it where the text doesn't place the unit and the usual order was taken
     */
    public record Unit(
            String name,
            UnitKind kind,
            String parent,
            Set<UnitFunction> functions,
            List<Seat> seats,
            List<Duty> duties,
            Map<String, List<Integer>> lines) {
        public Unit {
            functions = Set.copyOf(functions);
            seats = List.copyOf(seats);
            duties = List.copyOf(duties);
            lines = Map.copyOf(lines);
        }

        /** The seats that the text gives to people by name. */
        public Stream<Seat> named() {
            return seats.stream().filter(seat -> seat.holder().rule() == HolderRule.NAMED);
        }
    }

    public record Seat(String title, SeatRank rank, Holder holder, List<Integer> lines) {
        public Seat {
            lines = List.copyOf(lines);
        }

        public int line() {
            return lines.get(0);
        }
    }

    /**
     * Who holds a seat.
     *
     * @param name of the person, only with rule {@code NAMED}
     * @param section of the person as far as the text gives it, or the one that the rule speaks of; one that begins with 各
     *     stands for all sections of its kind (各股室)
     * @param post of the person beside the seat as the text gives it, null where it gives none
     */
    public record Holder(HolderRule rule, String name, String section, String post) {
        public static Holder named(String name, String section, String post) {
            return new Holder(HolderRule.NAMED, name, section, post);
        }

        public static Holder byRule(HolderRule rule, String section) {
            return new Holder(rule, null, section, null);
        }
    }

    public record Duty(String text, List<Integer> lines) {
        public Duty {
            lines = List.copyOf(lines);
        }
    }
}
