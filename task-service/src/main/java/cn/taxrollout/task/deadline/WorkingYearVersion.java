package cn.taxrollout.task.deadline;

import cn.taxrollout.task.deadline.WorkingYear.Holiday;
import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A year as it was sent once. */
@Entity
@Immutable
@Table(name = "working_year")
class WorkingYearVersion {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(nullable = false)
    private int year;

    @Column(nullable = false)
    private int version;

    @Column(nullable = false)
    private String notice;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<String> holidayNames;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<LocalDate> holidaysFrom;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<LocalDate> holidaysTo;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<LocalDate> shiftedWorkingDays;

    @Column(nullable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false)
    private String actorId;

    protected WorkingYearVersion() {}

    /** @param version from 1 for each year */
    WorkingYearVersion(WorkingYear year, int version, Instant at, Actor actor) {
        this.year = year.year();
        this.version = version;
        this.notice = year.notice();
        this.holidayNames = year.holidays().stream().map(Holiday::name).toList();
        this.holidaysFrom = year.holidays().stream().map(Holiday::from).toList();
        this.holidaysTo = year.holidays().stream().map(Holiday::to).toList();
        this.shiftedWorkingDays = year.shiftedWorkingDays();
        this.at = at;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
    }

    WorkingYear of() {
        List<Holiday> holidays = IntStream.range(0, holidayNames.size())
                .mapToObj(i -> new Holiday(holidayNames.get(i), holidaysFrom.get(i), holidaysTo.get(i)))
                .toList();
        return new WorkingYear(year, notice, holidays, shiftedWorkingDays);
    }

    int version() {
        return version;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }
}
