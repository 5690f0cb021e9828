package cn.taxrollout.org.history;

import java.util.UUID;

/**
 * What happened to one thing.
 *
 * @param unitId the unit whose administrators may read of it; null for what concerns the whole installation
 * @param state the full state after the change, kept as JSON
 */
public record Change(Action action, Subject subject, UUID subjectId, long subjectVersion, UUID unitId, Object state) {
    public enum Action {
        ADDED,
        CHANGED,
        /** It holds no longer: a unit or seat that ended, a person who left, an appointment or stand-in that was taken back. */
        ENDED;

        /** What a new version of a thing tells. */
        public static Action of(long version, boolean ended) {
            return ended ? ENDED : version == 0 ? ADDED : CHANGED;
        }
    }
}
