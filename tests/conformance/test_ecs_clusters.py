"""Clusters, tags and account settings."""

import pytest

from harness.tasks import unique


@pytest.fixture
def cluster(ecs):
    name = unique("cluster")
    made = ecs.create_cluster(clusterName=name)["cluster"]
    yield made
    ecs.delete_cluster(cluster=name)


def test_a_new_cluster_is_active_and_empty(engine, cluster):
    name = cluster["clusterName"]
    assert cluster["clusterArn"] == f"arn:aws:ecs:{engine.region}:{engine.account}:cluster/{name}"
    assert cluster["status"] == "ACTIVE"
    for count in ("registeredContainerInstancesCount", "runningTasksCount", "pendingTasksCount",
                  "activeServicesCount"):
        assert cluster[count] == 0


def test_creating_a_cluster_again_answers_the_same_one(ecs, cluster):
    again = ecs.create_cluster(clusterName=cluster["clusterName"])["cluster"]
    assert again["clusterArn"] == cluster["clusterArn"]
    assert len([arn for page in ecs.get_paginator("list_clusters").paginate()
                for arn in page["clusterArns"] if arn == cluster["clusterArn"]]) == 1


@pytest.mark.parametrize("form", ["clusterName", "clusterArn"])
def test_a_cluster_is_found_by_name_and_by_arn(ecs, cluster, form):
    answer = ecs.describe_clusters(clusters=[cluster[form]])
    assert [found["clusterArn"] for found in answer["clusters"]] == [cluster["clusterArn"]]
    assert answer["failures"] == []


def test_an_unknown_cluster_is_a_failure_not_an_error(ecs, engine):
    name = unique("nowhere")
    answer = ecs.describe_clusters(clusters=[name])
    assert answer["clusters"] == []
    failure, = answer["failures"]
    assert failure["reason"] == "MISSING"
    assert failure["arn"] == f"arn:aws:ecs:{engine.region}:{engine.account}:cluster/{name}"


def test_pages_hold_every_cluster_once(ecs):
    names = [unique("page") for _ in range(5)]
    arns = {ecs.create_cluster(clusterName=name)["cluster"]["clusterArn"] for name in names}
    pages = list(ecs.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 2}))
    seen = [arn for page in pages for arn in page["clusterArns"]]
    assert all(len(page["clusterArns"]) <= 2 for page in pages)
    assert len(seen) == len(set(seen)) and arns <= set(seen)
    for name in names:
        ecs.delete_cluster(cluster=name)


def test_a_token_of_another_call_is_refused(ecs, refused):
    refused("InvalidParameterException", ecs.list_clusters, nextToken="bm90IG91cnM=")


def test_a_deleted_cluster_is_inactive_and_not_listed(ecs):
    name = unique("gone")
    arn = ecs.create_cluster(clusterName=name)["cluster"]["clusterArn"]
    assert ecs.delete_cluster(cluster=name)["cluster"]["status"] == "INACTIVE"
    listed = [arn for page in ecs.get_paginator("list_clusters").paginate() for arn in page["clusterArns"]]
    assert arn not in listed


def test_deleting_an_unknown_cluster_says_what_aws_says(ecs, refused):
    assert refused("ClusterNotFoundException", ecs.delete_cluster,
                   cluster=unique("nowhere")) == "Cluster not found."


def test_a_cluster_with_tasks_is_not_deleted(bench, refused):
    arn = bench.shell("sleep 1000")
    bench.reach(arn, "RUNNING")
    refused("ClusterContainsTasksException", bench.ecs.delete_cluster, cluster=bench.cluster)
    assert bench.describe(arn)["lastStatus"] == "RUNNING"


@pytest.mark.parametrize("name", ["with space", "sl/ash", "x" * 256, "ümlaut"])
def test_a_bad_cluster_name_is_refused(ecs, refused, name):
    refused("InvalidParameterException", ecs.create_cluster, clusterName=name)


def test_the_built_in_capacity_providers_can_be_named(ecs):
    name = unique("providers")
    ecs.create_cluster(clusterName=name, capacityProviders=["FARGATE", "FARGATE_SPOT"],
                       defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}])
    found = ecs.describe_clusters(clusters=[name])["clusters"][0]
    assert sorted(found["capacityProviders"]) == ["FARGATE", "FARGATE_SPOT"]
    assert found["defaultCapacityProviderStrategy"] == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 0}]
    ecs.delete_cluster(cluster=name)


def test_an_unknown_capacity_provider_is_refused(ecs, refused):
    refused(("InvalidParameterException", "ClientException"), ecs.create_cluster,
            clusterName=unique("bad"), capacityProviders=["NO_SUCH_PROVIDER"])


def test_tags_are_kept_changed_and_removed(ecs, cluster):
    arn = cluster["clusterArn"]
    ecs.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "a"}, {"key": "keep", "value": "yes"}])
    ecs.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "b"}])
    ecs.untag_resource(resourceArn=arn, tagKeys=["keep"])
    assert ecs.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "team", "value": "b"}]
    described = ecs.describe_clusters(clusters=[arn], include=["TAGS"])["clusters"][0]
    assert described["tags"] == [{"key": "team", "value": "b"}]


@pytest.mark.parametrize("tags", [
    [{"key": f"k{n}", "value": "v"} for n in range(51)],
    [{"key": "aws:mine", "value": "v"}],
    [{"key": "k" * 129, "value": "v"}],
    [{"key": "k", "value": "v" * 257}],
], ids=["51", "aws prefix", "long key", "long value"])
def test_tags_beyond_the_limits_are_refused(ecs, refused, cluster, tags):
    refused("InvalidParameterException", ecs.tag_resource, resourceArn=cluster["clusterArn"], tags=tags)
    assert ecs.list_tags_for_resource(resourceArn=cluster["clusterArn"])["tags"] == []


def test_effective_settings_list_every_name(ecs):
    found = {item["name"]: item["value"]
             for page in ecs.get_paginator("list_account_settings").paginate(effectiveSettings=True)
             for item in page["settings"]}
    assert {"serviceLongArnFormat", "taskLongArnFormat", "containerInstanceLongArnFormat",
            "awsvpcTrunking", "containerInsights", "fargateFIPSMode", "tagResourceAuthorization",
            "fargateTaskRetirementWaitPeriod", "guardDutyActivate", "defaultLogDriverMode"} <= set(found)
    assert found["taskLongArnFormat"] == "enabled"
    assert found["defaultLogDriverMode"] == "non-blocking"


def test_a_setting_comes_back_and_can_be_deleted(ecs):
    name = "defaultLogDriverMode"
    ecs.put_account_setting(name=name, value="blocking")
    found = ecs.list_account_settings(name=name, effectiveSettings=True)["settings"]
    assert [item["value"] for item in found] == ["blocking"]
    ecs.delete_account_setting(name=name)
    found = ecs.list_account_settings(name=name, effectiveSettings=True)["settings"]
    assert [item["value"] for item in found] == ["non-blocking"]


def test_a_setting_whose_effect_is_not_built_is_refused_by_name(ecs, refused):
    said = refused("UnsupportedFeatureException", ecs.put_account_setting,
                   name="containerInsights", value="enhanced")
    assert "containerInsights" in said


def test_an_unknown_setting_value_is_refused(ecs, refused):
    refused("InvalidParameterException", ecs.put_account_setting, name="containerInsights", value="perhaps")
