package cn.taxrollout.task.help;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Obligations;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.help.HelpRights.HelpAction;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.Task.Help;
import cn.taxrollout.task.tasks.TaskEvent;
import cn.taxrollout.task.tasks.TaskEvent.HelpOutcome;
import cn.taxrollout.task.tasks.TaskRepository;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Units ask each other for help with a task, and answer. */
@ApplicationScoped
class HelpRequests {
    private final HelpRequestRepository requests;
    private final TaskRepository tasks;
    private final Directory directory;
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    HelpRequests(
            HelpRequestRepository requests,
            TaskRepository tasks,
            Directory directory,
            Obligations obligations,
            WorkingCalendar calendar,
            Outbox outbox,
            BusinessClock clock,
            Caller caller) {
        this.requests = requests;
        this.tasks = tasks;
        this.directory = directory;
        this.obligations = obligations;
        this.calendar = calendar;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Asks a unit for help.
     *
     * @param answerWithin working days from today until the last day for the answer
     * @throws Refusal 404 if there is no such share that the caller can see, 403 if the caller may not do this, 409 if the work is
     *     closed, 422 if the unit isn't another one of the bureau
     */
    @Transactional
    HelpRequest ask(UUID taskId, UUID fromUnitId, UUID toUnitId, String text, int answerWithin) {
        Task task = locked(taskId);
        UUID bureauId = task.plan().bureauId();
        task.assignment(fromUnitId);
        HelpRights.demand(caller, HelpAction.REQUEST, bureauId, fromUnitId);
        if (toUnitId.equals(fromUnitId) || !directory.isUnitOf(toUnitId, bureauId)) {
            throw Refusal.unprocessable("help-unsound", List.of(new Violation("toUnitId", "help-from-whom")));
        }
        Actor actor = caller.actor();
        Instant at = clock.now();
        WorkingDays days = calendar.current();
        LocalDate dueOn = days.plus(BusinessDay.of(at), answerWithin);
        Help help = new Help(TimeOrderedId.next(), fromUnitId, toUnitId, text, dueOn);
        append(task, task.requestHelp(help, actor), at);
        int step = obligations.oweAnswer(taskId, dueOn, task.plan().ladder().overdueAt(dueOn, days));
        var request = new HelpRequest(taskId, help, step, at, actor);
        requests.persistAndFlush(request);
        return request;
    }

    /**
     * Answers or declines in the name of the unit that was asked.
     *
     * @param answer what is answered, or why it is declined
     * @throws Refusal 404 if there is no such request that the caller can see, 403 if the caller may not do this, 409 if it was answered
     *     before
     */
    @Transactional
    HelpRequest answer(UUID id, HelpOutcome outcome, String answer) {
        Task task = locked(requests.taskOf(id));
        HelpRequest request = requests.get(id);
        boolean declined = outcome == HelpOutcome.DECLINED;
        HelpRights.demand(
                caller,
                declined ? HelpAction.DECLINE : HelpAction.ANSWER,
                task.plan().bureauId(),
                request.toUnitId());
        Actor actor = caller.actor();
        Instant at = clock.now();
        request.answer(declined ? HelpState.DECLINED : HelpState.ANSWERED, answer, at, actor);
        append(task, task.answerHelp(request.help(), outcome, answer, actor), at);
        requests.flush();
        return request;
    }

    /** @throws Refusal 404 if there is no such request that the caller can see */
    @Transactional
    HelpRequest get(UUID id) {
        HelpRequest request = requests.get(id);
        if (!caller.mayRead(tasks.findById(request.taskId()).plan().bureauId())) {
            throw Refusal.notFound("help-unknown", id);
        }
        return request;
    }

    private Task locked(UUID taskId) {
        Task task = tasks.lock(List.of(taskId)).get(taskId);
        if (task == null || !caller.mayRead(task.plan().bureauId())) {
            throw Refusal.notFound("task-unknown", taskId);
        }
        return task;
    }

    private void append(Task task, TaskEvent event, Instant at) {
        outbox.append(task.id(), event.about().sequence(), event.type(), at, event);
    }
}
