package cn.taxrollout.org.appointment;

/** Who holds a seat. */
public enum HolderRule {
    /** The person who is appointed to it. */
    NAMED,
    /** Whoever heads the section; follows every change there. */
    PRINCIPAL_OF,
    /** One deputy of the section, vacant until named. */
    UNNAMED_DEPUTY_OF
}
