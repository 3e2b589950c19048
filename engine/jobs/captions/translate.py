"""Captions into English by a translation service, once a curator has agreed to that."""

from typing import TYPE_CHECKING

from db.captions.records import CaptionRecord
from db.catalogue import Catalogue
from db.text import MAX_CAPTION_LENGTH, clean_caption
from engine.jobs.translate import (
    TranslateSummary,
    TranslationPlan,
    chosen_service,
    made_plan,
    translated,
)
from engine.language.translation.languages import TARGET
from engine.language.translation.limits import Limits
from engine.progress import CancelToken, Job

if TYPE_CHECKING:
    from engine.language.translation.translator import TranslatedText

IMAGES_AT_A_TIME = 1_000
SAME = {"no": "nb"}
"""A detected language is Norwegian, which is mostly Bokmål."""


def caption_plan(
    catalogue: Catalogue,
    *,
    provider: str = "",
    url: str = "",
    language: str = "",
    again: bool = False,
) -> TranslationPlan:
    """What would be sent: the captions in a language of images that have none in English; with
    ``again`` those of images with translated ones too. Sends nothing.

    A caption whose language is not known is not sent. Raises InputError as ``translation_plan``.
    """
    chosen, source = chosen_service(catalogue, provider, url, language)
    by_text: dict[str, list[int]] = {}
    not_sent: list[str] = []
    already = 0
    ids = catalogue.captions.image_ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        of_images = catalogue.captions.of_images(ids[start : start + IMAGES_AT_A_TIME])
        for own in of_images.values():
            wanted = [one for one in own if _language(one) == source]
            if any(_is_english(one, again=again) for one in own):
                already += len(wanted)
                continue
            for one in wanted:
                text = " ".join(one.text.split())
                if any(map(str.isalpha, text)):
                    by_text.setdefault(text, []).append(one.id)
                else:
                    not_sent.append(text)
    return made_plan(catalogue, chosen, source, by_text, not_sent, already, "captions")


def translate_captions(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    provider: str = "",
    url: str = "",
    language: str = "",
    again: bool = False,
    limits: Limits | None = None,
) -> Job[TranslateSummary]:
    """Ask for the English of captions and keep it as captions of their own, "translated".

    All that was answered is kept, in one command to undo, also where the run is cancelled or the
    host fails half-way. Raises InputError as ``translate_labels``.
    """
    plan = caption_plan(catalogue, provider=provider, url=url, language=language, again=again)
    return (
        yield from translated(
            catalogue,
            plan,
            _keep,
            cancel=cancel,
            limits=limits,
            most_characters=MAX_CAPTION_LENGTH,
        )
    )


def _language(caption: CaptionRecord) -> str:
    """The main language of a caption that is no translation; "" for that of another."""
    main = caption.language.partition("-")[0]
    return "" if caption.source == "translated" else SAME.get(main, main)


def _is_english(caption: CaptionRecord, *, again: bool) -> bool:
    is_english = caption.language.partition("-")[0] == TARGET
    return is_english and not (again and caption.source == "translated")


def _keep(catalogue: Catalogue, plan: TranslationPlan, found: "list[TranslatedText]") -> None:
    texts = {
        caption_id: clean_caption(one.translation)
        for one in found
        if one.translation
        for caption_id in plan.ids[one.text]
    }
    if texts:
        catalogue.commands.add_translated_captions(texts, TARGET, f"{plan.title} ({plan.host})")
