"""ECR's API beside the registry: what one writes, the other reads."""

import base64
import hashlib
import json
import urllib.error
import urllib.request

import pytest

from harness.tasks import unique


@pytest.fixture(scope="module")
def ecr(boto):
    return boto("ecr")


@pytest.fixture
def repository(ecr):
    name = unique("team/app")
    yield ecr.create_repository(repositoryName=name)["repository"]
    ecr.delete_repository(repositoryName=name, force=True)


@pytest.fixture
def pushed(engine, archive, repository):
    """A repository with busybox under the tag 1."""
    engine.push(archive("busybox"), repository["repositoryName"])
    return repository["repositoryName"]


def registry(engine, method, path, body=None, **headers):
    """One request to /v2/ with docker's login; answers status, headers and body."""
    token = engine.boto("ecr").get_authorization_token()["authorizationData"][0]["authorizationToken"]
    request = urllib.request.Request(f"{engine.endpoint}/v2/{path}", body, method=method, headers={
        "Authorization": f"Basic {token}", **{k.replace("_", "-"): v for k, v in headers.items()}})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_repository_is_named_as_in_aws(engine, repository):
    name = repository["repositoryName"]
    assert repository["repositoryArn"] == f"arn:aws:ecr:{engine.region}:{engine.account}:repository/{name}"
    assert repository["repositoryUri"] == f"{engine.registry}/{name}"
    assert repository["registryId"] == engine.account
    assert repository["imageTagMutability"] == "MUTABLE"


def test_a_repository_is_made_once(ecr, repository, refused):
    said = refused("RepositoryAlreadyExistsException", ecr.create_repository,
                   repositoryName=repository["repositoryName"])
    assert repository["repositoryName"] in said


def test_an_unknown_repository_says_what_aws_says(ecr, engine, refused):
    said = refused("RepositoryNotFoundException", ecr.describe_images, repositoryName="not/here")
    assert said == (f"The repository with name 'not/here' does not exist in the registry with id "
                    f"'{engine.account}'")


@pytest.mark.parametrize("name", ["UPPER", "a", "-x-", "a//b", "x" * 257])
def test_a_bad_repository_name_is_refused(ecr, refused, name):
    refused("InvalidParameterException", ecr.create_repository, repositoryName=name)


def test_the_login_token_is_for_docker(ecr, engine):
    data, = ecr.get_authorization_token()["authorizationData"]
    user, _, password = base64.b64decode(data["authorizationToken"]).decode().partition(":")
    assert user == "AWS" and password
    assert registry(engine, "GET", "")[0] == 200


def test_the_registry_asks_for_a_login(engine):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{engine.endpoint}/v2/", timeout=10)
    assert caught.value.code == 401
    assert caught.value.headers["WWW-Authenticate"].startswith(("Basic", "Bearer"))
    assert caught.value.headers["Docker-Distribution-Api-Version"] == "registry/2.0"


def test_what_was_pushed_is_listed_and_described(ecr, pushed):
    ids = ecr.list_images(repositoryName=pushed)["imageIds"]
    assert [found["imageTag"] for found in ids] == ["1"]
    image, = ecr.describe_images(repositoryName=pushed)["imageDetails"]
    assert image["imageDigest"] == ids[0]["imageDigest"]
    assert image["imageTags"] == ["1"] and image["imageSizeInBytes"] > 500_000
    assert image["imageManifestMediaType"] == "application/vnd.oci.image.manifest.v1+json"


def test_what_was_pushed_comes_back_the_same(engine, pushed, archive, tmp_path):
    password = engine.aws("ecr", "get-login-password").strip()
    done = engine.run("skopeo", "copy", "--quiet", "--src-tls-verify=false", "--src-creds", f"AWS:{password}",
                      f"docker://127.0.0.1:{engine.port}/{pushed}:1", f"oci-archive:{tmp_path}/back.tar:1")
    assert done.returncode == 0, done.stderr
    digests = [json.loads(engine.run("skopeo", "inspect", f"oci-archive:{path}").stdout)["Digest"]
               for path in (archive("busybox"), f"{tmp_path}/back.tar")]
    assert digests[0] == digests[1]


def test_a_manifest_written_by_the_api_is_pulled_by_its_tag(ecr, engine, pushed):
    image, = ecr.batch_get_image(repositoryName=pushed, imageIds=[{"imageTag": "1"}])["images"]
    ecr.put_image(repositoryName=pushed, imageManifest=image["imageManifest"], imageTag="again")
    status, headers, body = registry(engine, "GET", f"{pushed}/manifests/again",
                                     Accept="application/vnd.oci.image.manifest.v1+json")
    assert status == 200 and body.decode() == image["imageManifest"]
    assert headers["Docker-Content-Digest"] == image["imageId"]["imageDigest"]


def test_layers_are_known_to_the_api(ecr, pushed):
    image, = ecr.batch_get_image(repositoryName=pushed, imageIds=[{"imageTag": "1"}])["images"]
    layers = [layer["digest"] for layer in json.loads(image["imageManifest"])["layers"]]
    unknown = "sha256:" + "0" * 64
    answer = ecr.batch_check_layer_availability(repositoryName=pushed, layerDigests=[*layers, unknown])
    found = {layer["layerDigest"]: layer["layerAvailability"] for layer in answer["layers"]}
    assert found == {**dict.fromkeys(layers, "AVAILABLE"), unknown: "UNAVAILABLE"}


