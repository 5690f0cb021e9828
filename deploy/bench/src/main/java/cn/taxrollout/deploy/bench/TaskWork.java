package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.bench.Load.Request;
import cn.taxrollout.deploy.bench.Plans.Share;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What task-service is asked for most, by members of the units concerned. */
final class TaskWork {
    /** The load that pgbench is put beside. */
    static final String TRANSITION = "tasks: transition";

    private static final int REQUESTS = 20_000;
    private static final String OPEN =
            "&status=ISSUED&status=RECEIVED&status=IN_PROGRESS&status=SUBMITTED&status=RETURNED";

    private final TokenIssuer issuer = TokenIssuer.shared();
    private final Random random = new Random(3);
    private final Map<String, String> tokens = new HashMap<>();
    private final List<Share> shares;

    TaskWork(List<Share> shares) {
        this.shares = shares;
    }

    List<Load> all() {
        return List.of(
                load("tasks/{id}", 7_000, share -> get("/v1/tasks/" + share.taskId(), share)),
                load(
                        "tasks?unitId=&limit=25",
                        2_500,
                        share -> get("/v1/tasks?limit=25&unitId=" + share.unitId() + OPEN, share)),
                load(
                        TRANSITION,
                        0,
                        share -> new Request(
                                "POST",
                                "/v1/tasks/" + share.taskId() + "/assignments/" + share.unitId() + "/progress-reports",
                                token(share),
                                "{\"percent\": 50, \"text\": \"过半\"}")));
    }

    private Load load(String name, int perSecond, Function<Share, Request> request) {
        return new Load(
                name,
                perSecond,
                10,
                Stream.generate(() -> shares.get(random.nextInt(shares.size())))
                        .map(request)
                        .limit(REQUESTS)
                        .toList());
    }

    private Request get(String path, Share share) {
        return Request.get(path, token(share));
    }

    private String token(Share share) {
        return tokens.computeIfAbsent(share.staffNo(), staffNo -> issuer.token()
                .claim("sub", UUID.nameUUIDFromBytes(staffNo.getBytes()).toString())
                .claim("preferred_username", staffNo)
                .claim("azp", "tax-rollout-staff")
                .claim("staff_no", staffNo)
                .expiresIn(Duration.ofHours(8))
                .sign());
    }
}
