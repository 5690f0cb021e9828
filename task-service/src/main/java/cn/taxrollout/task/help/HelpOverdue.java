package cn.taxrollout.task.help;

import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.tasks.TaskEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Announces requests for help that nobody has answered by their last day. */
@ApplicationScoped
public class HelpOverdue {
    private final HelpRequestRepository requests;

    HelpOverdue(HelpRequestRepository requests) {
        this.requests = requests;
    }

    /**
     * @param step by which the obligation of the request is known
     * @return nothing if it was answered, or the work doesn't need it any more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<TaskEvent> announceOverdue(Task task, int step, int workingDaysOverdue) {
        HelpRequest request = requests.ofStep(task.id(), step);
        return request.state() == HelpState.OPEN
                ? task.announceHelpOverdue(request.help(), workingDaysOverdue)
                : Optional.empty();
    }
}
