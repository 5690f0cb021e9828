package cn.taxrollout.org.appointment;

import cn.taxrollout.org.unit.UnitOnDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who gives orders to a unit, from the unit itself upwards: working group, office, leading group. A person who heads two of
 * these units stands on the lower rung alone; a rung whose heads all stand further down is left out.
 */
record CommandChain(List<Rung> rungs) {

    /**
     * One unit of the chain.
     *
     * @param heads the head's seats of those who stand on no lower rung
     * @param vacant whether it has a head's seat that nobody holds
     */
    record Rung(UnitOnDay unit, List<AppointmentRepository.Holding> heads, boolean vacant) {}

    /** @param upwards the commanding units from below upwards */
    static CommandChain of(List<UnitOnDay> upwards, Map<UUID, List<AppointmentRepository.Holding>> holdingsByUnit) {
        Set<UUID> below = new HashSet<>();
        List<Rung> rungs = new ArrayList<>();
        for (UnitOnDay unit : upwards) {
            List<AppointmentRepository.Holding> headSeats = holdingsByUnit.getOrDefault(unit.id(), List.of()).stream()
                    .filter(holding -> holding.seat().rank() == SeatRank.HEAD)
                    .toList();
            boolean vacant = headSeats.stream().anyMatch(holding -> holding.holder() == null);
            List<AppointmentRepository.Holding> heads = headSeats.stream()
                    .filter(held ->
                            held.holder() != null && below.add(held.holder().id()))
                    .toList();
            if (vacant || !heads.isEmpty()) {
                rungs.add(new Rung(unit, heads, vacant));
            }
        }
        return new CommandChain(rungs);
    }
}
