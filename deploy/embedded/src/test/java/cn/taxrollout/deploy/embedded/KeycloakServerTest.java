package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeycloakServerTest {

    private static KeycloakServer keycloak;

    @BeforeAll
    static void start() {
        keycloak = KeycloakServer.start(0, Path.of("target/embedded/keycloak-test.log"));
    }

    @AfterAll
    static void stop() {
        keycloak.close();
    }

    @Test
    void userTokensNameTheStaffMemberForAllServices() throws Exception {
        var password = Secrets.next();
        keycloak.createUsers(List.of(
                new KeycloakServer.User("lin", password, "N1001", "林晓"),
                new KeycloakServer.User("zhao", password, "N1002", "赵宁")));

        var claims = verified(keycloak.userToken("lin", password));
        assertThat(claims.getStringClaimValue("staff_no")).isEqualTo("N1001");
        assertThat(claims.getStringClaimValue("preferred_username")).isEqualTo("lin");
        assertThat(claims.getStringClaimValue("name")).isEqualTo("林晓");
        assertThat(claims.getStringClaimValue("scope")).isBlank();
        assertThat(claims.getSubject()).isNotBlank();
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(30 * 60);
        assertThat(verified(keycloak.userToken("zhao", password)).getStringClaimValue("staff_no"))
                .isEqualTo("N1002");
        assertThatThrownBy(() -> keycloak.userToken("lin", "wrong")).hasMessageContaining("invalid_grant");
    }

    @Test
    void theSystemTokenHasTheScopesAndNamesNoStaffMember() throws Exception {
        var claims = verified(keycloak.systemToken());
        assertThat(claims.getStringClaimValue("scope").split(" "))
                .containsExactlyInAnyOrder("org:read", "org:write", "task:read", "task:write", "notification:write");
        assertThat(claims.getStringClaimValue("azp")).isEqualTo("rollout-launcher");
        assertThat(claims.hasClaim("staff_no")).isFalse();
        assertThat(claims.getSubject()).isNotBlank();
    }

    private static JwtClaims verified(String token) throws Exception {
        var keys = new HttpsJwks(keycloak.issuer() + "/protocol/openid-connect/certs");
        var claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                .setExpectedIssuer(keycloak.issuer())
                .setExpectedAudience("task-service")
                .build()
                .processToClaims(token);
        assertThat(claims.getAudience()).contains("org-service", "task-service", "notification-service");
        return claims;
    }
}