def test_layers_can_be_uploaded_in_parts(ecr, repository):
    name, blob = repository["repositoryName"], b"a layer " * 1000
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    upload = ecr.initiate_layer_upload(repositoryName=name)
    half = len(blob) // 2
    for first, part in ((0, blob[:half]), (half, blob[half:])):
        ecr.upload_layer_part(repositoryName=name, uploadId=upload["uploadId"], partFirstByte=first,
                              partLastByte=first + len(part) - 1, layerPartBlob=part)
    done = ecr.complete_layer_upload(repositoryName=name, uploadId=upload["uploadId"], layerDigests=[digest])
    assert done["layerDigest"] == digest


def test_a_tag_can_be_made_immutable(ecr, pushed, engine, archive, refused):
    ecr.put_image_tag_mutability(repositoryName=pushed, imageTagMutability="IMMUTABLE")
    image, = ecr.batch_get_image(repositoryName=pushed, imageIds=[{"imageTag": "1"}])["images"]
    other = json.dumps({**json.loads(image["imageManifest"]), "annotations": {"changed": "yes"}})
    refused("ImageTagAlreadyExistsException", ecr.put_image, repositoryName=pushed, imageManifest=other,
            imageTag="1")
    status, _, body = registry(engine, "PUT", f"{pushed}/manifests/1", other.encode(),
                               Content_Type="application/vnd.oci.image.manifest.v1+json")
    assert status in (400, 403, 409), body


def test_images_are_deleted_by_tag_and_by_digest(ecr, pushed):
    image, = ecr.describe_images(repositoryName=pushed)["imageDetails"]
    answer = ecr.batch_delete_image(repositoryName=pushed, imageIds=[
        {"imageDigest": image["imageDigest"]}, {"imageTag": "never"}])
    assert [found["imageDigest"] for found in answer["imageIds"]] == [image["imageDigest"]]
    assert [found["failureCode"] for found in answer["failures"]] == ["ImageNotFound"]
    assert ecr.list_images(repositoryName=pushed)["imageIds"] == []


def test_a_repository_with_images_needs_force(ecr, engine, archive, refused):
    name = unique("full")
    engine.push(archive("busybox"), name)
    refused("RepositoryNotEmptyException", ecr.delete_repository, repositoryName=name)
    ecr.delete_repository(repositoryName=name, force=True)
    refused("RepositoryNotFoundException", ecr.list_images, repositoryName=name)


def test_repositories_are_listed_in_pages(ecr):
    names = sorted(unique("paged") for _ in range(5))
    for name in names:
        ecr.create_repository(repositoryName=name)
    pages = ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 2})
    seen = [found["repositoryName"] for page in pages for found in page["repositories"]]
    assert len(seen) == len(set(seen)) and set(names) <= set(seen)
    for name in names:
        ecr.delete_repository(repositoryName=name)


@pytest.mark.parametrize(("put", "get", "delete", "field", "missing"), [
    ("set_repository_policy", "get_repository_policy", "delete_repository_policy", "policyText",
     "RepositoryPolicyNotFoundException"),
    ("put_lifecycle_policy", "get_lifecycle_policy", "delete_lifecycle_policy", "lifecyclePolicyText",
     "LifecyclePolicyNotFoundException"),
])
def test_policies_are_kept_as_documents(ecr, repository, refused, put, get, delete, field, missing):
    documents = {
        "policyText": {"Version": "2012-10-17", "Statement": [
            {"Sid": "pull", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}]},
        "lifecyclePolicyText": {"rules": [
            {"rulePriority": 1, "description": "keeps the newest", "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan",
                                              "countNumber": 5}, "action": {"type": "expire"}}]},
    }
    name = repository["repositoryName"]
    refused(missing, getattr(ecr, get), repositoryName=name)
    getattr(ecr, put)(repositoryName=name, **{field: json.dumps(documents[field])})
    assert json.loads(getattr(ecr, get)(repositoryName=name)[field]) == documents[field]
    refused("InvalidParameterException", getattr(ecr, put), repositoryName=name, **{field: "{not json" + " " * 100})
    getattr(ecr, delete)(repositoryName=name)
    refused(missing, getattr(ecr, get), repositoryName=name)


def test_a_blob_with_the_wrong_digest_is_refused(engine, repository):
    name = repository["repositoryName"]
    status, headers, _ = registry(engine, "POST", f"{name}/blobs/uploads/")
    assert status == 202
    place = headers["Location"].partition("/v2/")[2]
    sign = "&" if "?" in place else "?"
    wrong = "sha256:" + "0" * 64
    status, _, body = registry(engine, "PUT", f"{place}{sign}digest={wrong}", b"something",
                               Content_Type="application/octet-stream")
    assert status == 400 and json.loads(body)["errors"][0]["code"] == "DIGEST_INVALID"
    assert registry(engine, "HEAD", f"{name}/blobs/{wrong}")[0] == 404


def test_a_manifest_with_unknown_blobs_is_refused(engine, repository):
    blob = {"mediaType": "application/vnd.oci.image.config.v1+json", "size": 2, "digest": "sha256:" + "1" * 64}
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": blob, "layers": []}
    status, _, body = registry(engine, "PUT", f"{repository['repositoryName']}/manifests/1",
                               json.dumps(manifest).encode(), Content_Type=manifest["mediaType"])
    assert status in (400, 404), body
    assert json.loads(body)["errors"][0]["code"] in ("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN")
