package cn.taxrollout.notification.web;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Calls at the same time. */
final class Together {
    private Together() {}

    static List<Response> call(int times, IntFunction<Response> call) throws Exception {
        List<Callable<Response>> callers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            callers.add(() -> call.apply(number));
        }
        var threads = Executors.newFixedThreadPool(times);
        try {
            List<Response> answers = new ArrayList<>();
            for (Future<Response> answer : threads.invokeAll(callers)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
