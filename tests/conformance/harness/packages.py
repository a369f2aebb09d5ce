"""Programs of pip's and npm's registries that tests run in tasks; `tests/packages` brings them."""

from pathlib import Path

from harness.engine import ROOT


def fetched(name: str) -> Path:
    """A folder with packages of a registry, brought by tests/packages: tests have no network."""
    folder = ROOT / "target" / "packages" / name
    assert folder.exists(), f"no {folder}; run: make deps"
    return folder
