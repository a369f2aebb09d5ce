"""What tasks cost: Cost Explorer by boto3, `ferrogate cost` for people."""

import csv
import datetime
import io

import pytest
from botocore.exceptions import ClientError

from harness.tasks import unique

# A quarter of a vCPU and half a GiB, for a minute: what is billed of a task at least.
MINUTE = (0.25 * 0.04048 + 0.5 * 0.004445) / 60


def day(ahead: int) -> str:
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=ahead)).date().isoformat()


def costs(boto, **asked) -> list[dict]:
    # Two days: a test may run over midnight.
    period = {"Start": day(-1), "End": day(1)}
    answer = boto("ce").get_cost_and_usage(TimePeriod=period, Metrics=["UnblendedCost", "UsageQuantity"],
                                           **{"Granularity": "DAILY"} | asked)
    return answer["ResultsByTime"]


def total(results: list[dict]) -> float:
    return sum(float(part["Total"]["UnblendedCost"]["Amount"]) for part in results)


@pytest.fixture
def ended(bench, boto):
    """A task that ran a moment, with a tag of its own."""
    team = unique("team")
    definition = bench.define(bench.container(command=["true"]))["taskDefinitionArn"]
    arn = bench.run(definition=definition, tags=[{"key": "team", "value": team}])
    bench.finish(arn)
    return team


def test_a_task_costs_a_minute_at_least(boto, ended):
    of_team = {"Tags": {"Key": "team", "Values": [ended]}}
    assert total(costs(boto, Filter=of_team)) == pytest.approx(MINUTE, rel=1e-6)


def test_a_bill_has_lines_for_what_is_paid_for(engine, boto, ended):
    by = [{"Type": "TAG", "Key": "team"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}]
    groups = [group for part in costs(boto, GroupBy=by) for group in part["Groups"]
              if group["Keys"][0] == f"team${ended}"]
    told = {group["Keys"][1].split("-", 1)[1]: group["Metrics"] for group in groups}
    assert set(told) == {"Fargate-vCPU-Hours:perCPU", "Fargate-GB-Hours"}
    hours = told["Fargate-GB-Hours"]["UsageQuantity"]
    assert (float(hours["Amount"]), hours["Unit"]) == (pytest.approx(0.5 / 60, rel=1e-6), "GB-Hours")


@pytest.mark.parametrize("asked, word", [
    ({"Granularity": "HOURLY"}, "HOURLY"),
    ({"GroupBy": [{"Type": "COST_CATEGORY", "Key": "team"}]}, "DIMENSION or TAG"),
    ({"Filter": {"Dimensions": {"Key": "CACHE_ENGINE", "Values": ["redis"]}}}, "CACHE_ENGINE"),
    ({"Filter": {}}, "exactly one"),
])
def test_what_is_not_built_is_refused_by_name(boto, asked, word):
    with pytest.raises(ClientError, match=word) as refused:
        costs(boto, **asked)
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_people_are_told_in_a_table_and_spreadsheets_in_theirs(engine, ended):
    shown = engine.cli("cost", "--by", "tag:team", "--by", "day").stdout
    assert ended in shown and "$0.0002" in shown and "total" in shown
    rows = list(csv.DictReader(io.StringIO(engine.cli("cost", "--by", "tag:team", "--csv").stdout)))
    cost, = [float(row["usd"]) for row in rows if row["tag:team"] == ended]
    assert cost == pytest.approx(MINUTE, rel=1e-6)
