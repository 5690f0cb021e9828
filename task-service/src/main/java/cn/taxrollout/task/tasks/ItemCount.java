package cn.taxrollout.task.tasks;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The items of a unit's share, counted.
 *
 * @param requiredOpen those that have to be done before the share is submitted
 * @param percent the mean of the items, 0 without any
 */
@Embeddable
public record ItemCount(
        @Column(name = "items_total", nullable = false) int total,
        @Column(name = "items_done", nullable = false) int done,

        @Column(name = "items_required_open", nullable = false)
        int requiredOpen,

        @Column(name = "items_percent", nullable = false) int percent) {
    static final ItemCount NONE = new ItemCount(0, 0, 0, 0);
}
