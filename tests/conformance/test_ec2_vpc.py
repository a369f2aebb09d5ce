"""VPCs as Terraform's VPC module and CDK's `Vpc` make, read again and destroy them: their calls, in their order."""

import ipaddress
import json

import pytest

from harness.tasks import address, unique

PUBLIC, PRIVATE = ("10.77.0.0/24", "10.77.1.0/24"), ("10.77.10.0/24", "10.77.11.0/24")


@pytest.fixture(scope="module")
def ec2(boto):
    return boto("ec2")


def by(name, *values):
    return {"Filters": [{"Name": name, "Values": list(values)}]}


def named(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, {"Key": "Terraform", "Value": "true"}]}]


class Module:
    """A VPC with public and private subnets, a table for each kind, a gateway, DHCP options, another range."""

    def __init__(self, ec2, region, name):
        self.ec2, self.region, self.name = ec2, region, name
        self.subnets, self.tables, self.associations = [], {}, []

    def create(self):
        self.make_vpc()
        self.make_options()
        for n, cidr in enumerate((*PUBLIC, *PRIVATE)):
            self.make_subnet(cidr, f"{self.region}{'ab'[n % 2]}", public=cidr in PUBLIC)
        self.make_gateway()
        for kind in ("public", "private"):
            made = self.ec2.create_route_table(VpcId=self.vpc, TagSpecifications=named("route-table", f"{self.name}-{kind}"))
            self.tables[kind] = made["RouteTable"]["RouteTableId"]
        self.ec2.create_route(RouteTableId=self.tables["public"], DestinationCidrBlock="0.0.0.0/0", GatewayId=self.gateway)
        for n, subnet in enumerate(self.subnets):
            made = self.ec2.associate_route_table(RouteTableId=self.tables["public" if n < 2 else "private"], SubnetId=subnet)
            assert made["AssociationState"]["State"] == "associated"
            self.associations.append(made["AssociationId"])

    def make_vpc(self):
        made = self.ec2.create_vpc(CidrBlock="10.77.0.0/16", InstanceTenancy="default", TagSpecifications=named("vpc", self.name))
        self.vpc = made["Vpc"]["VpcId"]
        self.ec2.get_waiter("vpc_exists").wait(VpcIds=[self.vpc])
        self.ec2.get_waiter("vpc_available").wait(VpcIds=[self.vpc])
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": True})
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsSupport={"Value": True})
        made = self.ec2.associate_vpc_cidr_block(VpcId=self.vpc, CidrBlock="10.78.0.0/24")
        self.range = made["CidrBlockAssociation"]["AssociationId"]

    def make_options(self):
        configurations = [
            {"Key": "domain-name", "Values": [f"{self.name}.internal"]},
            {"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS"]},
        ]
        made = self.ec2.create_dhcp_options(DhcpConfigurations=configurations, TagSpecifications=named("dhcp-options", self.name))
        self.options = made["DhcpOptions"]["DhcpOptionsId"]
        self.ec2.associate_dhcp_options(DhcpOptionsId=self.options, VpcId=self.vpc)

    def make_subnet(self, cidr, zone, public):
        made = self.ec2.create_subnet(
            VpcId=self.vpc, CidrBlock=cidr, AvailabilityZone=zone, TagSpecifications=named("subnet", f"{self.name}-{zone}")
        )
        subnet = made["Subnet"]["SubnetId"]
        self.ec2.get_waiter("subnet_available").wait(SubnetIds=[subnet])
        if public:
            self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        self.subnets.append(subnet)

    def make_gateway(self):
        made = self.ec2.create_internet_gateway(TagSpecifications=named("internet-gateway", self.name))
        self.gateway = made["InternetGateway"]["InternetGatewayId"]
        self.ec2.get_waiter("internet_gateway_exists").wait(InternetGatewayIds=[self.gateway])
        self.ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.vpc)

    def read(self):
        """All that a refresh reads."""
        ec2 = self.ec2
        attributes = ("enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics")
        answers = {
            "vpc": ec2.describe_vpcs(VpcIds=[self.vpc])["Vpcs"],
            "attributes": [ec2.describe_vpc_attribute(VpcId=self.vpc, Attribute=name) for name in attributes],
            "range": ec2.describe_vpcs(**by("cidr-block-association.association-id", self.range))["Vpcs"],
            "acl": ec2.describe_network_acls(Filters=by("default", "true")["Filters"] + by("vpc-id", self.vpc)["Filters"])["NetworkAcls"],
            "group": ec2.describe_security_groups(
                Filters=by("group-name", "default")["Filters"] + by("vpc-id", self.vpc)["Filters"]
            )["SecurityGroups"],
            "main": ec2.describe_route_tables(
                Filters=by("association.main", "true")["Filters"] + by("vpc-id", self.vpc)["Filters"]
            )["RouteTables"],
            "options": ec2.describe_dhcp_options(DhcpOptionsIds=[self.options])["DhcpOptions"],
            "gateway": ec2.describe_internet_gateways(InternetGatewayIds=[self.gateway])["InternetGateways"],
            "attached": ec2.describe_internet_gateways(**by("attachment.vpc-id", self.vpc))["InternetGateways"],
            "subnets": ec2.describe_subnets(SubnetIds=self.subnets)["Subnets"],
            "tables": ec2.describe_route_tables(RouteTableIds=list(self.tables.values()))["RouteTables"],
            "associations": [
                ec2.describe_route_tables(**by("association.route-table-association-id", one))["RouteTables"] for one in self.associations
            ],
            "tags": ec2.describe_tags(**by("resource-id", self.vpc, self.gateway, self.options, *self.subnets))["Tags"],
        }
        for answer in answers["attributes"]:
            del answer["ResponseMetadata"]
        return json.loads(json.dumps(answers))

    def destroy(self):
        ec2 = self.ec2
        for association in self.associations:
            ec2.disassociate_route_table(AssociationId=association)
        ec2.delete_route(RouteTableId=self.tables["public"], DestinationCidrBlock="0.0.0.0/0")
        for table in self.tables.values():
            ec2.delete_route_table(RouteTableId=table)
        ec2.detach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.vpc)
        ec2.delete_internet_gateway(InternetGatewayId=self.gateway)
        for subnet in self.subnets:
            assert ec2.describe_network_interfaces(**by("subnet-id", subnet))["NetworkInterfaces"] == []
            ec2.delete_subnet(SubnetId=subnet)
        ec2.associate_dhcp_options(DhcpOptionsId="default", VpcId=self.vpc)
        ec2.delete_dhcp_options(DhcpOptionsId=self.options)
        ec2.disassociate_vpc_cidr_block(AssociationId=self.range)
        ec2.delete_vpc(VpcId=self.vpc)


