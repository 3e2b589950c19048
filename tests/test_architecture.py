"""Which layer may know which, and what may be loaded when."""

import ast
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("cli", "db", "engine", "gui", "messages", "service")
PAGES = {path.parent.name for path in (ROOT / "gui").glob("*/page.py")}
LARGEST_FILE_LINES = 500
LARGEST_PACKAGE_MODULES = 26
LARGEST_SHARE = 0.4

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


@pytest.mark.parametrize("package", ["engine", "db", "messages"])
def test_what_lies_below_the_window_loads_no_qt(package: str) -> None:
    assert loaded("PySide6", modules_of(package)) == ""


@pytest.mark.parametrize("package", ["db", "gui"])
def test_neither_database_nor_window_loads_torch(package: str) -> None:
    assert loaded("torch open_clip timm transformers", modules_of(package)) == ""


def test_starting_a_command_loads_neither_qt_nor_torch_nor_numerics() -> None:
    # Child processes import main again: what it loads, every one of them pays for.
    assert loaded("PySide6 torch open_clip scipy numpy PIL optuna", ["main"]) == ""


def test_the_database_knows_no_other_layer() -> None:
    assert loaded("engine gui cli service main", modules_of("db")) == ""


def test_nothing_imports_main() -> None:
    # import-linter knows packages only.
    importers = [
        name
        for layer in CODE
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


def test_the_contract_of_the_layers_names_every_package_there_is() -> None:
    (layers,) = (
        contract["layers"]
        for contract in contracts()
        if contract["type"] == "layers" and "containers" not in contract
    )
    assert isinstance(layers, list)
    named = {name.strip() for layer in layers for name in str(layer).split("|")}
    packages = {f"engine.{path.parent.name}" for path in (ROOT / "engine").glob("*/__init__.py")}
    modules = {f"engine.{path.stem}" for path in (ROOT / "engine").glob("[!_]*.py")}

    assert named == {*CODE} - {"engine"} | packages | modules


def test_every_folder_with_code_is_a_layer() -> None:
    with_code = {
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if path.parent.name not in {"tests", "build", "resources"}
    }

    assert with_code == set(CODE)


def test_what_is_installed_holds_all_packages_and_resources() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert settings["setuptools"]["py-modules"] == ["main"]
    include = settings["setuptools"]["packages"]["find"]["include"]
    assert set(include) == {
        name for layer in (*CODE, "resources") for name in (layer, f"{layer}.*")
    }


def code_files() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for layer in CODE
        for path in sorted((ROOT / layer).rglob("*.py"))
    }


def imports_of(module: str, files: dict[str, Path]) -> set[str]:
    """The modules of the program a module names anywhere, be it late or for types only."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(files[module].read_text(encoding="utf-8"))):
        named.update(imported_names(node))
        if isinstance(node, ast.ImportFrom):
            named.update(f"{node.module}.{alias.name}" for alias in node.names)
    return (named & files.keys()) - {module}


def circles(graph: dict[str, set[str]]) -> list[str]:
    """What is left when modules that import nothing that is left are taken away again and again."""
    left = dict(graph)
    while ends := [module for module, imports in left.items() if not imports & left.keys()]:
        for module in ends:
            del left[module]
    # What merely imports a circle has nobody in it that imports it.
    while True:
        wanted = {name for imports in left.values() for name in imports}
        if not (begins := left.keys() - wanted):
            return sorted(left)
        for module in begins:
            del left[module]


def test_a_circle_of_imports_is_seen() -> None:
    graph = {"top": {"a"}, "a": {"b"}, "b": {"a", "bottom"}, "bottom": set[str]()}

    assert circles(graph) == ["a", "b"]
    assert circles(graph | {"b": {"bottom"}}) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    files = code_files()

    assert circles({module: imports_of(module, files) for module in files}) == []


def test_pages_import_no_other_page() -> None:
    files = code_files()
    across = [
        (module, imported)
        for module in files
        for imported in imports_of(module, files)
        if (here := module.split(".")[:2]) != (there := imported.split(".")[:2])
        and {tuple(here), tuple(there)} <= {("gui", page) for page in PAGES}
    ]

    assert {"library", "review"} < PAGES
    assert across == []


def source_files() -> list[Path]:
    """Every Python file of the program, its scripts and its tests."""
    folders = (*CODE, "scripts", "tests")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_every_file_can_be_overlooked() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [ROOT / "main.py", *source_files()]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LARGEST_FILE_LINES
    }

    assert long == {}


def test_every_package_can_be_overlooked() -> None:
    modules = Counter(
        str(path.parent.relative_to(ROOT)) for path in source_files() if path.name != "__init__.py"
    )

    assert {name: n for name, n in modules.items() if n > LARGEST_PACKAGE_MODULES} == {}


@pytest.mark.parametrize("layer", ["cli", "gui", "engine", "db"])
def test_no_room_is_half_the_house(layer: str) -> None:
    lines = Counter[str]()
    for path in (ROOT / layer).rglob("*.py"):
        room = path.relative_to(ROOT / layer).parts[0] if path.parent != ROOT / layer else "."
        lines[room] += len(path.read_text(encoding="utf-8").splitlines())

    assert {room for room, n in lines.items() if n > LARGEST_SHARE * lines.total()} == set()


def test_tests_lie_where_the_source_lies() -> None:
    folders = {
        path.parent.relative_to(ROOT / "tests")
        for layer in CODE
        for path in (ROOT / "tests" / layer).rglob("test_*.py")
    }

    # A module may have so much to test that its tests fill a folder.
    strays = {
        str(folder)
        for folder in folders
        if not (ROOT / folder).is_dir() and not (ROOT / folder).with_suffix(".py").is_file()
    }

    assert strays == set()
    assert len(folders) > 25
