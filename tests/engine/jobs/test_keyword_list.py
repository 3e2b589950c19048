"""Lightroom's keyword lists out of a catalogue and into another."""

from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.exchange.keyword_list import LineProblem
from engine.jobs.keyword_list import export_keyword_list, foretell_keyword_list

LIST = """\
[kjøretøy]
\tlastebil
\t\t{lorry}
\t\ttankbil
\ttog
ørn
\t{eagle}
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> list[Catalogue]:
    made = []
    for name in ("one", "two"):
        (tmp_path / f"{name} archive").mkdir()
        made.append(
            Catalogue.create(tmp_path / f"{name}.nabolag.sqlite", tmp_path / f"{name} archive")
        )
    return made


def test_a_list_goes_in_and_out_as_it_was(tmp_path: Path, catalogues: list[Catalogue]) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text(LIST, "utf-8")
    with catalogues[0] as first, catalogues[1] as second:
        reading = foretell_keyword_list(first, source)
        assert (reading.effect.created, reading.effect.aliases) == (5, 2)
        first.commands.import_keyword_list(reading.entries)
        written = export_keyword_list(first, target)
        assert (written.labels, written.aliases, written.odd_names) == (5, 2, ())
        assert target.read_text("utf-8") == LIST
        with pytest.raises(InputError, match="exists already"):
            export_keyword_list(first, target)

        second.commands.import_keyword_list(foretell_keyword_list(second, target).entries)
        export_keyword_list(second, target, overwrite=True)
        assert target.read_text("utf-8") == LIST
        again = foretell_keyword_list(first, target)
        assert (again.effect.created, again.effect.moved, again.effect.known) == (0, 0, 5)


def test_lines_left_out_are_told(tmp_path: Path, catalogues: list[Catalogue]) -> None:
    source = tmp_path / "in.txt"
    source.write_text("{nobody's}\na\n", "utf-8")
    with catalogues[0] as first, catalogues[1]:
        reading = foretell_keyword_list(first, source)

    assert [entry.name for entry in reading.entries] == ["a"]
    assert reading.problems == ((1, LineProblem.SYNONYM_OF_NOTHING),)