def test_a_vpc_is_made_read_without_a_difference_and_destroyed(engine, ec2, refused):
    before = ec2.describe_vpcs()["Vpcs"]
    module = Module(ec2, engine.region, unique("module"))
    module.create()
    found = module.read()
    assert found == module.read()

    vpc, = found["vpc"]
    assert vpc["DhcpOptionsId"] == module.options and vpc["OwnerId"] == engine.account
    assert [one["CidrBlock"] for one in vpc["CidrBlockAssociationSet"]] == ["10.77.0.0/16", "10.78.0.0/24"]
    assert all(one["CidrBlockState"] == {"State": "associated"} for one in vpc["CidrBlockAssociationSet"])
    assert found["attributes"][0]["EnableDnsHostnames"] == {"Value": True}
    assert found["attributes"][2]["EnableNetworkAddressUsageMetrics"] == {"Value": False}
    assert found["gateway"] == found["attached"]
    assert found["gateway"][0]["Attachments"] == [{"State": "available", "VpcId": module.vpc}]
    assert [len(found[one]) for one in ("range", "acl", "group", "main", "options")] == [1] * 5
    assert sorted(one["MapPublicIpOnLaunch"] for one in found["subnets"]) == [False, False, True, True]
    assert all(one["Ipv6CidrBlockAssociationSet"] == [] for one in found["subnets"])
    public, = [table for table in found["tables"] if table["RouteTableId"] == module.tables["public"]]
    assert [(route["DestinationCidrBlock"], route["GatewayId"], route["State"]) for route in public["Routes"]] == [
        ("10.77.0.0/16", "local", "active"), ("10.78.0.0/24", "local", "active"), ("0.0.0.0/0", module.gateway, "active"),
    ]
    assert {one["SubnetId"] for one in public["Associations"]} == set(module.subnets[:2])
    assert len(found["tags"]) == 2 * (3 + len(module.subnets))

    refused("DependencyViolation", ec2.delete_vpc, VpcId=module.vpc)
    module.destroy()
    assert ec2.describe_vpcs()["Vpcs"] == before
    refused("InvalidVpcID.NotFound", ec2.describe_vpcs, VpcIds=[module.vpc])


