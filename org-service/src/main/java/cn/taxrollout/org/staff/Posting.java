package cn.taxrollout.org.staff;

import cn.taxrollout.org.period.Dated;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

/** To which section a person belonged from a day to a day. */
@Embeddable
public class Posting implements Dated<Posting> {
    @Column(nullable = false)
    private UUID unitId;

    private LocalDate fromDate;
    private LocalDate toDate;

    protected Posting() {}

    private Posting(UUID unitId, LocalDate from, LocalDate to) {
        this.unitId = unitId;
        this.fromDate = from;
        this.toDate = to;
    }

    /** From that day on, or since ever (null). */
    public static Posting from(LocalDate from, UUID unitId) {
        return new Posting(unitId, from, null);
    }

    @Override
    public Posting during(LocalDate from, LocalDate to) {
        return new Posting(unitId, from, to);
    }

    @Override
    public boolean saysTheSameAs(Posting other) {
        return unitId.equals(other.unitId);
    }

    public UUID unitId() {
        return unitId;
    }

    @Override
    public LocalDate fromDate() {
        return fromDate;
    }

    @Override
    public LocalDate toDate() {
        return toDate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Posting that
                && unitId.equals(that.unitId)
                && Objects.equals(fromDate, that.fromDate)
                && Objects.equals(toDate, that.toDate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unitId, fromDate, toDate);
    }
}
