"""The thin way, whole: stock client, wire, store, controllers, host, container, log, back."""


def test_a_container_runs_and_its_line_of_log_comes_back(bench):
    definition = bench.define(bench.container(command=["echo", "hello from a container"]))
    arn = bench.run(definition=definition["taskDefinitionArn"])
    task = bench.finish(arn)
    assert task["containers"][0]["exitCode"] == 0
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["taskDefinitionArn"] == definition["taskDefinitionArn"]
    bench.expect_lines(arn, ["hello from a container"])


def test_the_stock_cli_does_the_same(bench, engine, tmp_path):
    definition = bench.define(bench.container(command=["sh", "-c", "echo by hand; exit 3"]))
    network = f"awsvpcConfiguration={{subnets=[{bench.network['awsvpcConfiguration']['subnets'][0]}]}}"
    arn = engine.aws("ecs", "run-task", "--cluster", bench.cluster, "--launch-type", "FARGATE",
                     "--task-definition", definition["taskDefinitionArn"],
                     "--network-configuration", network,
                     "--query", "tasks[0].taskArn", "--output", "text").strip()
    engine.aws("ecs", "wait", "tasks-stopped", "--cluster", bench.cluster, "--tasks", arn)
    code = engine.aws("ecs", "describe-tasks", "--cluster", bench.cluster, "--tasks", arn,
                      "--query", "tasks[0].containers[0].exitCode", "--output", "text").strip()
    assert code == "3"
    bench.expect_lines(arn, ["by hand"])
