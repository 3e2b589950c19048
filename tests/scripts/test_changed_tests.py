"""Which tests ``make check`` runs."""

from pathlib import Path

from scripts.changed_tests import ALWAYS, affected, mirrored, split

ROOT = Path(__file__).parents[2]


def found(*changed: str) -> set[str]:
    return set(affected(changed)) - set(ALWAYS)


def test_a_module_has_the_affected_its_name_and_those_that_import_it() -> None:
    wanted = found("db/backups.py")

    assert {"tests/db/test_backups.py", "tests/gui/dialogs/test_dialogs.py"} <= wanted
    assert "tests/engine/evaluation/test_metrics.py" not in wanted


def test_a_page_is_tested_as_one() -> None:
    assert mirrored("gui/library/facet_tree.py") == ["tests/gui/library"]
    assert mirrored("engine/jobs/scan.py") == ["tests/engine/jobs/scan"]
    assert mirrored("main.py") == ["tests/test_main.py"]


def test_a_changed_test_runs_itself_and_a_changed_helper_its_users() -> None:
    assert found("tests/db/test_text.py") == {"tests/db/test_text.py"}
    assert "tests/gui/dialogs/test_translate.py" in found("tests/translation_server.py")


def test_a_changed_conftest_runs_its_folder_and_nothing_twice() -> None:
    wanted = found("tests/db/conftest.py", "tests/db/test_text.py")

    assert "tests/db" in wanted
    assert not [path for path in wanted if path.startswith("tests/db/")]


def test_what_is_named_exists_although_the_change_took_a_file_away() -> None:
    wanted = found("tests/db/test_gone.py", "db/gone.py", "README.md")

    assert all((ROOT / path).exists() for path in wanted)


def test_arguments_of_pytest_come_after_two_dashes() -> None:
    assert split(["HEAD~1", "--list", "--", "-x"]) == (["HEAD~1", "--list"], ["-x"])
    assert split(["--list"]) == (["--list"], [])
