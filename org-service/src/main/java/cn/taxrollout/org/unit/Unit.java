package cn.taxrollout.org.unit;

import cn.taxrollout.org.period.Timeline;
import cn.taxrollout.org.security.Place;
import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A bureau, section, leading group, office, project team or working group; it stands in a tree. Its name, place and functions
 * are kept by date; what the unit itself says of them is what holds today, as {@link #turn} found it.
 */
@Entity
public class Unit {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String code;

    @Column(nullable = false)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private UnitKind kind;

    private UUID parentId;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private String[] functions;

    @Column(nullable = false)
    private boolean existsNow;

    private LocalDate nextChangeOn;

    /** Written by {@link UnitRepository#place}. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(insertable = false, updatable = false)
    private UUID[] path;

    /** Written by {@link UnitRepository#place}. */
    @Column(insertable = false, updatable = false)
    private UUID bureauId;

    @ElementCollection
    @CollectionTable(name = "unit_period", joinColumns = @JoinColumn(name = "unit_id"))
    @BatchSize(size = 500)
    private List<UnitPeriod> periods = new ArrayList<>();

    @Version
    private long version;

    protected Unit() {}

    public Unit(UUID id, String code, UnitKind kind, UnitPeriod first, LocalDate today) {
        this.id = id;
        this.code = code;
        this.kind = kind;
        periods.add(first);
        turn(today);
    }

    /**
     * Lets this hold from its first day on, until what is recorded to come after it.
     *
     * @return whether anything is other than before
     * @throws Refusal 409 if the unit has ended by that day
     */
    public boolean describe(UnitKind kind, UnitPeriod period, LocalDate today) {
        lastDay()
                .filter(last -> period.fromDate() != null && last.isBefore(period.fromDate()))
                .ifPresent(last -> {
                    throw Refusal.conflict("unit-ended", code, last);
                });
        boolean changed = alter(timeline -> timeline.put(period)) | kind != this.kind;
        if (changed) {
            this.kind = kind;
            turn(today);
        }
        return changed;
    }

    /**
     * Lets the unit exist no longer than that day.
     *
     * @return whether anything is other than before
     * @throws Refusal 409 if it has ended before, 422 if it begins after that day
     */
    public boolean end(LocalDate lastDay, LocalDate today) {
        lastDay().filter(last -> last.isBefore(lastDay)).ifPresent(last -> {
            throw Refusal.conflict("unit-ended", code, last);
        });
        if (periods.stream().noneMatch(period -> period.covers(lastDay))) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("lastDay", "unit-not-yet", code)));
        }
        boolean changed = alter(timeline -> timeline.endOn(lastDay));
        if (changed) {
            turn(today);
        }
        return changed;
    }

    /**
     * Makes what is recorded for today the present state.
     *
     * @return whether anything is other than before
     */
    boolean turn(LocalDate today) {
        UnitPeriod now = timeline().at(today).orElse(null);
        UnitPeriod shown = now != null
                ? now
                : timeline().atOrAfter(today).or(timeline()::last).orElseThrow();
        String[] shownFunctions = shown.functions().stream().map(Enum::name).toArray(String[]::new);
        boolean changed = existsNow != (now != null)
                || !Objects.equals(name, shown.name())
                || !Objects.equals(parentId, shown.parentId())
                || !Arrays.equals(functions, shownFunctions);
        existsNow = now != null;
        name = shown.name();
        parentId = shown.parentId();
        functions = shownFunctions;
        nextChangeOn = timeline().nextChangeAfter(today);
        return changed;
    }

    /** Into a new list, whose rows Hibernate writes together with those of other units. */
    private boolean alter(Predicate<Timeline<UnitPeriod>> change) {
        List<UnitPeriod> altered = new ArrayList<>(periods);
        boolean changed = change.test(new Timeline<>(altered));
        if (changed) {
            periods = altered;
        }
        return changed;
    }

    private Timeline<UnitPeriod> timeline() {
        return new Timeline<>(periods);
    }

    public UUID id() {
        return id;
    }

    /** The short name by which rosters refer to the unit; unique in the installation, never changed. */
    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    public UnitKind kind() {
        return kind;
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

    /** Whether it exists today: it has begun and has not ended. */
    public boolean existsNow() {
        return existsNow;
    }

    /** The day after which it exists no longer, empty while open. */
    public Optional<LocalDate> lastDay() {
        return timeline().last().map(UnitPeriod::toDate);
    }

    /** What holds on a day; empty if the unit doesn't exist then. */
    public Optional<UnitPeriod> on(LocalDate day) {
        return timeline().at(day);
    }

    /** What held, holds and will hold, the earliest first. */
    public List<UnitPeriod> periods() {
        return periods.stream()
                .sorted(Comparator.comparing(UnitPeriod::fromDate, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    /** Where it stands today; for a unit that is in the database already. */
    public Place place() {
        return new Place(List.of(path), bureauId);
    }

    public long version() {
        return version;
    }
}
