package cn.taxrollout.task.web;

import java.util.Optional;

/** A value with a {@link MergePatch} applied to it. */
public final class Patched {
    private Patched() {}

    /** The old value where the patch doesn't speak of it, null where it clears it, else the new one. */
    public static <T> T value(Optional<T> patch, T old) {
        return patch == null ? old : patch.orElse(null);
    }
}
