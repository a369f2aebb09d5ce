"""Metrics: what callers put, and what the engine has measured itself."""

import datetime
import http.client
import json

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from harness.tasks import unique
from harness.wait import until


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def lately(minutes: int = 20) -> dict:
    return {"StartTime": now() - datetime.timedelta(minutes=minutes),
            "EndTime": now() + datetime.timedelta(minutes=5)}


@pytest.fixture
def metrics(boto):
    return boto("cloudwatch")


def statistics(metrics, namespace: str, name: str, dimensions: dict, statistics, **more) -> list[dict]:
    """The points of a metric, the oldest first."""
    shown = metrics.get_metric_statistics(
        Namespace=namespace, MetricName=name, Period=60, Statistics=statistics,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        **{**lately(), **more})
    return sorted(shown["Datapoints"], key=lambda point: point["Timestamp"])


def test_what_is_put_is_read_with_every_statistic(metrics):
    namespace = unique("App")
    at = now().replace(second=0, microsecond=0)
    metrics.put_metric_data(Namespace=namespace, MetricData=[
        {"MetricName": "m", "Timestamp": at, "Values": [1, 2, 3], "Counts": [1, 2, 1], "Unit": "Count"},
        {"MetricName": "m", "Timestamp": at, "Value": 8, "Unit": "Count"}])
    asked = {"Namespace": namespace, "MetricName": "m", "Period": 3600,
             "StartTime": at - datetime.timedelta(minutes=1), "EndTime": at + datetime.timedelta(hours=1)}
    [plain] = metrics.get_metric_statistics(
        **asked, Statistics=["SampleCount", "Average", "Sum", "Minimum", "Maximum"])["Datapoints"]
    assert plain["Unit"] == "Count"
    assert [plain[one] for one in ("SampleCount", "Average", "Sum", "Minimum", "Maximum")] == [5, 3.2, 16, 1, 8]
    [extended] = metrics.get_metric_statistics(**asked, ExtendedStatistics=["p50", "p99.9", "TM(:80%)"])["Datapoints"]
    assert extended["ExtendedStatistics"] == {"p50": 2, "p99.9": 8, "TM(:80%)": 2}
    assert metrics.list_metrics(Namespace=namespace)["Metrics"] == [
        {"Namespace": namespace, "MetricName": "m", "Dimensions": []}]


def test_large_requests_come_compressed(metrics):
    # botocore compresses what is longer than 10 KiB.
    namespace = unique("App")
    data = [{"MetricName": f"m{at:03}", "Value": at, "Dimensions": [{"Name": "D", "Value": "v" * 50}]}
            for at in range(700)]
    metrics.put_metric_data(Namespace=namespace, MetricData=data)
    pages = metrics.get_paginator("list_metrics").paginate(Namespace=namespace)
    assert sum(len(page["Metrics"]) for page in pages) == 700


def test_many_metrics_are_asked_for_and_computed_of(metrics):
    namespace = unique("App")
    begin = now().replace(second=0, microsecond=0) - datetime.timedelta(minutes=9)
    minutes = [begin + datetime.timedelta(minutes=at) for at in range(5)]
    metrics.put_metric_data(Namespace=namespace, MetricData=[
        {"MetricName": name, "Timestamp": at, "Value": value}
        for name, values in (("good", [9, 8, 10, 5, 7]), ("bad", [1, 2, 0, 5, 3]))
        for at, value in zip(minutes, values)])

    def stat(name):
        return {"Metric": {"Namespace": namespace, "MetricName": name}, "Period": 60, "Stat": "Sum"}
    queries = [{"Id": "g", "MetricStat": stat("good"), "ReturnData": False},
               {"Id": "b", "MetricStat": stat("bad")},
               {"Id": "share", "Expression": "100 * b / (g + b)", "Label": "failed, ${MAX} at most"},
               {"Id": "e", "Expression": "SUM(METRICS())"}]
    asked = {"StartTime": begin, "EndTime": now(), "MetricDataQueries": queries, "ScanBy": "TimestampAscending"}
    shown = {one["Id"]: one for one in metrics.get_metric_data(**asked)["MetricDataResults"]}
    assert set(shown) == {"b", "share", "e"}
    assert shown["b"]["Timestamps"] == minutes
    assert shown["share"]["Values"] == [10, 20, 0, 50, 30]
    assert shown["share"]["Label"] == "failed, 50 at most"
    assert shown["e"]["Values"] == [10] * 5
    # In pages of three points.
    pages = metrics.get_paginator("get_metric_data").paginate(
        **{**asked, "MetricDataQueries": [{**one, "ReturnData": True} for one in queries[:2]]}, MaxDatapoints=3)
    values = {}
    for page in pages:
        for one in page["MetricDataResults"]:
            values.setdefault(one["Id"], []).extend(one["Values"])
    assert values == {"g": [9, 8, 10, 5, 7], "b": [1, 2, 0, 5, 3]}
    with pytest.raises(ClientError) as refused:
        metrics.get_metric_data(**{**asked, "MetricDataQueries": [
            {"Id": "e", "Expression": "SEARCH('{App} m', 'Sum', 60)"}]})
    assert "SEARCH is not built yet" in str(refused.value)


