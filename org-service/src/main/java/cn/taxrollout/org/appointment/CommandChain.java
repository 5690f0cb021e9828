package cn.taxrollout.org.appointment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    record Rung(UUID unitId, String unitName, List<Holding> heads, boolean vacant) {}

    /** @param upwards the commanding units from below upwards */
    static CommandChain of(List<HoldingQuery.Led> upwards) {
        Set<UUID> below = new HashSet<>();
        List<Rung> rungs = new ArrayList<>();
        for (HoldingQuery.Led unit : upwards) {
            boolean vacant = unit.heads().stream().anyMatch(head -> head.holder() == null);
            List<Holding> heads = unit.heads().stream()
                    .filter(head ->
                            head.holder() != null && below.add(head.holder().id()))
                    .toList();
            if (vacant || !heads.isEmpty()) {
                rungs.add(new Rung(unit.id(), unit.name(), heads, vacant));
            }
        }
        return new CommandChain(rungs);
    }
}
