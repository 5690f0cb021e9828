package cn.taxrollout.task.help;

enum HelpState {
    OPEN,
    ANSWERED,
    DECLINED
}
