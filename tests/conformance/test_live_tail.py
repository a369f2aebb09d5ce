"""StartLiveTail: an answer that is a stream of events, read by botocore's own parser and the CLI."""

import signal
import subprocess
import time

import pytest
from botocore.config import Config

from harness.engine import CLIENT, TOOLS
from harness.tasks import unique
from harness.wait import until


@pytest.fixture(scope="module")
def logs(engine):
    """SDKs put `streaming-` before the endpoint's host unless told not to, as `ferrogate env` tells them."""
    return engine.boto("logs", config=CLIENT.merge(Config(inject_host_prefix=False)))


@pytest.fixture
def groups(logs):
    names = [unique("/conformance/tail") for _ in range(2)]
    for name in names:
        logs.create_log_group(logGroupName=name)
        for stream in ("web/1", "web/2", "job/1"):
            logs.create_log_stream(logGroupName=name, logStreamName=stream)
    yield names
    for name in names:
        logs.delete_log_group(logGroupName=name)


def arn(engine, group: str) -> str:
    return f"arn:aws:logs:{engine.region}:{engine.account}:log-group:{group}"


def put(logs, group: str, stream: str, *messages: str):
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=group, logStreamName=stream,
                        logEvents=[{"timestamp": now, "message": message} for message in messages])


class Tail:
    """A session, and what it has told."""

    def __init__(self, logs, **request):
        self.stream = logs.start_live_tail(**request)["responseStream"]
        self.events = iter(self.stream)
        self.start = next(self.events)["sessionStart"]

    def update(self) -> dict:
        return next(self.events)["sessionUpdate"]

    def results(self, count: int) -> list[dict]:
        """The next results, of as many updates as it takes: one a second."""
        found, left = [], 10
        while len(found) < count and left:
            found += self.update()["sessionResults"]
            left -= 1
        assert len(found) == count, found
        return found


def test_a_session_tells_each_second_what_came_in(logs, engine, groups):
    first, second = groups
    arns = [arn(engine, group) for group in groups]
    tail = Tail(logs, logGroupIdentifiers=arns)
    assert tail.start["logGroupIdentifiers"] == arns and len(tail.start["sessionId"]) == 36
    assert (tail.start["logStreamNames"], tail.start["logEventFilterPattern"]) == ([], "")
    assert tail.update() == {"sessionMetadata": {"sampled": False}, "sessionResults": []}
    put(logs, first, "web/1", "one", "two")
    put(logs, second, "job/1", "three é")
    found = tail.results(3)
    assert [(event["logGroupIdentifier"], event["logStreamName"], event["message"]) for event in found] == [
        (f"{engine.account}:{first}", "web/1", "one"), (f"{engine.account}:{first}", "web/1", "two"),
        (f"{engine.account}:{second}", "job/1", "three é")]
    assert all(0 <= event["ingestionTime"] - event["timestamp"] < 60_000 for event in found)
    tail.stream.close()


@pytest.mark.parametrize(("more", "wanted"), [
    ({"logStreamNames": ["web/2"]}, ["ERROR b"]),
    ({"logStreamNamePrefixes": ["web/"]}, ["ERROR a", "ERROR b"]),
    ({"logStreamNamePrefixes": ["web/2", "job/"]}, ["ERROR b", "fine c"]),
    ({"logEventFilterPattern": "ERROR"}, ["ERROR a", "ERROR b"]),
])
def test_a_session_is_for_what_it_asks_for(logs, engine, groups, more, wanted):
    tail = Tail(logs, logGroupIdentifiers=[arn(engine, groups[0])], **more)
    for stream, message in (("web/1", "ERROR a"), ("web/2", "ERROR b"), ("job/1", "fine c")):
        put(logs, groups[0], stream, message)
    put(logs, groups[1], "web/2", "ERROR elsewhere")
    assert [event["message"] for event in tail.results(len(wanted))] == wanted
    tail.stream.close()


def test_more_than_500_events_a_second_are_a_sample(logs, engine, groups):
    tail = Tail(logs, logGroupIdentifiers=[arn(engine, groups[0])])
    put(logs, groups[0], "web/1", *(str(n) for n in range(4000)))
    updates = [tail.update() for _ in range(3)]
    told = [update for update in updates if update["sessionResults"]]
    assert all(len(update["sessionResults"]) <= 500 for update in told)
    assert any(update["sessionMetadata"]["sampled"] for update in told)
    numbers = [int(event["message"]) for update in told for event in update["sessionResults"]]
    assert numbers == sorted(numbers) and len(numbers) > 200
    tail.stream.close()


def test_an_account_has_fifteen_sessions_at_a_time(logs, engine, groups, refused):
    request = {"logGroupIdentifiers": [arn(engine, groups[0])]}
    # A session that another test has closed holds its place until the engine has seen that.
    tails = [until("there is a place", lambda: Tail(logs, **request), within=15) for _ in range(15)]
    refused("LimitExceededException", logs.start_live_tail, **request)
    for tail in tails:
        tail.stream.close()
    again = until("there is a place again", lambda: Tail(logs, **request), within=15)
    again.stream.close()


def test_what_makes_no_session_is_refused(logs, engine, groups, refused):
    one, two = (arn(engine, group) for group in groups)
    assert refused("ResourceNotFoundException", logs.start_live_tail,
                   logGroupIdentifiers=[arn(engine, "/not/here")]) == "The specified log group does not exist."
    for request in ({"logGroupIdentifiers": [groups[0]]}, {"logGroupIdentifiers": [f"{one}:*"]},
                    {"logGroupIdentifiers": [one, two], "logStreamNames": ["web/1"]},
                    {"logGroupIdentifiers": [one], "logStreamNames": ["web/1"], "logStreamNamePrefixes": ["web"]},
                    {"logGroupIdentifiers": [one], "logEventFilterPattern": "{ $.a = "}):
        refused("InvalidParameterException", logs.start_live_tail, **request)


def test_the_stock_cli_shows_a_session(logs, engine, groups):
    command = [str(TOOLS / "aws"), "logs", "start-live-tail", "--log-group-identifiers", arn(engine, groups[0])]
    env = {**engine.env, "PYTHONUNBUFFERED": "1"}
    with (engine.home / "shown").open("w+b") as shown, subprocess.Popen(
            command, env=env, cwd=engine.home, stdin=subprocess.DEVNULL, stdout=shown, stderr=shown) as cli:
        def look():
            put(logs, groups[0], "web/1", "seen by the CLI")
            text = (engine.home / "shown").read_text()
            assert "seen by the CLI" in text, text[-2000:]
            return True
        try:
            until("the CLI shows the event", look, within=30)
        finally:
            cli.send_signal(signal.SIGINT)
            cli.wait(timeout=15)
