"""What is installed for real: the wheel carries its data files, and needs no tool of ours."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.test_dependencies import PIN
from tests.house.tree import PACKAGES, ROOT, files, inside, shown, text

IMPORT_ALL = """
import importlib, pkgutil, sys
refused = set(sys.argv[1].split())
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(f"{name} is for development only", name=name)
sys.meta_path.insert(0, Refusing())
for package in sys.argv[2].split():
    top = importlib.import_module(package)
    for found in pkgutil.walk_packages(top.__path__, package + "."):
        if not found.name.endswith((".__main__", ".env")) and ".versions." not in found.name:
            importlib.import_module(found.name)
"""


def canonical(name: str) -> str:
    """A distribution's name as the lock writes it."""
    return name.lower().replace("_", "-").replace(".", "-")


def for_development_only() -> set[str]:
    """The importable modules that no distribution of requirements.lock brings."""
    pins = filter(None, map(PIN.match, text("requirements.lock").splitlines()))
    shipped = {canonical(pin["name"]) for pin in pins} | {"suaraloket"}
    return {
        module
        for module, brought_by in packages_distributions().items()
        if module not in PACKAGES and not shipped & set(map(canonical, brought_by))
    }


def test_every_module_imports_without_the_development_tools() -> None:
    refused = for_development_only() - {"setuptools", "pkg_resources", "_distutils_hack"}
    assert {"pytest", "hypothesis", "telegram"} <= refused
    program = [sys.executable, "-c", IMPORT_ALL, " ".join(refused), " ".join(PACKAGES)]
    said = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built with what is in .venv."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {shown(path) for path in files() if inside(path, *PACKAGES)}
