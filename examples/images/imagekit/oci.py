"""Layers, images and the two archive forms (OCI layout, docker save).

Everything is reproducible: entries are sorted, owners are numbers, times are
`EPOCH`, and gzip headers carry no name and no time.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

# 2025-01-01T00:00:00Z: every file and every image says that it was made then.
EPOCH = 1735689600
CREATED = "2025-01-01T00:00:00Z"

LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip"
CONFIG_TYPE = "application/vnd.oci.image.config.v1+json"
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
INDEX_TYPE = "application/vnd.oci.image.index.v1+json"


def digest_of(data: bytes) -> str:
    """The digest of `data` as OCI writes it: `sha256:<hex>`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def compact(value) -> bytes:
    """JSON with sorted keys and no blanks, so that equal values have equal digests."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@dataclass
class Layer:
    """A finished layer: `blob` is gzip, `diff_id` is the digest of the tar inside it."""

    blob: bytes
    diff_id: str

    @property
    def digest(self) -> str:
        return digest_of(self.blob)

    @classmethod
    def from_tar(cls, tar: bytes, level: int = 6) -> "Layer":
        """Compresses a tar that was written elsewhere (a test's hostile one, say)."""
        return cls(gzip.compress(tar, compresslevel=level, mtime=0), digest_of(tar))

    def tar(self) -> bytes:
        """The tar inside."""
        return zlib.decompress(self.blob, wbits=31)


class Tree:
    """The content of one layer, path by path, until `layer()` writes it."""

    def __init__(self):
        self._entries: dict[str, tuple[tarfile.TarInfo, bytes]] = {}

    def _add(self, path: str, kind: bytes, mode: int, uid: int, gid: int, data=b"", link=""):
        path = path.strip("/")
        info = tarfile.TarInfo(path)
        info.type, info.mode, info.uid, info.gid = kind, mode, uid, gid
        info.mtime, info.size, info.linkname = EPOCH, len(data), link
        self._entries[path] = (info, data)

    def folder(self, path: str, mode: int = 0o755, uid: int = 0, gid: int = 0):
        self._add(path, tarfile.DIRTYPE, mode, uid, gid)

    def file(self, path: str, data, mode: int = 0o644, uid: int = 0, gid: int = 0):
        data = data.encode() if isinstance(data, str) else data
        self._add(path, tarfile.REGTYPE, mode, uid, gid, data)

    def link(self, path: str, target: str):
        self._add(path, tarfile.SYMTYPE, 0o777, 0, 0, link=target)

    def layer(self) -> Layer:
        """Writes the layer; folders that nobody named are added as root's, 0755."""
        for path in list(self._entries):
            parent = path.rpartition("/")[0]
            while parent and parent not in self._entries:
                self.folder(parent)
                parent = parent.rpartition("/")[0]
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in sorted(self._entries):
                info, data = self._entries[path]
                tar.addfile(info, io.BytesIO(data))
        return Layer.from_tar(out.getvalue())


@dataclass
class Image:
    """Layers and a configuration; `config` has OCI's names (Cmd, Env, User, ...)."""

    name: str
    layers: list[Layer]
    config: dict = field(default_factory=dict)
    architecture: str = "amd64"
    tag: str = "1"

    def config_blob(self) -> bytes:
        return compact({
            "architecture": self.architecture,
            "os": "linux",
            "created": CREATED,
            "config": self.config,
            "rootfs": {"type": "layers", "diff_ids": [l.diff_id for l in self.layers]},
            "history": [{"created": CREATED, "created_by": "ferrogate examples/images/build"}
                        for _ in self.layers],
        })

    def manifest(self) -> bytes:
        config = self.config_blob()
        return compact({
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "config": {"mediaType": CONFIG_TYPE, "digest": digest_of(config), "size": len(config)},
            "layers": [{"mediaType": LAYER_TYPE, "digest": l.digest, "size": len(l.blob)}
                       for l in self.layers],
        })

    def write_oci(self, path: Path):
        """Writes an OCI layout as one tar, as `skopeo copy oci-archive:` reads it."""
        manifest, config = self.manifest(), self.config_blob()
        index = compact({
            "schemaVersion": 2,
            "mediaType": INDEX_TYPE,
            "manifests": [{
                "mediaType": MANIFEST_TYPE,
                "digest": digest_of(manifest),
                "size": len(manifest),
                "platform": {"architecture": self.architecture, "os": "linux"},
                "annotations": {"org.opencontainers.image.ref.name": self.tag},
            }],
        })
        files = {"oci-layout": compact({"imageLayoutVersion": "1.0.0"}), "index.json": index}
        for blob in [manifest, config, *(l.blob for l in self.layers)]:
            files["blobs/sha256/" + digest_of(blob).removeprefix("sha256:")] = blob
        write_archive(path, files)

    def write_docker(self, path: Path):
        """Writes what `docker save NAME:TAG` writes: plain tars beside a manifest.json."""
        config = self.config_blob()
        config_name = digest_of(config).removeprefix("sha256:") + ".json"
        layers = {l.diff_id.removeprefix("sha256:") + "/layer.tar": l.tar() for l in self.layers}
        names = [l.diff_id.removeprefix("sha256:") + "/layer.tar" for l in self.layers]
        manifest = [{"Config": config_name, "RepoTags": [f"{self.name}:{self.tag}"], "Layers": names}]
        write_archive(path, {config_name: config, "manifest.json": compact(manifest), **layers})


def write_archive(path: Path, files: dict[str, bytes]):
    """Writes a reproducible tar of `files`; the name appears only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with tarfile.open(part, "w", format=tarfile.USTAR_FORMAT) as tar:
        folders = {parent for name in files for parent in parents_of(name)}
        for name in sorted(folders | files.keys()):
            info = tarfile.TarInfo(name)
            info.mtime = EPOCH
            if name in files:
                info.mode, info.size = 0o644, len(files[name])
                tar.addfile(info, io.BytesIO(files[name]))
            else:
                info.mode, info.type = 0o755, tarfile.DIRTYPE
                tar.addfile(info)
    part.replace(path)


def parents_of(name: str):
    """`a/b/c` has the parents `a` and `a/b`."""
    pieces = name.split("/")[:-1]
    return ["/".join(pieces[: n + 1]) for n in range(len(pieces))]
