"""An engine with all that is told of, and an endpoint that is told."""

import http.server
import json
import queue
import threading
import urllib.request
import xml.etree.ElementTree

from harness.tasks import unique
from harness.wait import until


class Endpoint:
    """An HTTP server of the test's own: keeps what it is sent, and may keep who asks waiting."""

    def __init__(self, status: int = 200):
        self.got, self.tries, self.free, self.hangs = queue.Queue(), 0, threading.Event(), False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                outer.tries += 1
                if outer.hangs:
                    outer.free.wait(60)
                outer.got.put((dict(self.headers), body))
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def next(self, within: float = 30) -> tuple[dict, str]:
        return self.got.get(timeout=within)

    def close(self):
        self.free.set()
        self.server.shutdown()
        self.server.server_close()


class Telling:
    def __init__(self, bench):
        self.bench, self.engine = bench, bench.engine
        self.connect()

    def connect(self):
        self.events, self.sns, self.watch, self.logs, self.iam = (
            self.engine.boto(name) for name in ("events", "sns", "cloudwatch", "logs", "iam"))

    def arn(self, service: str, rest: str) -> str:
        return f"arn:aws:{service}:{self.engine.region}:{self.engine.account}:{rest}"

    def group(self) -> str:
        name = unique("/aws/events/told")
        self.logs.create_log_group(logGroupName=name)
        return name

    def rule(self, pattern: dict, *targets: dict, **more) -> str:
        name = unique("rule")
        self.events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)
        if targets:
            answer = self.events.put_targets(Rule=name, Targets=[{"Id": f"t{n}", **target} for n, target in enumerate(targets)])
            assert answer["FailedEntryCount"] == 0, answer
        return name

    def to(self, group: str, **more) -> dict:
        return {"Arn": self.arn("logs", f"log-group:{group}"), **more}

    def told(self, group: str) -> list[str]:
        return [event["message"] for event in self.logs.filter_log_events(logGroupName=group)["events"]]

    def event_of(self, group: str, task: str, within: float = 40) -> dict:
        def look():
            found = [json.loads(text) for text in self.told(group)]
            return [event for event in found if event["detail"].get("taskArn") == task] or None
        found = until(f"{group} is told of {task}", look, within)
        assert len(found) == 1, found
        return found[0]

    def role(self, *actions: str) -> str:
        name = unique("events")
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if actions:
            policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        return arn

    def subscribed(self, topic: str, endpoint: Endpoint, **more) -> str:
        """Subscribes an endpoint, and confirms that as a subscriber does: by the URL that it is sent."""
        pending = self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url, **more)
        assert pending["SubscriptionArn"] == "pending confirmation"
        headers, body = endpoint.next()
        letter = json.loads(body)
        assert headers["x-amz-sns-message-type"] == letter["Type"] == "SubscriptionConfirmation"
        with urllib.request.urlopen(letter["SubscribeURL"], timeout=10) as answer:
            found = xml.etree.ElementTree.fromstring(answer.read())
        return next(one.text for one in found.iter() if one.tag.endswith("SubscriptionArn"))
