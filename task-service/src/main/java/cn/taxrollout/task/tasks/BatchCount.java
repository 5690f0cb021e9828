package cn.taxrollout.task.tasks;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The batches of a unit's share, counted.
 *
 * @param planned of what is counted in them, such as taxpayers
 * @param achieved of the same
 */
@Embeddable
public record BatchCount(
        @Column(name = "batches_total", nullable = false) int total,
        @Column(name = "batches_done", nullable = false) int done,
        @Column(name = "batches_planned", nullable = false) long planned,

        @Column(name = "batches_achieved", nullable = false) long achieved) {
    static final BatchCount NONE = new BatchCount(0, 0, 0, 0);

    /** What is achieved of what is planned, 100 also if it is more. */
    int percent() {
        return planned == 0 ? 0 : (int) Math.min(100, achieved * 100 / planned);
    }
}
