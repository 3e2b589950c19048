"""Captions of a catalogue, translated by a server on this machine once somebody agreed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.errors import InputError
from engine.jobs.captions.translate import caption_plan, translate_captions
from engine.jobs.translate import TranslationPlan, give_consent
from engine.language.translation.limits import Limits
from engine.progress import NeverCancelled, run_job
from tests.translation_server import TranslationServer, running_server

QUICK = Limits(request_s=2, requests_per_s=200, attempts=2, first_pause_s=0.02)


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Three images; the third has an English caption already."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "n.nabolag.sqlite", archive, curator="Kari") as catalogue:
        catalogue.commands.import_images(
            [ScannedImage(f"{n}.jpg".encode(), bytes([n]) * 32, 1, 1) for n in (1, 2, 3)]
        )
        for image_id, text, language in (
            (1, "lastebil", "no"),
            (1, "1984", "nb"),
            (2, "båt", "nb-NO"),
            (2, "Schiff", "de"),
            (3, "hus", "nb"),
            (3, "A house", "en"),
        ):
            catalogue.commands.add_caption(
                image_id, text, language=language, language_from="stated"
            )
        yield catalogue


def planned(catalogue: Catalogue, server: TranslationServer) -> TranslationPlan:
    url = server.url("libretranslate")
    return caption_plan(catalogue, provider="libretranslate", url=url, language="nb")


def test_captions_are_translated_once_agreed_and_kept_beside_the_others(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    plan = planned(catalogue, server)
    assert plan.texts == ("lastebil", "båt")
    assert (plan.not_sent, plan.already_in_english) == (("1984",), 1)
    job = translate_captions(
        catalogue,
        cancel=NeverCancelled(),
        provider=plan.provider,
        url=plan.url,
        language="nb",
        limits=QUICK,
    )
    with pytest.raises(InputError, match="agree"):
        run_job(job)
    assert not server.received

    give_consent(catalogue, plan)
    # What captions are in is not what the labels are in.
    assert catalogue.settings.get("language.archive") is None
    job = translate_captions(catalogue, cancel=NeverCancelled(), language="nb", limits=QUICK)
    summary = run_job(job)
    assert (summary.asked, summary.translated, summary.what) == (2, 2, "captions")
    assert {one.text for one in server.received} == {"lastebil", "båt"}
    (_, _, english) = catalogue.captions.of_image(1)
    assert (english.text, english.language, english.source, english.decider) == (
        "truck",
        "en",
        "translated",
        "Kari",
    )
    assert "LibreTranslate" in english.field
    assert [one.text for one in catalogue.captions.search("boat")] == ["boat"]
    assert planned(catalogue, server).texts == ()
    catalogue.commands.undo()
    assert planned(catalogue, server).texts == ("lastebil", "båt")
