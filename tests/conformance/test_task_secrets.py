"""Secrets of Secrets Manager in the environment of tasks."""

import json

import pytest
from harness.tasks import pulls_and_logs, unique


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def vault(bench):
    """Makes secrets and roles, and runs tasks with them."""
    class Vault:
        sm, iam, kms = (bench.engine.boto(name) for name in ("secretsmanager", "iam", "kms"))

        def role(self, *actions: str) -> str:
            name = unique("execution")
            trust = document({"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                              "Action": "sts:AssumeRole"})
            arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
            allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(allow))
            pulls_and_logs(self.iam, name)
            return arn

        def secret(self, value: str, **more) -> dict:
            return self.sm.create_secret(Name=unique("db"), SecretString=value, **more)

        def run(self, role: str, **secrets: str) -> dict:
            shown = "; ".join(f'echo "{name}=${name}"' for name in secrets)
            variables = [{"name": name, "valueFrom": place} for name, place in secrets.items()]
            container = bench.container(command=["sh", "-c", shown], secrets=variables)
            definition = bench.define(container, executionRoleArn=role)["taskDefinitionArn"]
            return bench.finish(bench.run(definition=definition))

    return Vault()


def test_a_secret_reaches_its_task_whole_by_key_stage_and_version(bench, vault):
    made = vault.secret(json.dumps({"user": "shop", "password": "one", "port": 5432}))
    vault.sm.put_secret_value(SecretId=made["ARN"], SecretString=json.dumps({"password": "two"}))
    role = vault.role("secretsmanager:GetSecretValue", "kms:Decrypt")
    arn = made["ARN"]
    task = vault.run(role, WHOLE=arn, KEY=f"{arn}:password::", BEFORE=f"{arn}:password:AWSPREVIOUS:",
                     OLD=f"{arn}:user::{made['VersionId']}")
    bench.expect_lines(task["taskArn"], ['WHOLE={"password": "two"}', "KEY=two", "BEFORE=one", "OLD=shop"])
    # The next task has what holds by then.
    vault.sm.put_secret_value(SecretId=arn, SecretString=json.dumps({"password": "three"}))
    bench.expect_lines(vault.run(role, KEY=f"{arn}:password::")["taskArn"], ["KEY=three"])


def test_what_the_role_may_not_read_stops_the_task(bench, vault):
    arn = vault.secret("hush")["ARN"]
    task = vault.run(vault.role("ssm:GetParameters"), A=arn)
    assert task["stopCode"] == "TaskFailedToStart"
    reason = task["stoppedReason"]
    assert reason.startswith("ResourceInitializationError: unable to pull secrets or registry auth: execution "
                             f"resource retrieval failed: unable to retrieve secret from asm: failed to fetch "
                             f"secret {arn} from secrets manager: AccessDeniedException: "), reason
    assert "hush" not in json.dumps(task, default=str)
    # One that is not there, one without the key, and one that is to be deleted.
    role = vault.role("secretsmanager:GetSecretValue", "kms:Decrypt")
    assert "ResourceNotFoundException" in vault.run(role, A=f"{arn[:-6]}AbCdEf")["stoppedReason"]
    assert "did not contain json key user" in vault.run(role, A=f"{arn}:user::")["stoppedReason"]
    vault.sm.delete_secret(SecretId=arn, RecoveryWindowInDays=7)
    assert "marked for deletion" in vault.run(role, A=arn)["stoppedReason"]


def test_a_customer_s_key_decides_too(bench, vault):
    key = vault.kms.create_key()["KeyMetadata"]["KeyId"]
    arn = vault.secret("mine", KmsKeyId=key)["ARN"]
    without = vault.run(vault.role("secretsmanager:GetSecretValue"), A=arn)
    assert "kms:Decrypt" in without["stoppedReason"], without["stoppedReason"]
    role = vault.role("secretsmanager:GetSecretValue", "kms:Decrypt")
    bench.expect_lines(vault.run(role, A=arn)["taskArn"], ["A=mine"])
    vault.kms.disable_key(KeyId=key)
    assert vault.run(role, A=arn)["stopCode"] == "TaskFailedToStart"
