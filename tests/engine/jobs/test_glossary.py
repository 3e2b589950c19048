"""English names by an expert: out of a catalogue, through a spreadsheet, and back."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.text import name_key
from engine.errors import InputError
from engine.exchange.glossary import read_glossary
from engine.jobs.glossary import add_labels, export_glossary, import_glossary, plan_import


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Four labels; one has an English name by hand, one an automatic one, one an alias."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "n.nabolag.sqlite", archive, curator="Kari") as catalogue:
        commands = catalogue.commands
        (vehicle,) = commands.create_label("kjøretøy").label_ids
        (lorry,) = commands.create_label("lastebil", parent_id=vehicle).label_ids
        (boat,) = commands.create_label("båt").label_ids
        commands.create_label("=1+1")
        commands.set_english_name(lorry, "lorry")
        commands.set_automatic_names({vehicle: "driving tool"}, "somewhere")
        commands.add_alias(boat, "skute")
        yield catalogue


def english(catalogue: Catalogue) -> dict[str, str]:
    return {one.name: one.english_name for one in catalogue.labels.all() if one.english_name}


@pytest.mark.parametrize("kind", ["csv", "tsv", "tbx"])
def test_what_goes_out_comes_in_again_unchanged(
    kind: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / f"names.{kind}"
    written = export_glossary(catalogue, file)
    assert (written.labels, written.named, written.format) == (4, 1, kind)
    plan = import_glossary(catalogue, file)
    assert (plan.added, plan.changed, plan.unchanged, plan.without_name) == (0, 0, 1, 3)
    assert not plan.not_found
    assert english(catalogue) == {"lastebil": "lorry"}
    with pytest.raises(InputError, match="exists already"):
        export_glossary(catalogue, file)


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_labels_of_one_name_get_the_names_of_their_own_rows(
    kind: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    commands = catalogue.commands
    for above, said in (("fugl", "crane"), ("maskin", "hoist")):
        parent = commands.create_label(above).details["label_id"]
        made = commands.create_label("trane", parent_id=int(str(parent))).details["label_id"]
        commands.set_english_name(int(str(made)), said)
    file = tmp_path / f"names.{kind}"
    export_glossary(catalogue, file)
    named = {one.shown: one.english_name for one in catalogue.labels.all()}
    for one in catalogue.labels.all():
        commands.set_english_name(one.id, "")

    plan = import_glossary(catalogue, file)

    assert plan.not_found == ()
    assert {one.shown: one.english_name for one in catalogue.labels.all()} == named
    file.write_text("label,original,automatic,manual\n,trane,,bird\nkran|trane,trane,,x\n")
    assert plan_import(catalogue, file).not_found == ("trane", "kran|trane")


def test_the_table_has_a_column_for_everything(catalogue: Catalogue, tmp_path: Path) -> None:
    export_glossary(catalogue, tmp_path / "names.csv")
    assert (tmp_path / "names.csv").read_text("utf-8-sig").splitlines() == [
        "label,original,automatic,manual",
        "'=1+1,'=1+1,,",
        "båt,båt,,",
        "kjøretøy,kjøretøy,driving tool,",
        "kjøretøy|lastebil,lastebil,,lorry",
    ]


def test_an_experts_names_come_in_as_one_step(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    rows = [
        "original,manual",
        "LASTEBIL,truck",
        "skute,boat",
        "'=1+1,two",
        "kjøretøy,",
        "hund,dog",
        "båt,ship",
        f"kjøretøy,{'x' * 300}",
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    plan = plan_import(catalogue, file)
    assert english(catalogue) == {"lastebil": "lorry"}
    assert (plan.added, plan.changed, plan.unchanged, plan.without_name) == (2, 1, 0, 1)
    assert (plan.not_found, plan.contradicting, plan.too_long) == (
        ("hund",),
        ("båt",),
        ("kjøretøy",),
    )
    assert ("lastebil", "lorry", "truck") in plan.shown

    import_glossary(catalogue, file)
    assert english(catalogue) == {"lastebil": "truck", "båt": "boat", "=1+1": "two"}
    catalogue.commands.undo()
    assert english(catalogue) == {"lastebil": "lorry"}


def test_a_glossary_without_news_changes_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("original,manual\nlastebil,lorry\n", encoding="utf-8")
    before = catalogue.history.entries()
    import_glossary(catalogue, file)
    assert catalogue.history.entries() == before


RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.mark.parametrize("language", ["nb", "de", "es"])
def test_the_sample_archives_vocabulary_is_whole_in_every_language(
    language: str, catalogue: Catalogue
) -> None:
    with (RESOURCES / "sample_archive" / "keywords.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        keywords = {
            keyword.strip()
            for row in csv.DictReader(stream)
            for keyword in row["keywords"].split(";")
        }
    file = RESOURCES / "sample_glossaries" / f"{language}.csv"
    entries = read_glossary(file)
    assert {entry.keyword for entry in entries} == keywords
    assert all(entry.manual and entry.original for entry in entries)
    assert len({name_key(entry.original) for entry in entries}) == len(entries)

    before = len(catalogue.labels.all())
    change = add_labels(catalogue, file)
    plan = import_glossary(catalogue, file)
    assert change is not None
    assert (plan.not_found, plan.contradicting, plan.too_long) == ((), (), ())
    horse, hummer = catalogue.labels.find("horse"), catalogue.labels.find("hummer")
    assert horse is not None
    assert hummer is not None
    assert (horse.name, horse.name_in_english) == (
        {"nb": "hest", "de": "Pferd", "es": "caballo"}[language],
        ("horse", "manual"),
    )
    assert hummer.name == "Hummer"
    assert add_labels(catalogue, file) is None
    catalogue.commands.undo()
    catalogue.commands.undo()
    assert len(catalogue.labels.all()) == before


def test_labels_of_a_glossary_lie_where_their_path_says(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    rows = ["keyword,label,manual", "dog,dyr|hund,dog", ",dyr|katt,cat", ",båt,boat"]
    file.write_text("\n".join(rows), encoding="utf-8")
    add_labels(catalogue, file)
    import_glossary(catalogue, file)
    animal, dog = catalogue.labels.find("dyr"), catalogue.labels.find("dog")
    assert animal is not None
    assert dog is not None
    assert (dog.name, dog.parent_id, dog.english_name) == ("hund", animal.id, "dog")
    assert english(catalogue)["katt"] == "cat"
