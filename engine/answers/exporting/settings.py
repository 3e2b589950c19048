"""What somebody chose for an export: which images and labels, divided how, in which form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from db.records import ImageFilter
from db.snapshot import ImageState
from engine.errors import InputError
from engine.exchange.content import Statement
from engine.exchange.export_format import OptionValue
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.registry import DEFAULT_FORMAT

LabelSources = Literal["any", "decided"]
"""Which labellings leave: all, or those that a curator put on or accepted."""
NameLanguage = Literal["original", "english"]

IMAGE_STATES: tuple[ImageState, ...] = ("any", "labelled", "decided", "reviewed")
LABEL_SOURCES: tuple[LabelSources, ...] = get_args(LabelSources)
NAME_LANGUAGES: tuple[NameLanguage, ...] = get_args(NameLanguage)
USUAL_SHARES = (0.6, 0.2, 0.2)


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """Images in train, validation and test: by ``shares``, which add up to 1, each label divided
    alike and duplicates together; or as ``file`` says, a table of file and split."""

    shares: tuple[float, float, float] = USUAL_SHARES
    seed: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """Everything that is chosen for an export but where it goes.

    ``images`` and ``state`` hold together. ``least_images``: a label that fewer of the exported
    images carry is left out; with 0 also those that none carries are listed. ``parents`` puts the
    labels above on an image too. ``suggestions_from``: open suggestions from this probability on
    leave as what they are; None for none. ``card`` adds what the dataset is: README, manifest and
    plots.
    """

    format: str = DEFAULT_FORMAT.name
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    images: ImageFilter = field(default_factory=ImageFilter)
    state: ImageState = "any"
    sources: LabelSources = "any"
    least_images: int = 0
    parents: bool = False
    names: NameLanguage = "original"
    suggestions_from: float | None = None
    split: SplitSettings | None = None
    pictures: PictureSettings | None = None
    statement: Statement = field(default_factory=Statement)
    card: bool = True


def shares_of(text: str) -> tuple[float, float, float]:
    """The shares that a person typed, "60/20/20", "0.8,0.1,0.1" or "80/20" for train and test;
    they are divided by their sum.

    Raises InputError for what is none.
    """
    parts = text.replace(",", "/").replace(":", "/").split("/")
    try:
        numbers = [float(part.strip().removesuffix("%")) for part in parts]
    except ValueError:
        raise InputError("export-shares-odd", text=text) from None
    if len(numbers) == 2:
        numbers = [numbers[0], 0.0, numbers[1]]
    total = sum(numbers)
    is_good = len(numbers) == 3 and all(0 <= one < float("inf") for one in numbers)
    if not is_good or not 0 < total < float("inf"):
        raise InputError("export-shares-odd", text=text)
    return (numbers[0] / total, numbers[1] / total, numbers[2] / total)
