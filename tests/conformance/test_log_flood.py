"""A container that writes as fast as its lines are taken, while the processes that carry them are killed."""

import pytest
from harness.wait import until

LINES = 500_000
# So long that several batches of them are on their way.
SCRIPT = f"seq 1 {LINES} | sed 's/$/ of a container that does nothing but write lines/'"


def stored(bench, arn) -> int:
    """The number of the last line that can be read."""
    if not bench.has_stream(arn):
        return 0
    page = bench.logs.get_log_events(logGroupName=bench.group, logStreamName=bench.stream(arn), limit=1)
    return int(page["events"][0]["message"].split()[0]) if page["events"] else 0


@pytest.mark.parametrize("kinds", [["agent"], ["server"], ["server", "agent"]], ids="-".join)
def test_no_line_of_a_flood_is_lost_or_doubled_whoever_is_killed(own_bench, kinds):
    bench, engine = own_bench, own_bench.engine
    container = bench.container(command=["sh", "-c", SCRIPT])
    container["logConfiguration"]["options"]["mode"] = "blocking"
    arn = bench.run(container)
    for part in (1, 2, 3):
        until("lines come", lambda part=part: stored(bench, arn) > part * LINES // 5, within=120)
        for kind in kinds:
            engine.kill(kind)
        until("the API answers again", engine.ready, within=30)
        for kind in ("server", "agent"):
            until(f"there is a {kind} again", lambda kind=kind: len(engine.pids(kind)) == 1, within=30)
    assert bench.finish(arn, within=240)["containers"][0]["exitCode"] == 0
    seen = [int(line.split()[0]) for line in bench.lines(arn)]
    assert len(seen) == LINES and seen == list(range(1, LINES + 1))
