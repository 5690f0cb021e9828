# Becomes the command given, and leaves behind a watchdog that ends it with all it started once the parent has gone.
# Usage: setsid sh -c "$(cat watchdog.sh)" watchdog SIGNAL SCRATCH COMMAND...   with a pipe from the parent as standard input.
# The parent orders the end by writing a number of seconds to the pipe; a parent that is killed closes the pipe, which orders it too.
# The watchdog is of the command's process group, so the kernel gives that number to nobody else as long as it waits.
signal=$1 scratch=$2
shift 2
exec 3<&0 </dev/null
main=$$
(
    trap '' INT TERM HUP
    read -r grace <&3
    kill -s "$signal" "$main"
    ticks=$((${grace:-10} * 10))
    while [ "$ticks" -gt 0 ] && kill -s 0 "$main"; do
        sleep 0.1
        ticks=$((ticks - 1))
    done
    kill -s KILL "$main"
    # A process that is being killed may still write: then the folder isn't empty when its turn comes.
    ticks=50
    while [ -n "$scratch" ] && ! rm -rf "$scratch" && [ "$ticks" -gt 0 ]; do
        sleep 0.1
        ticks=$((ticks - 1))
    done
    kill -s KILL -- "-$main"
) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