def test_a_vpc_of_both_versions_is_made_read_without_a_difference_and_destroyed(ec2, refused):
    """With `enable_ipv6`, but for NAT64."""
    made = ec2.create_vpc(CidrBlock="10.80.0.0/16", AmazonProvidedIpv6CidrBlock=True, TagSpecifications=named("vpc", "six"))
    vpc = made["Vpc"]["VpcId"]
    association, = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
    assert association["Ipv6CidrBlockState"] == {"State": "associated"}
    parts = [str(part) for part in ipaddress.ip_network(association["Ipv6CidrBlock"]).subnets(new_prefix=64)]
    subnets = []
    for n in (0, 1):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.80.{n}.0/24", Ipv6CidrBlock=parts[n])["Subnet"]["SubnetId"]
        ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
        ec2.modify_subnet_attribute(SubnetId=subnet, EnableResourceNameDnsAAAARecordOnLaunch={"Value": True})
        refused("UnsupportedOperation", ec2.modify_subnet_attribute, SubnetId=subnet, EnableDns64={"Value": True})
        subnets.append(subnet)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    egress = ec2.create_egress_only_internet_gateway(
        VpcId=vpc, TagSpecifications=named("egress-only-internet-gateway", "six")
    )["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
    tables = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in subnets]
    ec2.create_route(RouteTableId=tables[0], DestinationIpv6CidrBlock="::/0", GatewayId=gateway)
    ec2.create_route(RouteTableId=tables[1], DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=egress)
    associations = [ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
                    for table, subnet in zip(tables, subnets, strict=True)]

    def read():
        answers = (
            ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"], ec2.describe_subnets(SubnetIds=subnets)["Subnets"],
            ec2.describe_route_tables(RouteTableIds=tables)["RouteTables"],
            ec2.describe_egress_only_internet_gateways(EgressOnlyInternetGatewayIds=[egress])["EgressOnlyInternetGateways"],
            ec2.describe_network_acls(**by("vpc-id", vpc))["NetworkAcls"],
            ec2.describe_security_groups(**by("vpc-id", vpc))["SecurityGroups"],
        )
        return json.loads(json.dumps(answers))

    found = read()
    assert found == read()
    assert all(subnet["AssignIpv6AddressOnCreation"] for subnet in found[1])
    assert sorted(subnet["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"] for subnet in found[1]) == sorted(parts[:2])
    six = [[(route["DestinationIpv6CidrBlock"], route["State"]) for route in table["Routes"] if "DestinationIpv6CidrBlock" in route]
           for table in found[2]]
    assert six == [[(association["Ipv6CidrBlock"], "active"), ("::/0", "active")]] * 2

    for one in associations:
        ec2.disassociate_route_table(AssociationId=one)
    for table in tables:
        ec2.delete_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0")
        ec2.delete_route_table(RouteTableId=table)
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=egress)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    # Without IPv6 again, and then with nothing.
    own = {"AssociationId": association["AssociationId"]}
    refused("InvalidCidrBlock.InUse", ec2.disassociate_vpc_cidr_block, **own)
    for subnet in found[1]:
        part = {"AssociationId": subnet["Ipv6CidrBlockAssociationSet"][0]["AssociationId"]}
        refused("InvalidCidrBlock.InUse", ec2.disassociate_subnet_cidr_block, **part)
        ec2.modify_subnet_attribute(SubnetId=subnet["SubnetId"], AssignIpv6AddressOnCreation={"Value": False})
        ec2.disassociate_subnet_cidr_block(**part)
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.disassociate_vpc_cidr_block(**own)
    assert not ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0].get("Ipv6CidrBlockAssociationSet")
    ec2.delete_vpc(VpcId=vpc)


