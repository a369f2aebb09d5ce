"""Logs Insights over lines of real tasks, by boto3 and the stock command line."""

import json
import time

from botocore.exceptions import ClientError

from harness.tasks import unique
from harness.wait import until


def rows(logs, group: str, text: str) -> list[dict]:
    now = int(time.time())
    started = logs.start_query(logGroupName=group, startTime=now - 3600, endTime=now + 60, queryString=text)
    found = until("the query has ended", lambda: ended(logs, started["queryId"]), within=20)
    assert found["status"] == "Complete", found
    return [{field["field"]: field["value"] for field in row if field["field"] != "@ptr"}
            for row in found["results"]]


def ended(logs, query: str) -> dict | None:
    found = logs.get_query_results(queryId=query)
    return None if found["status"] in ("Scheduled", "Running") else found


def test_lines_of_tasks_are_asked(bench, boto):
    script = """
        for n in $(seq 1 30); do
            if [ $((n % 3)) = 0 ]; then level=error; else level=info; fi
            echo "{\\"level\\": \\"$level\\", \\"took\\": $n, \\"path\\": \\"/p$((n % 2))\\"}"
        done
        echo "user=ann, took=12 ms"
    """
    arn = bench.shell(script)
    until("all lines are there", lambda: bench.has_stream(arn) and len(bench.lines(arn)) == 31, within=20)
    logs, group = boto("logs"), bench.group
    found = rows(logs, group, "filter level = 'error' | stats count(*) as n, avg(took) as mean by path | sort path")
    assert found == [{"path": "/p0", "n": "5", "mean": "18"}, {"path": "/p1", "n": "5", "mean": "15"}]
    found = rows(logs, group, "filter @message like 'user=' | parse @message 'user=*, took=* ms' as who, ms "
                              "| display who, ms, @logStream")
    assert found == [{"who": "ann", "ms": "12", "@logStream": f"t/main/{arn.rsplit('/', 1)[1]}"}]
    found = rows(logs, group, "fields took | filter took > 27 | sort took desc")
    assert [row["took"] for row in found] == ["30", "29", "28"]
    [last] = rows(logs, group, "fields @timestamp, @message | limit 1")
    assert last["@message"].startswith("user=") and last["@timestamp"].startswith("20")


def test_the_stock_command_line_asks(engine, boto):
    group = unique("/app/asked")
    logs = boto("logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=group, logStreamName="s",
                        logEvents=[{"timestamp": now, "message": f"line {n}"} for n in range(5)])
    started = json.loads(engine.aws(
        "logs", "start-query", "--log-group-name", group, "--start-time", str(now // 1000 - 60),
        "--end-time", str(now // 1000 + 60), "--query-string", "stats count(*) as n by bin(1d) as day"))
    query = started["queryId"]
    found = until("the query has ended", lambda: ended(logs, query), within=20)
    assert found["statistics"]["recordsScanned"] == 5
    told = json.loads(engine.aws("logs", "get-query-results", "--query-id", query))
    assert {field["field"]: field["value"] for field in told["results"][0]}["n"] == "5"
    listed = json.loads(engine.aws("logs", "describe-queries", "--log-group-name", group))
    assert [one["queryId"] for one in listed["queries"]] == [query]
    try:
        logs.start_query(logGroupName=group, startTime=0, endTime=1, queryString="fields x | nonsense")
        raise AssertionError("taken")
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "MalformedQueryException"
    logs.delete_log_group(logGroupName=group)
