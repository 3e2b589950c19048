"""What a catalogue's curator chose about duplicates: what counts, from when, and who stays."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from db.catalogue import Catalogue
from engine.duplicates.keeper import DEFAULT_FORMATS, DEFAULT_PARTS, KeeperRule, Part
from engine.duplicates.pair_model import LOWER, UPPER
from engine.errors import InputError

SETTING = "duplicates.choices"
RELATIONS = ("copy", "variant", "series")
LEAST_LOWER, MOST_UPPER = 0.0001, 0.9999


@dataclass(frozen=True, slots=True)
class DuplicateChoices:
    """What a curator chose, with what holds where nothing was chosen.

    ``lower`` and ``upper``: the probabilities from which a pair is suspected and certain.
    ``counted``: the relations that make duplicates; a plain yes always does. ``originals``: folders
    of the archive ("/" between the parts, "" the root) whose images are never set aside.
    """

    lower: float = LOWER
    upper: float = UPPER
    counted: tuple[str, ...] = RELATIONS
    rule: KeeperRule = field(default_factory=KeeperRule)
    originals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not LEAST_LOWER <= self.lower < self.upper <= MOST_UPPER:
            raise InputError("duplicates-thresholds")

    def is_duplicate(self, answer: str) -> bool:
        """Whether a curator's answer makes two images duplicates."""
        return answer == "same" or answer in self.counted

    def is_original(self, folder: str) -> bool:
        """Whether images in a folder are declared to be originals."""
        return any(
            one == "" or folder == one or folder.startswith(one + "/") for one in self.originals
        )


def duplicate_choices(catalogue: Catalogue) -> DuplicateChoices:
    """What was chosen for a catalogue; damaged or newer values count as not chosen."""
    stored = catalogue.settings.get(SETTING)
    try:
        return _read(stored) if isinstance(stored, dict) else DuplicateChoices()
    except (InputError, TypeError, ValueError):
        return DuplicateChoices()


def keep_choices(catalogue: Catalogue, choices: DuplicateChoices) -> None:
    """Keep what was chosen; the clusters are to be worked out anew (``model.rescore``)."""
    catalogue.settings.set(SETTING, asdict(choices))


def _read(stored: Mapping[str, Any]) -> DuplicateChoices:
    rule = stored.get("rule", {})
    return DuplicateChoices(
        lower=float(stored.get("lower", LOWER)),
        upper=float(stored.get("upper", UPPER)),
        counted=tuple(one for one in RELATIONS if one in stored.get("counted", RELATIONS)),
        rule=KeeperRule(
            parts=tuple(Part(one) for one in rule.get("parts", DEFAULT_PARTS)),
            formats=tuple(str(one) for one in rule.get("formats", DEFAULT_FORMATS)),
            name_pattern=str(rule.get("name_pattern", "")),
            folder_pattern=str(rule.get("folder_pattern", "")),
        ),
        originals=tuple(str(one) for one in stored.get("originals", ())),
    )
