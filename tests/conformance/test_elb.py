"""The API of load balancers with stock clients."""

import pytest

from harness.tasks import unique

FIXED = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}]


@pytest.fixture
def elb(boto):
    return boto("elbv2")


@pytest.fixture
def subnets(boto):
    default = [{"Name": "default-for-az", "Values": ["true"]}]
    return boto("ec2").describe_subnets(Filters=default)["Subnets"]


@pytest.fixture
def balancer(elb, subnets):
    made = elb.create_load_balancer(Name=unique("lb"), Subnets=[one["SubnetId"] for one in subnets[:2]])
    balancer = made["LoadBalancers"][0]
    yield balancer
    elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])


@pytest.fixture
def group(elb, balancer):
    made = elb.create_target_group(Name=unique("tg"), Protocol="HTTP", Port=80, TargetType="ip", VpcId=balancer["VpcId"])
    arn = made["TargetGroups"][0]["TargetGroupArn"]
    yield arn
    elb.delete_target_group(TargetGroupArn=arn)


def test_the_waiters_of_the_cli_end(aws, balancer, elb):
    arn = balancer["LoadBalancerArn"]
    aws("elbv2", "wait", "load-balancer-exists", "--load-balancer-arns", arn)
    aws("elbv2", "wait", "load-balancer-available", "--load-balancer-arns", arn)
    shown = elb.describe_load_balancers(Names=[balancer["LoadBalancerName"]])["LoadBalancers"][0]
    assert shown["State"] == {"Code": "active"}
    assert shown["DNSName"].endswith(".elb.localhost")
    elb.delete_load_balancer(LoadBalancerArn=arn)
    aws("elbv2", "wait", "load-balancers-deleted", "--load-balancer-arns", arn)


def test_the_errors_are_those_that_botocore_knows(elb, balancer, refused):
    arn = balancer["LoadBalancerArn"]
    elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=FIXED)
    other = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]
    with pytest.raises(elb.exceptions.DuplicateListenerException):
        elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=other)
    with pytest.raises(elb.exceptions.LoadBalancerNotFoundException):
        elb.describe_load_balancers(Names=["no-such"])
    with pytest.raises(elb.exceptions.DuplicateLoadBalancerNameException):
        elb.create_load_balancer(Name=balancer["LoadBalancerName"], Scheme="internal",
                                 Subnets=[zone["SubnetId"] for zone in balancer["AvailabilityZones"]])
    with pytest.raises(elb.exceptions.TargetGroupNotFoundException):
        elb.describe_target_groups(Names=["no-such"])
    refused("ValidationError", elb.describe_listeners, ListenerArns=["nonsense"])
    refused("UnsupportedOperation", elb.create_load_balancer, Name="net", Type="network",
            Subnets=[zone["SubnetId"] for zone in balancer["AvailabilityZones"]])


def test_a_group_in_use_can_not_go(elb, balancer, group):
    arn = balancer["LoadBalancerArn"]
    made = elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80,
                               DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
    listener = made["Listeners"][0]["ListenerArn"]
    with pytest.raises(elb.exceptions.ResourceInUseException):
        elb.delete_target_group(TargetGroupArn=group)
    rule = elb.create_rule(ListenerArn=listener, Priority=10, Actions=FIXED,
                           Conditions=[{"Field": "path-pattern", "Values": ["/a/*"]}])["Rules"][0]
    pages = elb.get_paginator("describe_rules").paginate(ListenerArn=listener, PaginationConfig={"PageSize": 1})
    assert [one["Priority"] for page in pages for one in page["Rules"]] == ["10", "default"]
    elb.delete_rule(RuleArn=rule["RuleArn"])
    elb.delete_listener(ListenerArn=listener)