def test_the_cli_tags_what_it_made(ec2, aws):
    vpc = json.loads(aws("ec2", "create-vpc", "--cidr-block", "10.79.0.0/16"))["Vpc"]["VpcId"]
    table = json.loads(aws("ec2", "create-route-table", "--vpc-id", vpc))["RouteTable"]["RouteTableId"]
    aws("ec2", "create-tags", "--resources", vpc, table, "--tags", "Key=Name,Value=cli", "Key=empty,Value=")
    tagged = json.loads(aws("ec2", "describe-tags", "--filters", "Name=key,Values=Name", "Name=value,Values=cli"))["Tags"]
    assert sorted((tag["ResourceId"], tag["ResourceType"]) for tag in tagged) == sorted([(vpc, "vpc"), (table, "route-table")])
    aws("ec2", "delete-tags", "--resources", vpc, "--tags", "Key=Name")
    found, = json.loads(aws("ec2", "describe-vpcs", "--vpc-ids", vpc))["Vpcs"]
    assert found["Tags"] == [{"Key": "empty", "Value": ""}]
    aws("ec2", "delete-tags", "--resources", vpc)
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"] == []
    aws("ec2", "delete-route-table", "--route-table-id", table)
    aws("ec2", "delete-vpc", "--vpc-id", vpc)


def test_a_task_asks_whom_its_vpc_s_dhcp_options_name(bench, ec2, default_options):
    configurations = [
        {"Key": "domain-name", "Values": ["corp.example"]},
        {"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS", "192.0.2.53"]},
    ]
    options = ec2.create_dhcp_options(DhcpConfigurations=configurations)["DhcpOptions"]["DhcpOptionsId"]
    vpc, = ec2.describe_vpcs(**by("is-default", "true"))["Vpcs"]
    ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc["VpcId"])
    arn = bench.shell("cat /etc/resolv.conf")
    bench.finish(arn)
    bench.expect_lines(arn, ["search corp.example", "nameserver 169.254.169.253", "nameserver 192.0.2.53"])
    ec2.associate_dhcp_options(DhcpOptionsId=default_options, VpcId=vpc["VpcId"])
    ec2.delete_dhcp_options(DhcpOptionsId=options)


@pytest.fixture
def default_options(ec2):
    """The set that the default VPC has; it has it again after the test."""
    vpc, = ec2.describe_vpcs(**by("is-default", "true"))["Vpcs"]
    yield vpc["DhcpOptionsId"]
    ec2.associate_dhcp_options(DhcpOptionsId=vpc["DhcpOptionsId"], VpcId=vpc["VpcId"])


def test_no_task_gets_an_address_that_is_set_aside(bench, ec2):
    vpc, = ec2.describe_vpcs(**by("is-default", "true"))["Vpcs"]
    made = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="172.31.255.0/28")
    subnet = made["Subnet"]["SubnetId"]
    aside = [
        ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr=cidr, ReservationType="explicit")["SubnetCidrReservation"]
        for cidr in ("172.31.255.0/29", "172.31.255.8/30", "172.31.255.12/31")
    ]
    # One address is left.
    task = bench.finish(bench.run(networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}}))
    assert address(task) == "172.31.255.14"
    for one in aside:
        ec2.delete_subnet_cidr_reservation(SubnetCidrReservationId=one["SubnetCidrReservationId"])
    assert ec2.get_subnet_cidr_reservations(SubnetId=subnet)["SubnetIpv4CidrReservations"] == []
    ec2.delete_subnet(SubnetId=subnet)
