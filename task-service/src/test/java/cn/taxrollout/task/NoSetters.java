package cn.taxrollout.task;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Aggregates change by methods that are named after what happens. */
final class NoSetters {
    private NoSetters() {}

    static ArchCondition<JavaClass> condition() {
        return new ArchCondition<>("have no setters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .filter(method -> method.getName().matches("set[A-Z].*"))
                        .forEach(method -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " is a setter")));
            }
        };
    }
}
