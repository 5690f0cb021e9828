package cn.taxrollout.org;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import cn.taxrollout.org.web.Idempotent;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import jakarta.ws.rs.POST;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(packages = "cn.taxrollout.org", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("cn.taxrollout.org.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreFeaturesAndNotLayers = noClasses()
            .should()
            .resideInAnyPackage(
                    "..controller..",
                    "..service..",
                    "..repository..",
                    "..entity..",
                    "..model..",
                    "..dto..",
                    "..util..");

    @ArchTest
    static final ArchRule onlyMessagingSpeaksToKafka = noClasses()
            .that()
            .resideOutsideOfPackage("..messaging..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka..")
                    .or(resideInAPackage("org.eclipse.microprofile.reactive.messaging..")));

    @ArchTest
    static final ArchRule timeComesFromTheInjectedClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule everyPostMayBeRepeatedWithItsKey =
            methods().that().areAnnotatedWith(POST.class).should().beAnnotatedWith(Idempotent.class);

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Helper|Manager|Util|Utils|Impl|Processor)");

    @ArchTest
    static final ArchRule aggregatesHaveNoSetters =
            classes().that().areAnnotatedWith(Entity.class).should(NoSetters.condition());
}