def test_the_stock_command_line_puts_and_reads(engine):
    namespace = unique("App")
    engine.aws("cloudwatch", "put-metric-data", "--namespace", namespace, "--metric-name", "m",
               "--value", "4.5", "--unit", "Percent", "--dimensions", "A=1,B=2")
    shown = json.loads(engine.aws(
        "cloudwatch", "get-metric-statistics", "--namespace", namespace, "--metric-name", "m",
        "--dimensions", "Name=B,Value=2", "Name=A,Value=1", "--period", "300", "--statistics", "Average",
        "--start-time", lately()["StartTime"].isoformat(), "--end-time", lately()["EndTime"].isoformat(),
        "--output", "json"))
    assert [(point["Average"], point["Unit"]) for point in shown["Datapoints"]] == [(4.5, "Percent")]


def test_what_was_put_survives_a_killed_server(own_engine):
    engine = own_engine()
    metrics = engine.boto("cloudwatch", config=Config(retries={"max_attempts": 10}))
    namespace = unique("App")
    for value in range(20):
        metrics.put_metric_data(Namespace=namespace, MetricData=[{"MetricName": "m", "Value": value}])
        if value % 7 == 3:
            engine.kill("server")
            until("it answers again", lambda: metrics.list_metrics(Namespace=namespace)["Metrics"], 60)
    points = statistics(metrics, namespace, "m", {}, ["Sum", "SampleCount"])
    assert (sum(point["Sum"] for point in points), sum(point["SampleCount"] for point in points)) == (190, 20)


def test_a_service_shows_what_its_tasks_use(bench, metrics):
    bench.ecs.update_cluster_settings(
        cluster=bench.cluster, settings=[{"name": "containerInsights", "value": "enabled"}])
    names = {}
    for kind, script in (("busy", "while :; do :; done"), ("idle", "exec sleep 1000")):
        names[kind] = unique(kind)
        container = bench.container(command=["sh", "-c", script])
        bench.ecs.create_service(
            cluster=bench.cluster, serviceName=names[kind], launchType="FARGATE", desiredCount=1,
            taskDefinition=bench.define(container)["taskDefinitionArn"], networkConfiguration=bench.network)
    try:
        def points(kind, name, namespace="AWS/ECS"):
            dimensions = {"ClusterName": bench.cluster, "ServiceName": names[kind]}
            return statistics(metrics, namespace, name, dimensions, ["Average", "Maximum", "SampleCount"])

        def busy():
            # The last minute that has two of its three points, the first of which was the task's start.
            found = [point for point in points("busy", "CPUUtilization") if point["SampleCount"] >= 2]
            assert found
            return found[-1]
        point = until("the busy one shows its load", busy, within=180)
        # A quarter of a processor, all of which it burns, as far as the machine has it.
        assert 40 < point["Maximum"] < 115, point
        assert point["Unit"] == "Percent"
        idle = points("idle", "CPUUtilization")
        assert idle and idle[-1]["Maximum"] < 20, idle
        memory = points("idle", "MemoryUtilization")
        assert memory and 0 < memory[-1]["Maximum"] < 20, memory

        def insights():
            [running] = points("busy", "RunningTaskCount", "ECS/ContainerInsights")[-1:]
            assert running["Maximum"] == 1, running
            [desired] = points("busy", "DesiredTaskCount", "ECS/ContainerInsights")[-1:]
            assert desired["Maximum"] == 1
            used = points("busy", "CpuUtilized", "ECS/ContainerInsights")
            assert used and 100 < used[-1]["Maximum"] < 300, used
            of = {"ClusterName": bench.cluster}
            count = statistics(metrics, "ECS/ContainerInsights", "TaskCount", of, ["Maximum"])
            assert count[-1]["Maximum"] == 2
            return True
        until("the cluster is looked into", insights, within=150)
    finally:
        for name in names.values():
            bench.ecs.delete_service(cluster=bench.cluster, service=name, force=True)
            until("it is gone", lambda name=name: bench.ecs.describe_services(
                cluster=bench.cluster, services=[name])["services"][0]["status"] == "INACTIVE", 60)


def test_a_load_balancer_shows_what_it_was_asked(bench, metrics):
    elb = bench.engine.boto("elbv2")
    default = [{"Name": "default-for-az", "Values": ["true"]}]
    subnets = [one["SubnetId"] for one in bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]]
    balancer = elb.create_load_balancer(
        Name=unique("lb"), Scheme="internal", Subnets=subnets)["LoadBalancers"][0]
    arn = balancer["LoadBalancerArn"]
    elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[
        {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}])
    try:
        def ask() -> int:
            connection = http.client.HTTPConnection("127.0.0.1", bench.engine.port, timeout=10)
            try:
                connection.request("GET", "/", headers={"Host": balancer["DNSName"]})
                return connection.getresponse().status
            finally:
                connection.close()

        def shown(name: str, statistic: str = "Sum") -> float:
            of = {"LoadBalancer": arn.partition(":loadbalancer/")[2]}
            points = statistics(metrics, "AWS/ApplicationELB", name, of, [statistic])
            return sum(point[statistic] for point in points)

        def active():
            state = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]["State"]
            assert state["Code"] == "active", state
            return True
        until("it is active", active, within=30)

        # What is asked before the engine has seen the node once is not counted.
        def counted():
            assert ask() == 503
            return shown("RequestCount") > 0
        until("requests are counted", counted, within=60, every=0.5)
        before = shown("RequestCount")
        for _ in range(50):
            assert ask() == 503

        def all_of_them():
            assert shown("RequestCount") >= before + 50
            return shown("RequestCount")
        assert until("all are counted", all_of_them, within=60) < before + 50 + 130
        assert shown("HTTP_Fixed_Response_Count") == shown("RequestCount")
    finally:
        elb.delete_load_balancer(LoadBalancerArn=arn)
