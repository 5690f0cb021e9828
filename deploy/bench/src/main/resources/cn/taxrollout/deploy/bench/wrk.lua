-- Random requests from a file of lines "method<TAB>path<TAB>token<TAB>body"; the figures as one line at the end.
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("seed", threads)
end

function init(args)
    math.randomseed(seed)
    requests = {}
    for line in io.lines(args[1]) do
        local method, path, token, body = line:match("^(%S+)\t(%S+)\t(%S+)\t(.*)$")
        local headers = { Authorization = "Bearer " .. token }
        if body == "" then
            body = nil
        else
            headers["Content-Type"] = "application/json"
        end
        requests[#requests + 1] = wrk.format(method, path, headers, body)
    end
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local errors = summary.errors
    -- times in microseconds, but for the last one: the processor time of wrk itself in seconds
    print(string.format("figures %d %d %d %d %d %f", summary.requests, summary.duration, latency:percentile(50),
        latency:percentile(99), errors.status + errors.connect + errors.read + errors.write + errors.timeout, os.clock()))
end
