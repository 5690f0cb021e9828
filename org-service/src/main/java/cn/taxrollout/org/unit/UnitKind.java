package cn.taxrollout.org.unit;

/** What a unit is. All but {@code BUREAU} and {@code SECTION} are set up for one reform and are rungs of the command chain. */
public enum UnitKind {
    BUREAU,
    SECTION,
    LEADING_GROUP,
    OFFICE,
    PROJECT_TEAM,
    WORKING_GROUP,
    OPERATION_TEAM;

    /** Whether a unit of this kind gives orders in a reform; the standing organisation does not. */
    public boolean commands() {
        return this != BUREAU && this != SECTION;
    }
}
