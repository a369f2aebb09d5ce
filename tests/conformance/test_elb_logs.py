"""Access logs of load balancers, in buckets that are folders, read as those who read AWS's do."""

import gzip
import os
import re
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from conftest import pusher
from harness.tasks import Bench
from harness.wait import until
from test_elb_traffic import Balanced

# As AWS's guide gives it to Athena's users: each field in its place.
LINE = re.compile(
    r'([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*):([0-9]*) ([^ ]*)[:-]([0-9]*) ([-.0-9]*) ([-.0-9]*) ([-.0-9]*) (|[-0-9]*) '
    r'(-|[-0-9]*) ([-0-9]*) ([-0-9]*) "([^ ]*) (.*) (- |[^ ]*)" "([^"]*)" ([A-Z0-9-_]+) ([A-Za-z0-9.-]*) ([^ ]*) '
    r'"([^"]*)" "([^"]*)" "([^"]*)" ([-.0-9]*) ([^ ]*) "([^"]*)" "([^"]*)" "([^ ]*)" "([^ ]+?)" "([^ ]+)" '
    r'"([^ ]*)" "([^ ]*)" ?([^ ]*)? ?( .*)?')


@pytest.fixture
def logging(own_engine, archive):
    """A service behind a load balancer of an engine with a bucket."""
    # Every user may look for it there.
    folder = Path(tempfile.mkdtemp(prefix="buckets-", dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "my-logs").mkdir()
    os.chown(folder / "my-logs", 12345, 12345)
    config = folder / "config.toml"
    config.write_text(f'buckets = "{folder}"\n')
    engine = own_engine("--config", str(config))
    bench = Bench(engine, pusher(engine, archive))
    made = Balanced(bench)
    made.buckets = folder
    yield made
    shutil.rmtree(folder)


def enable(balanced, bucket: str = "my-logs", **more):
    set_ = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": bucket, "access_logs.s3.prefix": "web/prod", **more}
    balanced.elb.modify_load_balancer_attributes(
        LoadBalancerArn=balanced.arn, Attributes=[{"Key": key, "Value": value} for key, value in set_.items()])


def objects(balanced) -> dict[str, list[str]]:
    """The lines of each object in the bucket, by its name."""
    bucket = balanced.buckets / "my-logs"
    found = (path for path in sorted(bucket.rglob("*.log.gz")) if not path.name.startswith("."))
    return {str(path.relative_to(bucket)): gzip.decompress(path.read_bytes()).decode().splitlines() for path in found}


def lines(balanced) -> list[str]:
    return [line for of in objects(balanced).values() for line in of]


def test_requests_are_in_the_bucket_as_on_aws(logging):
    for wrong in ("no-such-bucket", "../my-logs", "Config"):
        with pytest.raises(ClientError) as refused:
            enable(logging, wrong)
        error = refused.value.response["Error"]
        text = f"Access Denied for bucket: {wrong}. Please check S3bucket permission"
        assert (error["Code"], error["Message"]) == ("InvalidConfigurationRequest", text)
    logging.serve(logging.define("one"))
    logging.stable()
    until("it answers", lambda: logging.get()[0] == 200)
    enable(logging)
    until("both nodes know", lambda: logging.get("/marker")[0] == 404 and said(logging))
    asked = ["/", "/?a=b&c", "/nothing", "/%22x%22"]
    statuses = [logging.get(path)[0] for path in asked]
    assert statuses == [200, 200, 404, 404]
    # Turned off, all that was logged goes to the bucket at once, not after its five minutes.
    enable(logging, **{"access_logs.s3.enabled": "false"})
    until("it is in the bucket", lambda: all(any(f":80{path} HTTP" in line for line in lines(logging)) for path in asked))
    region, account = logging.bench.engine.region, logging.bench.engine.account
    number = logging.arn.rpartition("/")[2]
    stem = logging.arn.split("/")[2]
    # Each node has its own.
    for name in objects(logging):
        assert re.fullmatch(
            rf"web/prod/AWSLogs/{account}/elasticloadbalancing/{region}/\d{{4}}/\d\d/\d\d/"
            rf"{account}_elasticloadbalancing_{region}_app\.{stem}\.{number}_\d{{8}}T\d{{4}}Z_[\d.]+_[0-9a-f]{{8}}"
            r"\.log\.gz", name), name
        # Who owns the bucket owns what is in it.
        assert (logging.buckets / "my-logs" / name).stat().st_uid == 12345
    parsed = [LINE.fullmatch(line) for line in sorted(lines(logging), key=lambda line: line.split(" ")[1])]
    assert all(parsed), lines(logging)
    last = [one for one in parsed if "/marker" not in one[16]][-4:]
    assert [int(one[11]) for one in last] == statuses
    urls = [one[16] for one in last]
    assert [url.partition(":80")[2] for url in urls] == asked
    for one in last:
        assert one[1] == "http" and one[3] == f"app/{stem}/{number}" and one[15] == "GET"
        assert float(one[8]) >= 0 and float(one[9]) >= 0 and float(one[10]) >= 0
        assert one[12] == one[11] and one[7] == "80" and one[21] == logging.group
        assert one[22].startswith("Root=1-") and one[25] == "0" and one[27] == "forward"
    before = len(lines(logging))
    assert logging.get()[0] == 200
    logging.close()
    assert len(lines(logging)) == before, "nobody wants it logged"


def said(balanced) -> bool:
    """Whether a line of each of the two nodes waits on the host."""
    waiting = Path(balanced.bench.engine.data) / "agent" / "access-logs"
    return len({path.parent for path in waiting.glob("*/*") if "/marker" in path.read_text()}) == 2


def test_no_line_is_lost_or_there_twice_when_the_agent_is_killed(logging):
    logging.serve(logging.define("one"))
    logging.stable()
    until("it answers", lambda: logging.get()[0] == 200)
    enable(logging)
    until("both nodes know", lambda: logging.get("/marker")[0] == 404 and said(logging))
    over, asked = threading.Event(), []

    def ask():
        while not over.is_set():
            path = f"/n{len(asked)}"
            if logging.get(path)[0] == 404:
                asked.append(path)
    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for _ in range(3):
            seen = len(asked)
            until("there is load", lambda seen=seen: len(asked) > seen + 30, 60)
            logging.bench.engine.kill("agent")
            seen = len(asked)
            until("the load goes on", lambda seen=seen: len(asked) > seen + 30, 60)
    finally:
        over.set()
        thread.join()
    # The lines of what was answered last are on their way: to an agent that may just have come.
    until("the last is there", lambda: any(
        f"{asked[-1]} HTTP" in path.read_text()
        for path in (Path(logging.bench.engine.data) / "agent" / "access-logs").glob("*/*")), 60)
    logging.close()

    def names() -> list[str]:
        found = [line.split('"')[1].split(" ")[1].rpartition("/")[2] for line in lines(logging)]
        return [name for name in found if name.startswith("n")]
    # Each node has objects of its own, which come one after the other.
    until("all is in the bucket", lambda: len(names()) >= len(asked), 60)
    assert sorted(names()) == sorted(path[1:] for path in asked)
