package cn.taxrollout.notification.workinghours;

import cn.taxrollout.notification.workinghours.WorkingYear.Holiday;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.hibernate.Session;

/** This service's copy of the years that were sent to task-service, fed by its event {@code WorkingYearChanged}. */
@ApplicationScoped
public class WorkingYears {
    private static final String CHANGED = "cn.taxrollout.task.WorkingYearChanged.v";
    private static final String KNOWN = CHANGED + "1";

    private final Session session;
    private final ObjectReader json;

    WorkingYears(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json.readerFor(WorkingYearChanged.class)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** @param sequence the version of the year */
    record WorkingYearChanged(int year, int sequence, List<Holiday> holidays, List<LocalDate> shiftedWorkingDays) {}

    /** Whether an event tells of a year, in whatever version. */
    public boolean concerns(String type) {
        return type.startsWith(CHANGED);
    }

    /**
     * Keeps the year within the running transaction, unless the copy holds a newer version of it.
     *
     * @param type with version
     * @param data of the event, as JSON
     * @throws IOException if the data isn't JSON, or a needed field is missing or of another form
     * @throws IllegalArgumentException if the type isn't known in that version
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(String type, byte[] data) throws IOException {
        if (!type.equals(KNOWN)) {
            throw new IllegalArgumentException("version not known: " + type);
        }
        WorkingYearChanged changed = json.readValue(data);
        var year = new WorkingYear(changed.year(), changed.holidays(), changed.shiftedWorkingDays());
        session.createNativeMutationQuery("""
                        insert into working_year (year, version, rest_days, worked_days)
                        values (:year, :version, :rest, :worked)
                        on conflict (year) do update
                        set version = excluded.version, rest_days = excluded.rest_days, worked_days = excluded.worked_days
                        where working_year.version < excluded.version
                        """)
                .setParameter("year", year.year())
                .setParameter("version", changed.sequence())
                .setParameter("rest", year.restDays().toArray(LocalDate[]::new))
                .setParameter("worked", year.shiftedWorkingDays().toArray(LocalDate[]::new))
                .executeUpdate();
    }

    @Transactional
    List<WorkingYear> all() {
        return session
                .createNativeQuery("select year, rest_days, worked_days from working_year", Object[].class)
                .addScalar("year", Integer.class)
                .addScalar("rest_days", LocalDate[].class)
                .addScalar("worked_days", LocalDate[].class)
                .list()
                .stream()
                .map(row -> new WorkingYear(
                        (Integer) row[0],
                        Arrays.stream((LocalDate[]) row[1])
                                .map(day -> new Holiday(day, day))
                                .toList(),
                        List.of((LocalDate[]) row[2])))
                .toList();
    }
}
