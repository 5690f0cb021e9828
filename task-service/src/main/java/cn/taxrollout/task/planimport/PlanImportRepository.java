package cn.taxrollout.task.planimport;

import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.UUID;

@ApplicationScoped
class PlanImportRepository implements PanacheRepositoryBase<PlanImport, UUID> {

    /** @throws Refusal 404 if there is no such import */
    PlanImport get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("import-unknown", id));
    }

    /** @throws Refusal 404 if there is no such import */
    PlanImport lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refusal.notFound("import-unknown", id));
    }
}
