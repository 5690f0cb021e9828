package cn.taxrollout.org.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Adds to the API's description what holds for all endpoints, so that no resource has to repeat it. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String KEY = "IdempotencyKey";

    @Override
    public PathItem filterPathItem(PathItem path) {
        if (path.getPOST() != null) {
            refer(path.getPOST(), KEY);
        }
        return path;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents()
                .addParameter(
                        KEY,
                        header(IdempotentCall.HEADER)
                                .description(
                                        "Makes the call safe to repeat for two days: the same key with the same request "
                                                + "gives the first answer again, marked by the header Idempotency-Replayed; with another "
                                                + "request it is refused (422). A refused call is not remembered.")
                                .example("8e03978e-40d5-43e8-bc93-6894a57f9324"));
    }

    private static Parameter header(String name) {
        return OASFactory.createParameter()
                .in(Parameter.In.HEADER)
                .name(name)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }

    private static void refer(Operation operation, String parameter) {
        operation.addParameter(OASFactory.createParameter().ref(parameter));
    }
}
