"""Runs the tests of what changed: since a commit, or since this branch left main.

    python scripts/changed_tests.py [BASE] [--list] [-- PYTEST_ARGUMENTS]

The tests of a module are those in its mirrored place, and all that import it, directly or by way
of a helper of the tests (but not of a conftest, which would be most of them). What a change does
further away is for ``make test``.
"""

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
ALWAYS = ("tests/test_architecture.py",)


def git(*arguments: str) -> str:
    """What git says; empty where it fails."""
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else ""


def changed_files(base: str) -> list[str]:
    """Files that differ from ``base``, committed or not; deleted ones too."""
    since = base or git("merge-base", "main", "HEAD") or "HEAD"
    tracked = git("diff", "--name-only", "--no-renames", since)
    new = git("ls-files", "--others", "--exclude-standard")
    return sorted({*tracked.splitlines(), *new.splitlines()})


def imported(file: Path) -> set[str]:
    """The modules a file names in its imports, wherever they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def module_name(file: str) -> str:
    """``gui/labels/page.py`` as ``gui.labels.page``."""
    return ".".join(PurePosixPath(file).with_suffix("").parts).removesuffix(".__init__")


def is_test(file: str) -> bool:
    return file.startswith("tests/") and PurePosixPath(file).name.startswith("test_")


def mirrored(file: str) -> list[str]:
    """Where the tests of a module lie, if it has a place of its own."""
    path = PurePosixPath(file)
    beside = TESTS / path.parent / f"test_{path.stem}.py"
    folder = TESTS / path.with_suffix("")
    whole = TESTS / path.parent
    if beside.is_file() or folder.is_dir():
        return [str(one.relative_to(ROOT)) for one in (beside, folder) if one.exists()]
    # Few folders mirror file by file: a page is tested as one.
    has_tests = path.parent != PurePosixPath() and any(whole.glob("test_*.py"))
    return [str(whole.relative_to(ROOT))] if has_tests else []


def affected(changed: Iterable[str]) -> list[str]:
    """The tests to run, as pytest takes them."""
    imports = {str(file.relative_to(ROOT)): imported(file) for file in sorted(TESTS.rglob("*.py"))}
    wanted = set(ALWAYS)
    waiting = [file for file in changed if file.endswith(".py")]
    seen = set(waiting)
    while waiting:
        file = waiting.pop()
        if is_test(file) and (ROOT / file).exists():
            wanted.add(file)
        elif PurePosixPath(file).name == "conftest.py":
            wanted.add(str(PurePosixPath(file).parent))
        elif not file.startswith("tests/"):
            wanted.update(mirrored(file))
        for user, names in imports.items():
            if PurePosixPath(user).name == "conftest.py" and not file.startswith("tests/"):
                continue
            if module_name(file) in names and user not in seen:
                seen.add(user)
                waiting.append(user)
    return without_nested(wanted)


def without_nested(paths: set[str]) -> list[str]:
    """Without what lies in a folder that is there as well."""
    return sorted(
        path for path in paths if not {str(one) for one in PurePosixPath(path).parents} & paths
    )


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments before ``--``, and those after it."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1 :]


def main() -> int:
    """Say which tests these are, and run them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", nargs="?", default="", help="a commit; where main was left")
    parser.add_argument("--list", action="store_true", help="only say which tests these are")
    own, given = split(sys.argv[1:])
    arguments = parser.parse_args(own)
    tests = affected(changed_files(arguments.base))
    sys.stdout.write("\n".join(tests) + "\n")
    sys.stdout.flush()
    if arguments.list:
        return 0
    command = [sys.executable, "-m", "pytest", *given, *tests]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
