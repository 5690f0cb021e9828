package cn.taxrollout.notification;

import cn.taxrollout.deploy.embedded.ServiceParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs a test against real PostgreSQL, Kafka and a token issuer. */
@WithTestResource(value = ServiceParts.class, initArgs = @ResourceArg(name = "service", value = "notification"))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WithParts {}
