"""Prints what scripts can rely on, command by command, as the tests that walk all commands find it.

python -m tests.command_table
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

FILES = ("tests/test_every_command.py", "tests/test_scripting.py")
COLUMNS = {
    "test_success_is_one_document": "--json on success, 0",
    "test_every_mistake_is_a_document_too": "on error, 2",
    "test_being_stopped_is_a_document_too": "on stop, 130",
    "test_a_reader_that_has_gone_is_no_fault": "nobody reads, 0",
    "test_a_full_disk_behind_it_is_told": "disk full, 2",
    "test_every_command_takes_what_all_take": "takes --json, --quiet, --progress, -h",
}
CASE = re.compile(r"(\w+)\[(.+)\]")


def found(report: Path) -> dict[str, dict[str, str]]:
    """Of every command, by test: "yes", "NO" or "skipped"."""
    rows: dict[str, dict[str, str]] = {}
    for case in ET.parse(report).iter("testcase"):
        named = CASE.fullmatch(case.get("name", ""))
        if named is not None and named[1] in COLUMNS:
            failed = case.find("failure") is not None or case.find("error") is not None
            said = "NO" if failed else "skipped" if case.find("skipped") is not None else "yes"
            rows.setdefault(named[2], {})[named[1]] = said
    return rows


def main() -> int:
    """Run the tests and print the table; the exit code of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        tests = " or ".join(COLUMNS)
        command = [sys.executable, "-m", "pytest", "-q", *FILES, "-k", tests]
        ended = subprocess.run([*command, f"--junitxml={report}"], stdout=sys.stderr, check=False)
        rows = found(report)
    lines = [f"| command | {' | '.join(COLUMNS.values())} |", "|---" * (1 + len(COLUMNS)) + "|"]
    for name, row in rows.items():
        lines.append(f"| {name} | {' | '.join(row.get(test, '–') for test in COLUMNS)} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
