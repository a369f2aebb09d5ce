"""CloudWatch Logs: groups, streams, put, get, filter, tail, retention."""

import json
import time

import pytest

from harness.tasks import unique
from harness.wait import until


@pytest.fixture(scope="module")
def logs(boto):
    return boto("logs")


@pytest.fixture
def group(logs):
    name = unique("/conformance/logs")
    logs.create_log_group(logGroupName=name)
    yield name
    logs.delete_log_group(logGroupName=name)


@pytest.fixture
def now() -> int:
    return int(time.time() * 1000)


@pytest.fixture
def stream(logs, group, now):
    """A stream with ten events, a second apart, the newest of them now."""
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    events = [{"timestamp": now - (9 - n) * 1000, "message": f"event {n} {'ERROR' if n % 5 == 0 else 'ok'}"}
              for n in range(10)]
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)
    return events


def test_groups_and_streams_are_described(logs, engine, group):
    found, = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert found["logGroupName"] == group and found["storedBytes"] >= 0
    assert found["arn"] == f"arn:aws:logs:{engine.region}:{engine.account}:log-group:{group}:*"
    logs.create_log_stream(logGroupName=group, logStreamName="a/b")
    streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
    assert [one["logStreamName"] for one in streams] == ["a/b"]


def test_names_are_taken_once(logs, group, refused):
    refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    refused("ResourceAlreadyExistsException", logs.create_log_stream, logGroupName=group, logStreamName="s")


def test_what_is_not_there_says_what_aws_says(logs, group, refused):
    assert refused("ResourceNotFoundException", logs.describe_log_streams,
                   logGroupName="/not/here") == "The specified log group does not exist."
    assert refused("ResourceNotFoundException", logs.get_log_events, logGroupName=group,
                   logStreamName="none") == "The specified log stream does not exist."


@pytest.mark.parametrize("name", ["with space", "x" * 513, "semi;colon"])
def test_a_bad_group_name_is_refused(logs, refused, name):
    refused("InvalidParameterException", logs.create_log_group, logGroupName=name)


def test_events_come_back_in_order_and_in_pages(logs, group, stream):
    seen, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, limit=3, **more)
        assert len(page["events"]) <= 3
        seen += page["events"]
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    assert [(e["timestamp"], e["message"]) for e in seen] == [(e["timestamp"], e["message"]) for e in stream]
    assert all(event["ingestionTime"] >= event["timestamp"] for event in seen)


def test_without_a_direction_the_newest_events_come(logs, group, stream):
    page = logs.get_log_events(logGroupName=group, logStreamName="s", limit=2)
    assert [event["message"] for event in page["events"]] == [event["message"] for event in stream[-2:]]


def test_a_time_range_includes_its_start_and_excludes_its_end(logs, group, stream):
    page = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True,
                               startTime=stream[2]["timestamp"], endTime=stream[5]["timestamp"])
    assert [event["message"] for event in page["events"]] == [event["message"] for event in stream[2:5]]


@pytest.mark.parametrize(("pattern", "wanted"), [
    ("ERROR", [0, 5]), ("-ERROR", [1, 2, 3, 4, 6, 7, 8, 9]), ('"event 3"', [3]), ("?3 ?4", [3, 4]),
    ("event ERROR", [0, 5]), ("error", []),
])
def test_filter_patterns_match_as_documented(logs, group, stream, pattern, wanted):
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern=pattern, PaginationConfig={"PageSize": 3})
    found = [event["message"] for page in pages for event in page["events"]]
    assert found == [stream[n]["message"] for n in wanted]


def test_filters_of_json_events(logs, group, now):
    logs.create_log_stream(logGroupName=group, logStreamName="j")
    messages = ['{"level":"info","n":1}', '{"level":"error","n":7}', "plain"]
    logs.put_log_events(logGroupName=group, logStreamName="j", logEvents=[
        {"timestamp": now + n - 10, "message": message} for n, message in enumerate(messages)])
    found = logs.filter_log_events(logGroupName=group, filterPattern='{ $.level = "error" && $.n >= 5 }')
    assert [event["message"] for event in found["events"]] == [messages[1]]


