"""Functions of lifecycle hooks: a real server is asked how a deployment goes on, whoever dies meanwhile."""

import http.server
import json
import threading

import pytest

from conftest import pusher
from harness.patient import patient
from harness.points import HOOKING, order
from harness.tasks import Bench, unique
from harness.wait import until
from test_services import Services

TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
CHECKED = {"command": ["CMD-SHELL", "true"], "interval": 5, "timeout": 2, "retries": 3}
OK = {"hookStatus": "SUCCEEDED"}


class Function:
    """A function behind an URL: it says what is on its list, the last of it for ever."""

    def __init__(self):
        self.events, self.says, self.status, self.opened = [], [OK], 200, threading.Event()
        self.opened.set()
        function = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["content-length"])))
                function.events.append(event)
                function.opened.wait(60)
                says = function.says.pop(0) if len(function.says) > 1 else function.says[0]
                body = says if isinstance(says, bytes) else json.dumps(says).encode()
                try:
                    self.send_response(function.status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # who asked was killed

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def says_next(self, *says):
        self.events.clear()
        self.says = list(says)

    def called(self, count: int = 1, within: float = 40) -> list[dict]:
        def look():
            assert len(self.events) >= count, self.events
            return self.events
        return until(f"it is called {count} times", look, within)


class Hooked(Services):
    """Services whose deployments ask the function."""

    def __init__(self, bench, function):
        super().__init__(bench)
        self.function, self.iam = function, bench.engine.boto("iam")
        name = unique("hook")
        self.role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        self.allow("lambda:InvokeFunction")

    def allow(self, action: str):
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}
        self.iam.put_role_policy(RoleName=self.role.rpartition("/")[2], PolicyName="p",
                                 PolicyDocument=json.dumps(document))

    def arn(self, name: str = "check") -> str:
        return f"arn:aws:lambda:{self.ecs.meta.region_name}:{self.bench.engine.account}:function:{name}"

    def hook(self, *stages: str, name: str = "check", **more) -> dict:
        return {"hookTargetArn": self.arn(name), "roleArn": self.role, "lifecycleStages": list(stages), **more}

    def begin(self, *hooks: dict, desired: int = 0) -> str:
        definition = self.define(healthCheck=CHECKED)
        return self.create(definition, desired, deploymentConfiguration={
            "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0, "lifecycleHooks": list(hooks)})

    def deploy(self, name: str, *hooks: dict, **more) -> str:
        self.update(name, forceNewDeployment=True, deploymentConfiguration={"lifecycleHooks": list(hooks)}, **more)
        return self.show(name)["currentServiceDeployment"]

    def look(self, arn: str) -> dict:
        return self.ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]

    def ends(self, arn: str, status: str = "SUCCESSFUL", within: float = 60) -> dict:
        def there():
            found = self.look(arn)
            assert found["status"] == status, found
            return found
        return until(f"the deployment is {status}", there, within)


@pytest.fixture(scope="module")
def function():
    made = Function()
    yield made
    made.server.shutdown()


@pytest.fixture(scope="module")
def flags(function, tmp_path_factory):
    config = tmp_path_factory.mktemp("hooks") / "config.toml"
    url = f"http://127.0.0.1:{function.server.server_port}/check"
    config.write_text(f'webhooks = ["127.0.0.1/32"]\ninternet = "none"\n[functions]\ncheck = "{url}"\n'
                      'nobody = "http://127.0.0.1:9/"\nfar = "http://10.255.255.1/"\n')
    return ("--config", str(config))


@pytest.fixture
def hooked(own_engine, flags, function, archive):
    engine = own_engine(*flags)
    bench = Bench(engine, pusher(engine, archive))
    function.says_next(OK)
    function.status = 200
    made = Hooked(patient(bench), function)
    yield made
    function.opened.set()
    for arn in made.ecs.list_services(cluster=bench.cluster)["serviceArns"]:
        made.delete(arn.rpartition("/")[2])
    bench.close()


def test_a_deployment_waits_for_what_a_function_says_and_survives_kills_meanwhile(hooked, function):
    # No task starts before the function has agreed, and the server may die while it is at work.
    function.says_next({"hookStatus": "IN_PROGRESS", "callBackDelay": 1, "hookDetails": {"seen": 1}},
                       {"hookStatus": "IN_PROGRESS", "callBackDelay": 15}, OK)
    function.opened.clear()
    name = hooked.begin(hooked.hook("PRE_SCALE_UP", hookDetails={"bucket": "b"}), desired=1)
    first = function.called()[0]
    arn = hooked.show(name)["currentServiceDeployment"]
    assert (first["lifecycleStage"], first["resourceArn"], first["hookDetails"]) == ("PRE_SCALE_UP", arn, {"bucket": "b"})
    details = first["executionDetails"]
    target = hooked.look(arn)["targetServiceRevision"]["arn"]
    assert details == {"serviceArn": hooked.show(name)["serviceArn"], "targetServiceRevisionArn": target,
                       "testTrafficWeights": {}, "productionTrafficWeights": {}}

    def noted():
        found = hooked.look(arn)
        shown = found["lifecycleHookDetails"][0]
        assert (shown["targetType"], shown["targetArn"], shown["status"]) == ("AWS_LAMBDA", hooked.arn(), "IN_PROGRESS")
        assert (shown["hookId"], found["lifecycleStage"]) == (first["executionId"], "PRE_SCALE_UP")
        return found
    until("it is shown", noted)
    function.opened.set()
    function.called(2)
    hooked.bench.engine.kill("server")
    function.opened.clear()
    until("the server is back", hooked.bench.engine.ready)
    for again in function.called(3)[1:]:
        assert again["executionId"] == first["executionId"] and again["hookDetails"] == {"bucket": "b", "seen": 1}
    assert hooked.tasks(name) == [], "it waits"
    noted()
    function.opened.set()
    hooked.ends(arn)
    assert len(hooked.tasks(name)) == 1

    # The server dies while the function is called: it is called again as the same execution.
    function.says_next(OK)
    function.opened.clear()
    arn = hooked.deploy(name, hooked.hook("POST_SCALE_UP"))
    function.called()
    hooked.bench.engine.kill("server")
    until("the server is back", hooked.bench.engine.ready)
    events = list(function.called(2))
    assert events[0] == events[1] and events[0]["resourceArn"] == arn
    assert hooked.look(arn)["status"] == "IN_PROGRESS"
    # What hangs holds up nobody else.
    other = hooked.create(hooked.define(), 0)
    hooked.stable(other, 20)
    function.opened.set()
    hooked.ends(arn)
    hooked.delete(name)
    hooked.delete(other)


def test_what_does_not_agree_brings_the_revision_before_back(hooked, function):
    name = hooked.begin()
    before = hooked.ends(hooked.show(name)["currentServiceDeployment"])["targetServiceRevision"]["arn"]
    for says, status, words in [
        ({"hookStatus": "FAILED"}, 200, "it answered FAILED"),
        ({"errorMessage": "boom"}, 200, "no valid hookStatus"),
        (b"not json", 200, "no object of JSON"),
        (OK, 500, "status 500"),
    ]:
        function.says_next(says)
        function.status = status
        arn = hooked.deploy(name, hooked.hook("PRE_SCALE_UP"))
        found = hooked.ends(arn, "ROLLBACK_SUCCESSFUL")
        assert words in found["statusReason"] or words in found["rollback"]["reason"], found
        assert found["rollback"]["serviceRevisionArn"] == before
    function.status = 200
    # One who isn't there is tried some times; where the engine may not go, it goes not once.
    found = hooked.ends(hooked.deploy(name, hooked.hook("PRE_SCALE_UP", name="far")), "ROLLBACK_SUCCESSFUL")
    assert "may not send" in found["rollback"]["reason"], found
    function.says_next(OK)
    hooked.allow("lambda:GetFunction")
    found = hooked.ends(hooked.deploy(name, hooked.hook("PRE_SCALE_UP")), "ROLLBACK_SUCCESSFUL")
    assert "lambda:InvokeFunction" in found["rollback"]["reason"] and function.events == [], found
    hooked.allow("lambda:*")
    # Functions that are told of shifts are told of each; nobody else answers for them.
    function.opened.clear()
    arn = hooked.deploy(name, hooked.hook("TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT",
                                          "PRODUCTION_TRAFFIC_SHIFT"))
    event = function.called()[0]
    with pytest.raises(hooked.ecs.exceptions.InvalidParameterException):
        hooked.ecs.continue_service_deployment(serviceDeploymentArn=arn, hookId=event["executionId"])
    function.opened.set()
    hooked.ends(arn)
    told = {event["lifecycleStage"]: event["executionDetails"] for event in function.events}
    assert list(told) == ["TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"]
    target = hooked.look(arn)["targetServiceRevision"]["arn"]
    assert told["TEST_TRAFFIC_SHIFT"]["testTrafficWeights"] == {target: 100, before: 0}
    assert told["PRE_PRODUCTION_TRAFFIC_SHIFT"]["productionTrafficWeights"] == {target: 0, before: 100}
    assert told["PRODUCTION_TRAFFIC_SHIFT"]["productionTrafficWeights"] == {target: 100, before: 0}
    hooked.delete(name)


def test_a_server_that_dies_at_a_call_makes_it_again(hooked, function):
    name = hooked.begin()
    for point in HOOKING:
        function.says_next(OK)
        file = order(hooked.bench.engine, point)
        arn = hooked.deploy(name, hooked.hook("PRE_SCALE_UP"))
        until("the point was reached", lambda file=file: not file.exists())
        until("the server is back", hooked.bench.engine.ready)
        hooked.ends(arn)
        assert len(function.events) == (2 if "after" in point else 1), point
        assert len({event["executionId"] for event in function.events}) == 1
    hooked.delete(name)
