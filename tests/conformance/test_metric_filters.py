"""Metrics that come of log lines: metric filters and the embedded metric format, by real tasks."""

import json
import time

import pytest

from harness.tasks import unique
from harness.wait import until
from test_metrics import statistics


@pytest.fixture
def metrics(boto):
    return boto("cloudwatch")


def total(metrics, namespace: str, name: str, dimensions: dict | None = None) -> float:
    return sum(point["Sum"] for point in statistics(metrics, namespace, name, dimensions or {}, ["Sum"]))


def count(logs, group: str, namespace: str, pattern: str, **made):
    logs.put_metric_filter(
        logGroupName=group, filterName=unique("filter"), filterPattern=pattern,
        metricTransformations=[{"metricName": "lines", "metricNamespace": namespace, "metricValue": "1", **made}])


def test_lines_of_tasks_are_counted_once_whoever_dies(own_bench):
    """Over a kill of the agent among them and one of the server after they were written."""
    bench, engine = own_bench, own_bench.engine
    logs, metrics = engine.boto("logs"), engine.boto("cloudwatch")
    namespace = unique("App")
    first = bench.shell("echo making the group")
    bench.expect_lines(first, ["making the group"])
    count(logs, bench.group, namespace, "tick")
    count(logs, bench.group, namespace, "[word = tick, number]", metricName="numbers", metricValue="$number")
    arn = bench.shell("for n in $(seq 1 40); do echo tick $n; sleep 0.1; done; echo tock; sleep 1000")
    bench.reach(arn, "RUNNING")
    until("some are counted", lambda: total(metrics, namespace, "lines") > 0, within=20)
    engine.kill("agent")
    wanted = [f"tick {n}" for n in range(1, 41)] + ["tock"]
    bench.expect_lines(arn, wanted)
    until("each line is counted once", lambda: total(metrics, namespace, "lines") == 40, within=10)
    assert total(metrics, namespace, "numbers") == sum(range(1, 41))
    incoming = lambda: total(metrics, "AWS/Logs", "IncomingLogEvents", {"LogGroupName": bench.group})  # noqa: E731
    # What came in within the last second dies with the server, and so could the last line.
    until("the last line is counted, too", lambda: incoming() == 42, within=10)
    engine.kill("server")
    until("the API answers again", engine.ready, within=30)
    until("they are there after a kill", lambda: total(metrics, namespace, "lines") == 40, within=30)
    assert incoming() == 42
    bench.stop(arn)


def test_a_program_writes_its_metrics_as_lines(bench, metrics):
    """The embedded metric format, as the libraries of CloudWatch write it."""
    namespace = unique("Shop")
    line = json.dumps({
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [{
            "Namespace": namespace, "Dimensions": [["Service"]],
            "Metrics": [{"Name": "took", "Unit": "Milliseconds"}, {"Name": "orders", "Unit": "Count"}]}]},
        "Service": "cart", "took": [12, 30], "orders": 3, "requestId": "any"})
    arn = bench.run(bench.container(command=["sh", "-c", "echo \"$LINE\""],
                                    environment=[{"name": "LINE", "value": line}]))
    bench.expect_lines(arn, [line])
    service = {"Service": "cart"}
    until("its values are there", lambda: total(metrics, namespace, "took", service) == 42, within=10)
    assert total(metrics, namespace, "orders", service) == 3
    listed = metrics.list_metrics(Namespace=namespace)["Metrics"]
    assert sorted(metric["MetricName"] for metric in listed) == ["orders", "took"]


def test_the_stock_command_line_manages_filters(engine, boto):
    group = unique("/app/cli")
    boto("logs").create_log_group(logGroupName=group)
    engine.aws("logs", "put-metric-filter", "--log-group-name", group, "--filter-name", "errors",
               "--filter-pattern", "ERROR", "--metric-transformations",
               "metricName=e,metricNamespace=N,metricValue=1,defaultValue=0,unit=Count")
    shown = json.loads(engine.aws("logs", "describe-metric-filters", "--log-group-name", group))
    [made] = shown["metricFilters"]
    assert made["metricTransformations"] == [
        {"metricName": "e", "metricNamespace": "N", "metricValue": "1", "defaultValue": 0.0, "unit": "Count"}]
    tried = json.loads(engine.aws("logs", "test-metric-filter", "--filter-pattern", "ERROR",
                                  "--log-event-messages", "fine", "an ERROR"))
    assert [match["eventNumber"] for match in tried["matches"]] == [2]
    engine.aws("logs", "delete-metric-filter", "--log-group-name", group, "--filter-name", "errors")
    boto("logs").delete_log_group(logGroupName=group)
