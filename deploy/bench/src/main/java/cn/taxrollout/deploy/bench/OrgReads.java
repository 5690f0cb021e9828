package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.bench.Load.Request;
import cn.taxrollout.deploy.bench.Province.District;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What org-service is asked for most, by people all over the province. */
final class OrgReads {
    private static final int CALLERS = 2_000;
    private static final int REQUESTS = 20_000;

    private final TokenIssuer issuer = TokenIssuer.shared();
    private final Random random = new Random(2);
    private final List<Caller> callers;

    private record Caller(District district, String token) {}

    OrgReads(Province province) {
        Map<String, Caller> byStaffNo = new HashMap<>();
        while (byStaffNo.size() < CALLERS) {
            District district = any(province.districts());
            byStaffNo.computeIfAbsent(any(district.staffNos()), staffNo -> new Caller(district, token(staffNo)));
        }
        callers = List.copyOf(byStaffNo.values());
    }

    List<Load> all() {
        return List.of(
                load("units/{id}/members", 3_000, 10, district -> "/v1/units/" + any(district.units()) + "/members"),
                load(
                        "units/{id}/command-chain",
                        3_000,
                        10,
                        district -> "/v1/units/" + any(district.commanded()) + "/command-chain"),
                load("staff/me", 3_000, 10, district -> "/v1/staff/me"),
                load("units?under={bureau}", 0, 50, district -> "/v1/units?limit=200&under=" + district.id()));
    }

    private Load load(String name, int perSecond, double p99Millis, Function<District, String> path) {
        List<Request> requests = Stream.generate(() -> any(callers))
                .map(caller -> Request.get(path.apply(caller.district()), caller.token()))
                .limit(REQUESTS)
                .toList();
        return new Load(name, perSecond, p99Millis, requests);
    }

    private String token(String staffNo) {
        return issuer.token()
                .claim("sub", UUID.nameUUIDFromBytes(staffNo.getBytes()).toString())
                .claim("preferred_username", staffNo)
                .claim("azp", "tax-rollout-staff")
                .claim("staff_no", staffNo)
                .expiresIn(Duration.ofHours(8))
                .sign();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