def test_a_filter_covers_the_streams_that_it_names(logs, group, stream, now):
    logs.create_log_stream(logGroupName=group, logStreamName="other")
    logs.put_log_events(logGroupName=group, logStreamName="other",
                        logEvents=[{"timestamp": now, "message": "elsewhere"}])
    everything = logs.filter_log_events(logGroupName=group)["events"]
    assert len(everything) == 11
    named = logs.filter_log_events(logGroupName=group, logStreamNames=["other"])["events"]
    assert [event["message"] for event in named] == ["elsewhere"]
    prefixed = logs.filter_log_events(logGroupName=group, logStreamNamePrefix="o")["events"]
    assert [event["message"] for event in prefixed] == ["elsewhere"]


def test_events_out_of_order_in_one_call_are_refused(logs, group, refused, now):
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    refused("InvalidParameterException", logs.put_log_events, logGroupName=group, logStreamName="s",
            logEvents=[{"timestamp": now, "message": "b"}, {"timestamp": now - 1000, "message": "a"}])


def test_events_too_old_or_too_new_are_reported(logs, group, now):
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    day = 24 * 3600 * 1000
    answer = logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now - 15 * day, "message": "old"}])
    assert answer["rejectedLogEventsInfo"]["tooOldLogEventEndIndex"] == 1
    answer = logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now, "message": "good"}, {"timestamp": now + day, "message": "new"}])
    assert answer["rejectedLogEventsInfo"]["tooNewLogEventStartIndex"] == 1
    found = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True)["events"]
    assert [event["message"] for event in found] == ["good"]


def test_retention_is_kept_and_only_aws_s_steps_are_taken(logs, group, refused):
    logs.put_retention_policy(logGroupName=group, retentionInDays=7)
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 7
    refused("InvalidParameterException", logs.put_retention_policy, logGroupName=group, retentionInDays=8)
    logs.delete_retention_policy(logGroupName=group)
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]


def test_a_deleted_stream_is_gone_with_its_events(logs, group, stream, refused):
    logs.delete_log_stream(logGroupName=group, logStreamName="s")
    refused("ResourceNotFoundException", logs.get_log_events, logGroupName=group, logStreamName="s")
    assert logs.filter_log_events(logGroupName=group)["events"] == []


def test_groups_are_listed_in_pages(logs):
    prefix = unique("/paged")
    names = [f"{prefix}/{n}" for n in range(5)]
    for name in names:
        logs.create_log_group(logGroupName=name)
    pages = logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix=prefix, PaginationConfig={"PageSize": 2})
    assert [g["logGroupName"] for page in pages for g in page["logGroups"]] == names
    for name in names:
        logs.delete_log_group(logGroupName=name)


def test_the_stock_cli_tails_a_group(engine, group, stream):
    shown = engine.aws_v2("logs", "tail", group, "--since", "1h", "--format", "short")
    assert [line.split(" ", 1)[1] for line in shown.splitlines()] == [event["message"] for event in stream]


@pytest.mark.parametrize("mode", ["blocking", "non-blocking"])
def test_a_long_line_is_one_event_and_an_empty_one_is_none(bench, mode):
    """As docker's awslogs driver does it: up to 256 KiB less 26 bytes, cut between characters."""
    options = bench.container()["logConfiguration"]["options"]
    log = {"logDriver": "awslogs", "options": {**options, "mode": mode}}
    # 100,000 letters of two bytes in a document; then one line of 262,145 bytes.
    script = ("""yes é | head -n 100000 | tr -d '\\n' | sed 's/^/{"text":"/; s/$/"}/'; echo; echo; echo; """
              "head -c 262145 /dev/zero | tr '\\0' a; echo; printf '\\n\\nlast'")
    task = bench.shell(script, image="client", logConfiguration=log)
    assert bench.finish(task)["containers"][0]["exitCode"] == 0
    document, first, rest, last = bench.lines(task)
    assert json.loads(document) == {"text": "é" * 100_000}
    assert (first, rest, last) == ("a" * 262_118, "a" * 27, "last")


