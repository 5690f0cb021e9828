package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.RowResult.FieldChange;
import cn.taxrollout.org.directoryimport.RowResult.Outcome;
import cn.taxrollout.org.directoryimport.workbook.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.hibernate.Session;

/** What became of the rows of imports, kept so that people can page through it. */
@ApplicationScoped
class ImportRows {
    private static final int BATCH = 1_000;
    private static final String INSERT = """
            insert into directory_import_row (import_id, position, sheet, row_number, outcome, label, changes, reasons)
            select :id, r.* from unnest(:positions, :sheets, :rows, :outcomes, :labels, :changes, :reasons) as r
            """;

    private final Session session;
    private final ObjectMapper json;

    ImportRows(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** @param position its place among the rows of the import */
    record Row(
            int position,
            String sheet,
            int row,
            Outcome outcome,
            String label,
            List<FieldChange> changes,
            List<Reason> reasons) {}

    /** Puts these in the place of all that was kept for the import. */
    @Transactional(Transactional.TxType.MANDATORY)
    void replace(UUID importId, List<RowResult> results) {
        session.createNativeMutationQuery("delete from directory_import_row where import_id = :id")
                .setParameter("id", importId)
                .executeUpdate();
        for (int from = 0; from < results.size(); from += BATCH) {
            insert(importId, from, results.subList(from, Math.min(results.size(), from + BATCH)));
        }
    }

    private void insert(UUID importId, int first, List<RowResult> results) {
        session.createNativeMutationQuery(INSERT)
                .setParameter("id", importId)
                .setParameter(
                        "positions",
                        IntStream.range(first, first + results.size()).boxed().toArray(Integer[]::new),
                        Integer[].class)
                .setParameter("sheets", all(results, String[]::new, RowResult::sheet), String[].class)
                .setParameter("rows", all(results, Integer[]::new, RowResult::row), Integer[].class)
                .setParameter(
                        "outcomes",
                        all(results, String[]::new, row -> row.outcome().name()),
                        String[].class)
                .setParameter("labels", all(results, String[]::new, RowResult::label), String[].class)
                .setParameter("changes", all(results, String[]::new, row -> write(row.changes())), String[].class)
                .setParameter("reasons", all(results, String[]::new, row -> write(row.reasons())), String[].class)
                .executeUpdate();
    }

    private static <T> T[] all(List<RowResult> results, IntFunction<T[]> array, Function<RowResult, T> field) {
        return results.stream().map(field).toArray(array);
    }

    /**
     * @param outcome those that come to this, or null for all
     * @param after a position; rows behind it are given in their order
     */
    List<Row> list(UUID importId, Outcome outcome, int after, int limit) {
        return session
                .createNativeQuery("""
                        select position, sheet, row_number, outcome, label, changes, reasons from directory_import_row
                        where import_id = :id and position > :after and (:outcome is null or outcome = :outcome)
                        order by position
                        """, Object[].class)
                .setParameter("id", importId)
                .setParameter("after", after)
                .setParameter("outcome", outcome == null ? null : outcome.name(), String.class)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new Row(
                        (Integer) row[0],
                        (String) row[1],
                        (Integer) row[2],
                        Outcome.valueOf((String) row[3]),
                        (String) row[4],
                        read((String) row[5], new TypeReference<>() {}),
                        read((String) row[6], new TypeReference<>() {})))
                .toList();
    }

    private String write(List<?> list) {
        try {
            return list.isEmpty() ? null : json.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result of a row can't be written as JSON", e);
        }
    }

    private <T> List<T> read(String list, TypeReference<List<T>> type) {
        try {
            return list == null ? List.of() : json.readValue(list, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored result of a row can't be read", e);
        }
    }
}
