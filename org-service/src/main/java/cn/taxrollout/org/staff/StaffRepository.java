package cn.taxrollout.org.staff;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

@ApplicationScoped
public class StaffRepository implements PanacheRepositoryBase<StaffMember, UUID> {

    /** @throws Refusal 404 if there is no such person */
    public StaffMember get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("staff-unknown", id));
    }

    public Optional<StaffMember> byStaffNo(String staffNo) {
        return find("staffNo", staffNo).firstResultOptional();
    }

    public Map<String, StaffMember> byStaffNo(Collection<String> staffNos) {
        return find("staffNo in ?1", staffNos).stream()
                .collect(Collectors.toMap(StaffMember::staffNo, Function.identity()));
    }

    /** People whose number lies after a position, by number. */
    List<StaffMember> list(UUID homeUnitId, String after, int limit) {
        String where = "staffNo > :after" + (homeUnitId == null ? "" : " and homeUnitId = :home");
        Parameters values = Parameters.with("after", after);
        if (homeUnitId != null) {
            values.and("home", homeUnitId);
        }
        return find(where, Sort.by("staffNo"), values).page(Page.ofSize(limit)).list();
    }
}