def multiline(bench, **options) -> dict:
    """A container's log configuration, with more options."""
    given = bench.container()["logConfiguration"]["options"]
    return {"logDriver": "awslogs", "options": {**given, **options}}


@pytest.mark.parametrize("mode", ["blocking", "non-blocking"])
def test_a_traceback_of_python_is_one_event(bench, mode):
    """What CPython writes itself, blank lines too; events end with a newline, as in docker's driver."""
    log = multiline(bench, mode=mode, **{"awslogs-datetime-format": r"%Y-%m-%d %H:%M:%S"})
    script = """python3 -u - 2>&1 <<'PY'
import logging, sys
logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", stream=sys.stdout, level="INFO")
logging.info("begins")
try:
    {}["no such key"]
except KeyError:
    logging.exception("it failed\\n\\nfor a reason:")
logging.info("goes on")
PY"""
    task = bench.run(bench.container("gunicorn", [script], entryPoint=["sh", "-c"], logConfiguration=log))
    assert bench.finish(task, within=240)["containers"][0]["exitCode"] == 0
    first, failed, last = bench.lines(task)
    assert first.endswith(" INFO begins\n") and last.endswith(" INFO goes on\n")
    head, _, trace = failed.partition("\n")
    assert head.endswith(" ERROR it failed")
    assert trace.startswith("\nfor a reason:\nTraceback (most recent call last):\n  File ")
    assert trace.endswith("\nKeyError: 'no such key'\n")


def test_a_stack_trace_of_java_is_one_event(bench):
    """What a JVM writes itself: lines that begin like none of these go on."""
    log = multiline(bench, **{"awslogs-multiline-pattern": r"^([[]|Error:|\d{4}-)"})
    script = "echo '2024-01-01 start'; java -cp . no.such.Main; echo '[end]'"
    made = bench.define(bench.container("java", ["sh", "-c", script], logConfiguration=log), cpu="512", memory="1024")
    task = bench.run(definition=made["taskDefinitionArn"])
    bench.finish(task, within=240)
    assert bench.lines(task) == [
        "2024-01-01 start\n",
        "Error: Could not find or load main class no.such.Main\n"
        "Caused by: java.lang.ClassNotFoundException: no.such.Main\n",
        "[end]\n"]


def test_an_event_that_nothing_ends_comes_while_the_container_runs(bench):
    """Docker's driver waits for five seconds; what comes later is an event of its own."""
    log = multiline(bench, **{"awslogs-multiline-pattern": "^{"})
    script = "echo '{'; echo ' 1'; echo ' 2'; trap 'echo later; exit 0' TERM; while :; do sleep 0.1; done"
    task = bench.shell(script, logConfiguration=log)
    until("it comes", lambda: bench.has_stream(task) and bench.lines(task) == ["{\n 1\n 2\n"], within=60)
    bench.stop(task)
    assert bench.lines(task) == ["{\n 1\n 2\n", "later\n"]


def test_a_pattern_that_is_none_is_told_before_anything_runs(bench):
    log = multiline(bench, **{"awslogs-multiline-pattern": "^(INFO"})
    task = bench.run(bench.container(command=["true"], logConfiguration=log))
    reason = bench.finish(task)["stoppedReason"]
    assert reason.startswith("ResourceInitializationError: failed to validate logger args: awslogs could not parse "
                             'multiline pattern key "^(INFO": error parsing regexp: '), reason


def test_of_a_format_and_a_pattern_the_format_is_taken(bench):
    log = multiline(bench, **{"awslogs-datetime-format": "%H:%M", "awslogs-multiline-pattern": "^b"})
    task = bench.shell("printf '10:15 a\\nb\\n10:16 c\\n'", logConfiguration=log)
    bench.finish(task)
    assert bench.lines(task) == ["10:15 a\nb\n", "10:16 c\n"]
