package cn.taxrollout.org.unit;

import cn.taxrollout.org.period.Dated;
import cn.taxrollout.org.search.SearchKeys;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a unit was called, where it stood and what it did from a day to a day. */
@Embeddable
public class UnitPeriod implements Dated<UnitPeriod> {
    private LocalDate fromDate;
    private LocalDate toDate;

    @Column(nullable = false)
    private String name;

    private UUID parentId;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private String[] functions;

    /** What finds the name. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private String[] searchKeys;

    protected UnitPeriod() {}

    private UnitPeriod(
            LocalDate from, LocalDate to, String name, String[] searchKeys, UUID parentId, String[] functions) {
        this.fromDate = from;
        this.toDate = to;
        this.name = name;
        this.searchKeys = searchKeys;
        this.parentId = parentId;
        this.functions = functions;
    }

    /** Holds from that day on, or since ever (null). */
    public static UnitPeriod from(LocalDate from, String name, UUID parentId, Set<UnitFunction> functions) {
        return new UnitPeriod(
                from,
                null,
                name,
                SearchKeys.of(name).toArray(String[]::new),
                parentId,
                functions.stream().sorted().map(Enum::name).toArray(String[]::new));
    }

    @Override
    public UnitPeriod during(LocalDate from, LocalDate to) {
        return new UnitPeriod(from, to, name, searchKeys, parentId, functions);
    }

    @Override
    public boolean saysTheSameAs(UnitPeriod other) {
        return name.equals(other.name)
                && Objects.equals(parentId, other.parentId)
                && Arrays.equals(functions, other.functions);
    }

    @Override
    public LocalDate fromDate() {
        return fromDate;
    }

    @Override
    public LocalDate toDate() {
        return toDate;
    }

    public String name() {
        return name;
    }

    /** The unit above, null at the top. */
    public UUID parentId() {
        return parentId;
    }

    public Set<UnitFunction> functions() {
        Set<UnitFunction> set = EnumSet.noneOf(UnitFunction.class);
        Arrays.stream(functions).map(UnitFunction::valueOf).forEach(set::add);
        return set;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitPeriod that
                && Objects.equals(fromDate, that.fromDate)
                && Objects.equals(toDate, that.toDate)
                && saysTheSameAs(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fromDate, toDate, name);
    }
}
