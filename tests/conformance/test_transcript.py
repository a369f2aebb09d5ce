"""What the README shows, word for word, in a shell that knows nothing but the tools.

Only two things differ from what a reader types: the port (a free one) and the data folder,
both given by the environment.
"""

import os
import shutil
import subprocess

import pytest

from harness import census
from harness.engine import BINARY, TOOLS, free_port
from harness.wait import until

SCRIPT = r"""
set -eu
ferrogate up --detach
eval "$(ferrogate env)"
aws ecr create-repository --repository-name web
skopeo copy oci-archive:web.tar docker://127.0.0.1:@PORT@/web:1
aws ecs create-cluster --cluster-name default
account=$(aws sts get-caller-identity --query Account --output text)
sed -e "s/ACCOUNT/$account/; s/REGION/$AWS_REGION/" web.json.in >web.json
aws ecs register-task-definition --cli-input-json file://web.json
subnet=$(aws ec2 describe-subnets --filters Name=default-for-az,Values=true \
    --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --task-definition web --count 3 --launch-type FARGATE \
    --network-configuration "awsvpcConfiguration={subnets=[$subnet]}"
tasks=$(aws ecs list-tasks --query taskArns --output text)
test "$(echo $tasks | wc -w)" = 3
aws ecs wait tasks-running --tasks $tasks
aws logs describe-log-streams --log-group-name /ecs/web --query 'length(logStreams)'
for task in $tasks; do aws ecs stop-task --task "$task" --reason "the tour is over"; done
aws ecs wait tasks-stopped --tasks $tasks
aws ecs describe-tasks --tasks $tasks --query \
    'tasks[].[stopCode, stoppedReason, containers[0].exitCode, createdAt, startedAt, stoppedAt]' --output text
echo "--- run"
url=$(ferrogate run -p 0:80 web:1)
python3 -c "import urllib.request; print(urllib.request.urlopen('$url').read().decode())"
echo "--- ps"
ferrogate ps
ferrogate image ls
ferrogate status
ferrogate doctor || true
ferrogate stop $(ferrogate ps -o name)
"""

DEFINITION = """{
  "family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "requiresCompatibilities": ["FARGATE"],
  "executionRoleArn": "arn:aws:iam::ACCOUNT:role/ecsTaskExecutionRole",
  "containerDefinitions": [{
    "name": "web", "image": "IMAGE", "portMappings": [{"containerPort": 80}],
    "logConfiguration": {"logDriver": "awslogs", "options": {
      "awslogs-group": "/ecs/web", "awslogs-create-group": "true",
      "awslogs-region": "REGION", "awslogs-stream-prefix": "web"}}}]
}
"""


@pytest.fixture
def shell(tmp_path_factory, archive):
    """A folder and an environment as a new user has them; purged and counted at the end."""
    before, port = census.take(), free_port()
    home = tmp_path_factory.mktemp("reader")
    data = home / "data"
    shutil.copyfile(archive("web"), home / "web.tar")
    # Each line of the definition has one name to fill in, as sed fills one a line.
    image = "ACCOUNT.dkr.ecr.REGION.amazonaws.com/web:1"
    (home / "web.json.in").write_text(DEFINITION.replace("IMAGE", image))
    env = {"PATH": f"{BINARY.parent}:{TOOLS}:{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8",
           "FERROGATE_INTERNET": "none", "FERROGATE_DATA_DIR": str(data), "FERROGATE_LISTEN": f"127.0.0.1:{port}"}

    def run(script: str, within: float = 240):
        return subprocess.run(["sh", "-c", script.replace("@PORT@", str(port))], cwd=home, env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within,
                              check=False)

    yield run
    down = run("ferrogate down --purge")
    assert down.returncode == 0, down.stderr
    def clean():
        left = census.left(before, [str(data)])
        assert not left, "\n".join(left)
        return True
    until("nothing is left", clean, within=15, every=0.2)


def test_the_transcript_works(shell):
    done = shell(SCRIPT)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    told, _, rest = done.stdout.partition("--- run")
    assert told.count("UserInitiated\tthe tour is over\t0\t") == 3, told
    page, _, listed = rest.partition("--- ps")
    assert "<h1>Hello from " in page
    assert "web" in listed


def test_logs_can_be_followed(shell):
    script = SCRIPT.partition("for task in")[0] + """
    # Generation 2, and one too old to read AWS_ENDPOINT_URL.
    mkfifo tail
    PYTHONUNBUFFERED=1 /usr/bin/aws --endpoint-url "$AWS_ENDPOINT_URL" logs tail /ecs/web --follow --since 10m >tail &
    timeout 30 grep -m 1 'start worker process' tail
    kill $!
    """
    done = shell(script)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
