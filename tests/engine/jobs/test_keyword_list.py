"""Lightroom's keyword lists out of a catalogue and into another."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.catalogue import Catalogue
from db.records import VocabularyEntry
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.exchange.keyword_list import LineProblem
from engine.exchange.registry import format_named
from engine.jobs.exports.export import export_dataset
from engine.jobs.keyword_list import export_keyword_list, foretell_keyword_list
from engine.jobs.keyword_rows import read_rows
from engine.progress import NeverCancelled, run_job

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


@pytest.mark.parametrize("name", ["skos", "skos-turtle"])
def test_a_vocabulary_comes_back_whole_and_goes_as_one_step(
    tmp_path: Path, catalogues: list[Catalogue], name: str
) -> None:
    path = tmp_path / f"a{format_named(name).suffix}"

    def told(catalogue: Catalogue) -> set[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        levels = catalogue.labels.levels()
        return {
            (levels.get(one.id, (one.name,)), one.english_name, one.aliases)
            for one in catalogue.labels.all()
        }

    with catalogues[0] as first, catalogues[1] as second:
        entries = (
            VocabularyEntry("kjøretøy", english_name="vehicle"),
            VocabularyEntry("lastebil", 0, ("godsbil", "vogntog"), english_name="truck"),
            VocabularyEntry("trane"),
            VocabularyEntry("maskin", english_name="machine"),
            VocabularyEntry("trane", 3),
        )
        first.commands.import_keyword_list(entries)
        first.settings.set("language.archive", "nb")
        settings = ExportSettings(format=name, card=False)
        run_job(export_dataset(first, cancel=NeverCancelled(), destination=path, settings=settings))
        second.commands.create_label("trane")
        (machine,) = second.commands.create_label("maskin").label_ids
        second.commands.set_english_name(machine, "it")
        before = told(second)

        reading = foretell_keyword_list(second, path)
        assert (reading.effect.created, reading.effect.named, reading.effect.aliases) == (3, 2, 2)
        second.commands.import_keyword_list(reading.entries)
        # What somebody named a label in English stays.
        assert {one for one in told(second) if one[1] != "it"} == {
            one for one in told(first) if one[1] != "machine"
        }
        second.commands.undo()
        assert told(second) == before
        with pytest.raises(InputError, match="is a vocabulary and names no images"):
            list(read_rows(path))


def test_lines_left_out_are_told(tmp_path: Path, catalogues: list[Catalogue]) -> None:
    source = tmp_path / "in.txt"
    source.write_text("{nobody's}\na\n", "utf-8")
    with catalogues[0] as first, catalogues[1]:
        reading = foretell_keyword_list(first, source)

    assert [entry.name for entry in reading.entries] == ["a"]
    assert reading.problems == ((1, LineProblem.SYNONYM_OF_NOTHING),)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list of few names in many places, as Lightroom writes it: none twice below one keyword."""
    names = st.sets(st.sampled_from(["crane", "Maße", "masse", "❤", "ørn"]), max_size=3)
    lines: list[str] = []

    def level(depth: int) -> None:
        for name in sorted(draw(names), key=lambda one: (one.casefold(), one)):
            lines.append("\t" * depth + name)
            if depth < 3 and draw(st.booleans()):
                level(depth + 1)

    level(0)
    return "".join(f"{line}\n" for line in lines)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lists())
def test_names_in_many_places_go_in_and_out_as_they_were(tmp_path: Path, text: str) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text(text, "utf-8")
    (tmp_path / "archive").mkdir(exist_ok=True)
    path = tmp_path / "new.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive") as catalogue:
        entries = foretell_keyword_list(catalogue, source).entries
        catalogue.commands.import_keyword_list(entries)
        export_keyword_list(catalogue, target, overwrite=True)
        assert target.read_text("utf-8") == text
        again = foretell_keyword_list(catalogue, target).effect
        assert (again.created, again.moved, again.known) == (0, 0, len(entries))
        assert catalogue.check().problems == []
    path.unlink()
    shutil.rmtree(tmp_path / "new.nabolag", ignore_errors=True)
