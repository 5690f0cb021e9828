package cn.taxrollout.task.plan;

import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whose plan it is that somebody brings into the system. */
@ApplicationScoped
public class PlanBureaus {
    private final Directory directory;
    private final Caller caller;

    PlanBureaus(Directory directory, Caller caller) {
        this.directory = directory;
        this.caller = caller;
    }

    /**
     * The bureau that is meant.
     *
     * @param given null for the caller's own bureau, or for the only one there is
     * @throws Refusal 422 without such a bureau
     */
    public UUID meant(UUID given) {
        if (given != null) {
            if (!caller.mayRead(given) || !directory.isBureau(given)) {
                throw Refusal.unprocessable(
                        "bureau-unknown", List.of(new Violation("bureauId", "bureau-unknown", given)), given);
            }
            return given;
        }
        return caller.bureau()
                .or(this::onlyBureau)
                .orElseThrow(() ->
                        Refusal.unprocessable("bureau-needed", List.of(new Violation("bureauId", "bureau-needed"))));
    }

    private Optional<UUID> onlyBureau() {
        List<UUID> bureaus = directory.bureaus(2);
        return bureaus.size() == 1 ? Optional.of(bureaus.get(0)) : Optional.empty();
    }
}
