package cn.taxrollout.org.standin;

import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * From a day to a day, both inclusive, messages and rights of one person's seats go to another person too, in one unit or in all.
 * Who stands in for somebody does not stand in for those for whom that person stands in (ADR 7).
 */
@Entity
public class StandIn {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID forStaffId;

    @Column(nullable = false, updatable = false)
    private UUID staffId;

    @Column(updatable = false)
    private UUID unitId;

    @Column(nullable = false, updatable = false)
    private LocalDate fromDate;

    @Column(nullable = false)
    private LocalDate toDate;

    @Column(updatable = false)
    private String reason;

    @Column(nullable = false)
    private boolean deleted;

    @Version
    private long version;

    protected StandIn() {}

    /** @param unitId null for the seats in all units */
    StandIn(UUID id, UUID forStaffId, UUID staffId, UUID unitId, LocalDate from, LocalDate to, String reason) {
        this.id = id;
        this.forStaffId = forStaffId;
        this.staffId = staffId;
        this.unitId = unitId;
        this.fromDate = from;
        this.toDate = to;
        this.reason = reason;
    }

    /**
     * Ends it earlier than it was made for, or takes it back.
     *
     * @param lastDay the last day of it; a day before the first one takes it back
     * @return whether anything is other than before
     * @throws Refusal 409 if it was taken back already, 422 if that would make it longer
     */
    boolean end(LocalDate lastDay) {
        if (deleted) {
            throw Refusal.conflict("stand-in-taken-back");
        }
        if (lastDay.isAfter(toDate)) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("lastDay", "stand-in-ends-before", toDate)));
        }
        if (lastDay.equals(toDate)) {
            return false;
        }
        deleted = lastDay.isBefore(fromDate);
        toDate = deleted ? toDate : lastDay;
        return true;
    }

    /** Whether both hold for the seats in some unit. */
    boolean sharesUnitWith(StandIn other) {
        return unitId == null || other.unitId == null || unitId.equals(other.unitId);
    }

    public UUID id() {
        return id;
    }

    /** The person whose seats it is for. */
    public UUID forStaffId() {
        return forStaffId;
    }

    /** The person who stands in. */
    public UUID staffId() {
        return staffId;
    }

    /** The unit for whose seats alone it holds, null for all. */
    public UUID unitId() {
        return unitId;
    }

    public LocalDate from() {
        return fromDate;
    }

    /** The last day. */
    public LocalDate to() {
        return toDate;
    }

    public String reason() {
        return reason;
    }

    /** Whether it was taken back before it began. */
    public boolean deleted() {
        return deleted;
    }

    public long version() {
        return version;
    }
}
