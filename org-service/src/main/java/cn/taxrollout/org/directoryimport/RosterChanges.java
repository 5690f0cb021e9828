package cn.taxrollout.org.directoryimport;

import java.util.Comparator;
import java.util.List;

/** What a roster changes, and which seats are vacant after it. */
record RosterChanges(Count units, Count staff, Count seats, List<Vacancy> vacancies) {

    record Count(int added, int changed, int unchanged) {
        /** @param touched how many rows were added or changed */
        static Count of(int rows, int added, int touched) {
            return new Count(added, touched - added, rows - touched);
        }
    }

    /** @param principal whether the seat waits for a section's principal; else for one of its deputies */
    record Vacancy(boolean principal, String unit, String title, String section) implements Comparable<Vacancy> {
        @Override
        public int compareTo(Vacancy other) {
            return Comparator.comparing(Vacancy::unit)
                    .thenComparing(Vacancy::section)
                    .compare(this, other);
        }
    }
}
