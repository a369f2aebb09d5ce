"""Web identities: stock SDKs that have a token of an OpenID Connect provider and the name of a role."""

import base64
import hashlib
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

WHO = "system:serviceaccount:web:app"


def openssl(*words: str, cwd, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(["openssl", *words], cwd=cwd, input=stdin, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider:
    """An OpenID Connect provider on this machine, which vouches for itself."""

    def __init__(self, folder):
        self.folder, self.asked, self.keys = folder, [], {}
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-keyout", "tls.key", "-out", "tls.pem",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", cwd=folder)
        der = openssl("x509", "-in", "tls.pem", "-outform", "DER", cwd=folder)
        self.thumbprint = hashlib.sha1(der).hexdigest()
        provider = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.asked.append(self.path)
                page = {"/id/.well-known/openid-configuration":
                        {"issuer": provider.issuer, "jwks_uri": f"{provider.issuer}/keys"},
                        "/id/keys": {"keys": list(provider.keys.values())}}.get(self.path)
                body = json.dumps(page).encode()
                self.send_response(200 if page else 404)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "tls.pem", folder / "tls.key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.issuer = f"https://localhost:{self.server.server_port}/id"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return self.issuer.removeprefix("https://")

    def key(self, name: str):
        openssl("genrsa", "-out", f"{name}.key", "2048", cwd=self.folder)
        modulus = openssl("rsa", "-in", f"{name}.key", "-noout", "-modulus", cwd=self.folder).decode().strip()
        n = bytes.fromhex(modulus.removeprefix("Modulus="))
        self.keys[name] = {"kty": "RSA", "use": "sig", "kid": name, "n": b64(n), "e": "AQAB"}

    def token(self, key: str = "one", **claims) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": WHO, "aud": ["sts.amazonaws.com"], "iat": now, "exp": now + 600,
                  **claims}
        text = ".".join(b64(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": key}, claims))
        signature = openssl("dgst", "-sha256", "-sign", f"{key}.key", cwd=self.folder, stdin=text.encode())
        return f"{text}.{b64(signature)}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    made = Provider(tmp_path_factory.mktemp("provider"))
    made.key("one")
    yield made
    made.close()


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Bed:
    """An engine that may reach the provider, which its account knows and a role trusts."""

    def __init__(self, engine, provider):
        self.engine, self.provider = engine, provider
        self.iam = engine.boto("iam")
        self.arn = self.iam.create_open_id_connect_provider(
            Url=provider.issuer, ClientIDList=["sts.amazonaws.com"], ThumbprintList=[provider.thumbprint],
        )["OpenIDConnectProviderArn"]
        trust = document({
            "Effect": "Allow", "Principal": {"Federated": self.arn},
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            "Condition": {"StringEquals": {f"{provider.url}:sub": WHO, f"{provider.url}:aud": "sts.amazonaws.com"}},
        })
        self.role = self.iam.create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        self.iam.put_role_policy(RoleName="app", PolicyName="p", PolicyDocument=document(
            {"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*",
             "Condition": {"StringEquals": {"aws:FederatedProvider": self.arn,
                                            "aws:PrincipalTag/Team": "${" + provider.url + ":sub}"}}}))
        self.sts = boto3.client("sts", endpoint_url=engine.env["AWS_ENDPOINT_URL"], region_name=engine.region,
                                config=Config(signature_version=UNSIGNED))

    def assume(self, token: str, **more) -> dict:
        return self.sts.assume_role_with_web_identity(
            **{"RoleArn": self.role, "RoleSessionName": "work", "WebIdentityToken": token, **more})

    def refused(self, token: str, **more) -> tuple[str, str]:
        with pytest.raises(ClientError) as caught:
            self.assume(token, **more)
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]


@pytest.fixture
def bed(own_engine, near, provider):
    return Bed(own_engine(*near), provider)


def test_stock_sdks_have_a_role_for_a_token(bed, provider, tmp_path):
    tags = {"principal_tags": {"Team": [WHO]}}
    (tmp_path / "token").write_text(provider.token(**{"https://aws.amazon.com/tags": tags}))
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE")
    env = {name: value for name, value in {**os.environ, **bed.engine.env}.items() if name not in keys}
    env |= {"AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"), "AWS_ROLE_ARN": bed.role,
            "AWS_ROLE_SESSION_NAME": "pod", "AWS_DEFAULT_REGION": bed.engine.region,
            "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path)}
    program = ("import boto3; print(boto3.client('sts').get_caller_identity()['Arn']); "
               "print(boto3.client('ecs').list_clusters()['ResponseMetadata']['HTTPStatusCode']); "
               "boto3.client('ecs').create_cluster(clusterName='no')")
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60,
                          check=False)
    account = bed.role.split(":")[4]
    assert done.stdout.split() == [f"arn:aws:sts::{account}:assumed-role/app/pod", "200"], done.stderr
    assert "AccessDeniedException" in done.stderr, done.stderr
    assert provider.asked == ["/id/.well-known/openid-configuration", "/id/keys"]
    # Without the tag that the role's policy asks for.
    given = bed.assume(provider.token())
    assert given["SubjectFromWebIdentityToken"] == WHO
    assert (given["Audience"], given["Provider"]) == ("sts.amazonaws.com", bed.arn)
    lent = given["Credentials"]
    ecs = boto3.client("ecs", endpoint_url=bed.engine.env["AWS_ENDPOINT_URL"], region_name=bed.engine.region,
                       aws_access_key_id=lent["AccessKeyId"], aws_secret_access_key=lent["SecretAccessKey"],
                       aws_session_token=lent["SessionToken"])
    with pytest.raises(ClientError) as denied:
        ecs.list_clusters()
    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"


