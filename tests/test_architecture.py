"""Which layer may know which, and what may be loaded when."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("cli", "db", "engine", "gui", "resources")

FIND_LOADED = """
import importlib, sys
for name in sys.argv[2].split():
    importlib.import_module(name)
print(" ".join(sorted(m for m in sys.modules if m.split(".")[0] in sys.argv[1].split())))
"""


def modules_of(package: str) -> list[str]:
    """Every module of a package, by its dotted name."""
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / package).rglob("*.py")
        if "versions" not in path.parts and path.name != "env.py"
    )


def loaded(forbidden: str, modules: list[str]) -> str:
    """Which of the forbidden packages a fresh interpreter has loaded after these imports."""
    run = subprocess.run(
        [sys.executable, "-c", FIND_LOADED, forbidden, " ".join(modules)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("package", ["engine", "db"])
def test_neither_engine_nor_database_loads_qt(package: str) -> None:
    assert loaded("PySide6", modules_of(package)) == ""


@pytest.mark.parametrize("package", ["db", "gui"])
def test_neither_database_nor_window_loads_torch(package: str) -> None:
    assert loaded("torch open_clip timm transformers", modules_of(package)) == ""


def test_starting_a_command_loads_neither_qt_nor_torch_nor_numerics() -> None:
    # Child processes import main again: what it loads, every one of them pays for.
    assert loaded("PySide6 torch open_clip scipy numpy PIL optuna", ["main"]) == ""


def test_the_database_knows_no_other_layer() -> None:
    assert loaded("engine gui cli main", modules_of("db")) == ""


def test_nothing_imports_main() -> None:
    # import-linter knows packages only.
    importers = [
        name
        for layer in ("cli", "db", "engine", "gui")
        for path in (ROOT / layer).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_names(node)
        if name.split(".")[0] == "main"
    ]

    assert importers == []


def imported_names(node: ast.AST) -> list[str]:
    """The modules an import statement names; nothing for other nodes."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_the_layer_contract_names_every_package_there_is() -> None:
    (layers,) = (contract["layers"] for contract in contracts() if contract["type"] == "layers")
    assert isinstance(layers, list)
    named = {name.strip() for layer in layers for name in str(layer).split("|")}
    engine = {f"engine.{path.parent.name}" for path in (ROOT / "engine").glob("*/__init__.py")}

    assert named == {"gui", "cli", "db"} | engine


def test_every_folder_with_code_is_a_layer() -> None:
    with_code = {
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if path.parent.name not in {"tests", "build"}
    }

    assert with_code | {"resources"} == set(LAYERS)


def test_what_is_installed_holds_all_packages_and_resources() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert settings["setuptools"]["py-modules"] == ["main"]
    include = settings["setuptools"]["packages"]["find"]["include"]
    assert set(include) == {name for layer in LAYERS for name in (layer, f"{layer}.*")}
