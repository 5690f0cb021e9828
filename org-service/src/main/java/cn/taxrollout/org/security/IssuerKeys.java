package cn.taxrollout.org.security;

import io.quarkus.oidc.runtime.TenantConfigBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Whether the keys of the issuer of tokens are known, without which nobody can be let in. Once known they are kept, so an issuer that
 * goes away later leaves the replica ready. Quarkus' own check asks the issuer each time, and Quarkus itself asks again only when
 * somebody calls, which nobody does as long as the replica isn't ready: so it is asked whenever readiness is.
 */
@ApplicationScoped
class IssuerKeys {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private final TenantConfigBean tenants;

    IssuerKeys(TenantConfigBean tenants) {
        this.tenants = tenants;
    }

    @Produces
    @Readiness
    HealthCheck readiness() {
        return () -> {
            var issuer = tenants.getDefaultTenant();
            if (issuer.ready()) {
                return HealthCheckResponse.named("keys of the issuer").up().build();
            }
            issuer.initialize()
                    .subscribe()
                    .with(known -> {}, failure -> LOG.debug("The issuer of tokens doesn't answer", failure));
            return HealthCheckResponse.named("keys of the issuer")
                    .down()
                    .withData("waits for", issuer.oidcConfig().authServerUrl().orElse("an issuer"))
                    .build();
        };
    }
}