def test_what_is_not_good_is_refused_as_aws_refuses_it(bed, provider):
    good = provider.token()
    assert bed.assume(good)["AssumedRoleUser"]["Arn"].endswith(":assumed-role/app/work")
    asked = len(provider.asked)
    head, payload, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged = b64(json.dumps({**claims, "sub": "root"}).encode())
    unsigned = b64(json.dumps({"alg": "none"}).encode())
    over = int(time.time()) - 9
    denied = ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    for token, code, text in (
        (provider.token(sub="other"), *denied),
        (provider.token(aud="other"), "InvalidIdentityToken", "Incorrect token audience"),
        (provider.token(iss="https://other.test"), "InvalidIdentityToken",
         "No OpenIDConnect provider found in your account for https://other.test"),
        (provider.token(exp=over), "ExpiredTokenException", "Token expired: current date/time "),
        (f"{head}.{forged}.{signature}", "InvalidIdentityToken", "The signature of the token"),
        (f"{unsigned}.{payload}.", "InvalidIdentityToken", "The token's algorithm"),
        ("not.a-token", "InvalidIdentityToken", "The ID Token provided is not a valid JWT."),
    ):
        refused = bed.refused(token)
        assert refused[0] == code and refused[1].startswith(text), refused
    account = bed.role.split(":")[4]
    assert bed.refused(good, RoleArn=f"arn:aws:iam::{account}:role/none") == denied
    assert bed.refused(good, DurationSeconds=7200)[0] == "ValidationError"
    # Strangers make the provider answer no questions.
    assert len(provider.asked) == asked


def test_a_provider_is_asked_only_where_the_settings_let_the_engine_go(own_engine, provider):
    bed = Bed(own_engine(), provider)
    asked = len(provider.asked)
    code, text = bed.refused(provider.token())
    assert code == "InvalidIdentityToken" and "webhooks" in text, text
    assert len(provider.asked) == asked


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(bed, provider):
    bed.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=bed.arn, ThumbprintList=["0" * 40])
    text = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
    assert bed.refused(provider.token()) == ("InvalidIdentityToken", text)
    # One that is right is heard at once.
    bed.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=bed.arn,
                                                       ThumbprintList=[provider.thumbprint])
    assert bed.assume(provider.token())["Provider"] == bed.arn
