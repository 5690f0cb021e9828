package cn.taxrollout.org.security;

import static cn.taxrollout.org.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.org.security.Relation.BUREAU;
import static cn.taxrollout.org.security.Relation.COORDINATOR;
import static cn.taxrollout.org.security.Relation.LEADER;
import static cn.taxrollout.org.security.Relation.OFFICE;
import static cn.taxrollout.org.security.Relation.READING_SYSTEM;
import static cn.taxrollout.org.security.Relation.SELF;
import static cn.taxrollout.org.security.Relation.WRITING_SYSTEM;

import java.util.Set;

/** The table of rights: who may do what to a unit or person. What stands nowhere is nobody's. */
public enum Right {
    /** See units, seats, holders, duties, command chains, people without their contact points. */
    READ(BUREAU, READING_SYSTEM),
    /** Add units below, rename, move, end. */
    CHANGE_UNITS(COORDINATOR, ADMINISTRATOR, WRITING_SYSTEM),
    /** Set up and end seats. */
    CHANGE_SEATS(COORDINATOR, ADMINISTRATOR, WRITING_SYSTEM),
    /** Appoint to seats and end appointments. */
    APPOINT(COORDINATOR, ADMINISTRATOR, WRITING_SYSTEM),
    CHANGE_DUTIES(COORDINATOR, ADMINISTRATOR, WRITING_SYSTEM),
    /** Add people, move them to another section, change how they are reached, let them leave. */
    CHANGE_STAFF(ADMINISTRATOR, WRITING_SYSTEM),
    /** Name who stands in for a person. */
    NAME_STAND_IN(SELF, LEADER, ADMINISTRATOR, WRITING_SYSTEM),
    SEE_CONTACT_POINTS(SELF, LEADER, OFFICE, ADMINISTRATOR, WRITING_SYSTEM),
    SEE_FINDINGS(LEADER, OFFICE, COORDINATOR, ADMINISTRATOR, READING_SYSTEM),
    /** Take the roster of a unit and all below it out as a file. */
    EXPORT(OFFICE, ADMINISTRATOR, READING_SYSTEM),
    /** Read who changed what. */
    SEE_CHANGES(ADMINISTRATOR, READING_SYSTEM),
    /** Have states sent again to the directory topic. */
    REPUBLISH(ADMINISTRATOR, WRITING_SYSTEM);

    private final Set<Relation> relations;

    Right(Relation... relations) {
        this.relations = Set.of(relations);
    }

    /** Who holds this right. */
    public Set<Relation> relations() {
        return relations;
    }
}
