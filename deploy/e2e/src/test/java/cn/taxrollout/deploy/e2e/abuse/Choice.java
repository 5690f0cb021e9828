package cn.taxrollout.deploy.e2e.abuse;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import cn.taxrollout.deploy.e2e.abuse.Mutations.Mutation;
import cn.taxrollout.deploy.e2e.abuse.PublishedApi.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of all that can be done to a request is done to those of an operation. Nothing is drawn by lot, so a run repeats itself; with
 * another seed ({@code -Dabuse.seed}) other things are done.
 */
@FunctionalInterface
interface Choice {

    int SEED = Integer.getInteger("abuse.seed", 1);

    List<Mutation> of(Operation operation, List<Mutation> all);

    /** How it is made when the operations are known. */
    @FunctionalInterface
    interface Making {
        Choice among(List<Operation> operations);
    }

    /**
     * What has led to failures elsewhere in every place, and of all else a share, another one in the next operation;
     * {@code -Dabuse.share=1} tries all everywhere.
     */
    static Choice inEveryPlace(List<Operation> operations) {
        var always = List.of(
                " is null",
                " is missing",
                " is given twice",
                " is a text",
                " is a list of null",
                " is an object",
                " is 2^63",
                " is 1e400",
                " is half a character",
                " is U+0000",
                " is garbage",
                " is %00",
                " is ../",
                " is ;x");
        var share = Integer.getInteger("abuse.share", 10);
        return (operation, all) -> all.stream()
                .filter(mutation -> {
                    // each header is the same to every operation, and what is accepted costs a new subject
                    var dealt = mutation.part().equals("header") ? 3 * share : share;
                    return mutation.isDetour()
                            || always.stream().anyMatch(mutation.kind()::endsWith)
                            || Math.floorMod((operation + mutation.kind()).hashCode() + SEED, dealt) == 0;
                })
                .toList();
    }

    /** Some of it to every part that the request has, in one place each, until all was done to some operation. */
    static Choice inBrief(List<Operation> operations) {
        // of the ways to do something to a part, one of so many is tried with an operation
        var dealt = Map.of("detour", 4, "path", 8, "query", 8, "header", 24, "body", 6, "field", 8, "form", 4);
        var turns = new HashMap<Operation, Integer>();
        operations.stream()
                .collect(groupingBy(operation -> operation.isForm() ? 2 : operation.mediaType() == null ? 0 : 1))
                .values()
                .forEach(alike -> alike.forEach(operation -> turns.put(operation, SEED + turns.size())));
        return (operation, all) -> {
            var turn = turns.get(operation);
            var chosen = new ArrayList<Mutation>();
            all.stream()
                    .collect(groupingBy(
                            Mutation::part,
                            LinkedHashMap::new,
                            groupingBy(Mutation::way, LinkedHashMap::new, toList())))
                    .forEach((part, ways) -> {
                        var step = Math.min(dealt.get(part), ways.size());
                        var n = turn;
                        for (var places : ways.values()) {
                            if (n++ % step == 0) {
                                chosen.add(places.get(turn / step % places.size()));
                            }
                        }
                    });
            return chosen;
        };
    }
}
