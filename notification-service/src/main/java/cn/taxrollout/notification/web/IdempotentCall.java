package cn.taxrollout.notification.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;

/**
 * Runs an {@link Idempotent} method that was called with a key: the key first, then the method, then its answer, all in one
 * transaction. A refusal rolls back the key as well and is not remembered.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class IdempotentCall {
    static final String HEADER = "Idempotency-Key";
    /** With or without the quotes that the header's draft standard asks for. */
    private static final Pattern ACCEPTED = Pattern.compile("(\"?)([A-Za-z0-9._:~+/=-]{1,128})\\1");

    private final AnsweredCalls calls;
    private final RequestFingerprint fingerprint;
    private final SecurityIdentity identity;
    private final HttpHeaders headers;
    private final Request request;
    private final UriInfo uri;

    IdempotentCall(
            AnsweredCalls calls,
            RequestFingerprint fingerprint,
            SecurityIdentity identity,
            HttpHeaders headers,
            Request request,
            UriInfo uri) {
        this.calls = calls;
        this.fingerprint = fingerprint;
        this.identity = identity;
        this.headers = headers;
        this.request = request;
        this.uri = uri;
    }

    /** The first answer to the call, which is given again. */
    static final class Answered extends RuntimeException {
        private final transient Answer answer;

        private Answered(Answer answer) {
            super("answered before", null, false, false);
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }

    /** @throws Refusal 400 if the key is malformed, 422 if it came with another request before */
    @AroundInvoke
    Object once(InvocationContext method) throws Exception {
        String given = headers.getHeaderString(HEADER);
        if (given == null) {
            return method.proceed();
        }
        var key = ACCEPTED.matcher(given);
        if (!key.matches()) {
            throw Refusal.badRequest("idempotency-key-malformed");
        }
        String caller = identity.getPrincipal().getName();
        byte[] sent = fingerprint.of(request.getMethod() + " " + uri.getPath(), method);
        return QuarkusTransaction.joiningExisting().call(() -> once(caller, key.group(2), sent, method));
    }

    private Object once(String caller, String key, byte[] sent, InvocationContext method) throws Exception {
        if (!calls.begin(caller, key, sent)) {
            throw new Answered(calls.answer(caller, key, sent));
        }
        Object result = method.proceed();
        calls.end(caller, key, Answer.of(result, method.getMethod()));
        return result;
    }
}
