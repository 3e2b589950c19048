"""Numbers look the same in sentences of the program and in the window's own words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from gui.services import translations
from gui.words.amounts import likelihood, number, percentage, whole_percent
from messages.message import Message


@pytest.fixture
def reading(request: pytest.FixtureRequest) -> Iterator[None]:
    """Numbers as the window writes them for readers of a language."""
    before = QLocale()
    QLocale.setDefault(translations._number_locale(request.param))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("reading", list(translations.LANGUAGES), indirect=True)
@pytest.mark.parametrize("count", [0, 7, 999, 1000, 12_345, 1_234_567])
def test_a_number_looks_the_same_everywhere(count: int) -> None:
    said = translations.sentence(Message("plain-text", {"text": count}))
    # Systems differ in which of the narrow spaces they group with.
    assert said.replace("\u202f", "\u00a0") == number(count).replace("\u202f", "\u00a0")


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("reading", list(translations.LANGUAGES), indirect=True)
def test_a_fraction_looks_the_same_everywhere() -> None:
    said = translations.sentence(Message("plain-text", {"text": 0.5}))
    assert said == QLocale().toString(0.5, "f", 1)


def test_a_bare_figure_does_not_look_like_a_share_that_was_measured() -> None:
    assert likelihood(0.384, measured=True) == percentage(0.384) == "38 %"
    assert likelihood(0.384, measured=False) == "0.38"
    assert percentage(0.9991) == "99 %"
    assert percentage(0.7129, 1) == "71.3 %"


def test_percent_signs_are_written_in_one_place() -> None:
    root = Path(__file__).parents[3]
    files = [path for room in ("gui", "cli") for path in (root / room).rglob("*.py")]
    writing = {
        path.relative_to(root).as_posix()
        for path in files
        if re.search(r"\}\s?%|:[^{}\"]*%\}", path.read_text(encoding="utf-8"))
    }
    assert writing == {"gui/words/amounts.py", "cli/output/amounts.py"}


def test_what_is_something_never_looks_like_nothing() -> None:
    assert [whole_percent(0), whole_percent(0, some=False), whole_percent(7)] == [
        "< 1 %",
        "0 %",
        "7 %",
    ]


def test_the_window_groups_digits_in_one_way() -> None:
    gui = Path(__file__).parents[3] / "gui"
    texts = {path.name: path.read_text(encoding="utf-8") for path in gui.rglob("*.py")}
    assert [name for name, text in texts.items() if re.search(r":[n,]\}", text)] == []
