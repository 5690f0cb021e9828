package cn.taxrollout.notification.web;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method that a caller may repeat with the same {@code Idempotency-Key} without doing it twice: the first
 * answer is given again. Every POST that creates or moves something has it. With a key, the method runs in one transaction together
 * with the record of its answer, so what it does has to be done in that transaction, and an answer with an {@link ETag} needs a
 * flush before (ADR 4).
 *
 * <pre>
 * &#64;POST
 * &#64;Idempotent
 * </pre>
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
