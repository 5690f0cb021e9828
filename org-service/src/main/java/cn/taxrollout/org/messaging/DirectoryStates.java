package cn.taxrollout.org.messaging;

import java.util.List;
import java.util.UUID;

/** All states of one type that make up the directory topic, those of deleted things too. One bean per type. */
public interface DirectoryStates {
    /** The wire name, such as {@code cn.taxrollout.org.UnitState.v1}. */
    String type();

    /**
     * How many there are.
     *
     * @param under counts what belongs to that unit or one below it; null counts all
     */
    long count(UUID under);

    /**
     * The states after a position, in the order of their ids. What they are of is locked: nobody changes it until the transaction
     * ends, and of a change that is under way its end is awaited.
     *
     * @param under only what belongs to that unit or one below it; null for all
     * @param after the last id that was read
     */
    List<OutboxEvent> lock(UUID under, UUID after, int limit);
}
