"""Bring resources/translations up to date with the words in gui/, and compile them.

    python scripts/update_translations.py

New words appear unfinished in the .ts file: translate them there (any editor, or Qt Linguist) and
run this again. Words that are gone are dropped. A test fails while anything is unfinished.
The words of Qt itself (``qtbase_nb.ts``) are kept by hand and only compiled here: Qt has no Bokmål.
"""

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS_DIR = ROOT / "resources" / "translations"
LANGUAGES = ("nb",)


def tool(name: str) -> str:
    """A program of Qt that PySide6 brings along."""
    folder = Path(PySide6.__file__).parent
    return str(next(path for path in (folder / name, folder / f"{name}.exe") if path.is_file()))


def collect(target: Path) -> None:
    """Merge all words of the window into a .ts file; what is translated there stays."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "gui").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-silent"]
    subprocess.run(  # noqa: S603 - Qt's own tool on our own files
        [tool("lupdate"), *options, *sources, "-ts", str(target)], cwd=ROOT, check=True
    )


def compile_to(source: Path, target: Path) -> None:
    """Compile a .ts file to the .qm file that the window loads."""
    subprocess.run(  # noqa: S603
        [tool("lrelease"), "-silent", str(source), "-qm", str(target)], cwd=ROOT, check=True
    )


def main() -> int:
    """Update every language."""
    for language in LANGUAGES:
        source = TRANSLATIONS_DIR / f"nabolag_{language}.ts"
        collect(source)
        compile_to(source, source.with_suffix(".qm"))
        of_qt = TRANSLATIONS_DIR / f"qtbase_{language}.ts"
        compile_to(of_qt, of_qt.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
