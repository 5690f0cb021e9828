package cn.taxrollout.task.wallmap;

import cn.taxrollout.task.tasks.Light;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many shares show each light. */
@Schema(name = "LightCounts")
public record LightCounts(int total, int green, int yellow, int red, int blue, int grey, int purple) {
    static LightCounts of(Collection<Light> lights) {
        return new LightCounts(
                lights.size(),
                Collections.frequency(lights, Light.GREEN),
                Collections.frequency(lights, Light.YELLOW),
                Collections.frequency(lights, Light.RED),
                Collections.frequency(lights, Light.BLUE),
                Collections.frequency(lights, Light.GREY),
                Collections.frequency(lights, Light.PURPLE));
    }

    /** In the order of {@link Light}. */
    public List<Integer> inOrder() {
        return List.of(green, yellow, red, blue, grey, purple);
    }
}
