package cn.taxrollout.deploy.local;

import cn.taxrollout.deploy.embedded.KeycloakServer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Access tokens, each fetched once: they are good for half an hour at least, longer than anybody needs them here. */
public final class Tokens {

    private static final String LAUNCHER = "";

    private final Function<String, String> ofPerson;
    private final Supplier<String> ofLauncher;
    private final Map<String, CompletableFuture<String>> tokens = new ConcurrentHashMap<>();

    /**
     * @param ofPerson fetches a person's token, by staff number
     * @param ofLauncher fetches the token of a system that may do everything
     */
    public Tokens(Function<String, String> ofPerson, Supplier<String> ofLauncher) {
        this.ofPerson = ofPerson;
        this.ofLauncher = ofLauncher;
    }

    /** Tokens of the realm. */
    static Tokens of(KeycloakServer keycloak, String password) {
        return new Tokens(staffNo -> keycloak.userToken(staffNo, password), keycloak::systemToken);
    }

    /** A person's token, by staff number. */
    public String of(String staffNo) {
        return fetch(staffNo).join();
    }

    /** The token of the launcher, which may do what a system may. */
    public String launcher() {
        return token(LAUNCHER, ofLauncher).join();
    }

    /** Begins to fetch these people's tokens and doesn't wait for them. */
    void prepare(Collection<String> staffNos) {
        staffNos.forEach(this::fetch);
    }

    private CompletableFuture<String> fetch(String staffNo) {
        return token(staffNo, () -> ofPerson.apply(staffNo));
    }

    private CompletableFuture<String> token(String key, Supplier<String> request) {
        return tokens.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(request));
    }
}
