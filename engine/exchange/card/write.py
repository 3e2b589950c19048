"""The data card of an export, written: inside a folder, or in a folder beside a single file."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from engine.exchange.card.facts import CardFacts, HowMade
from engine.exchange.card.manifest import write_manifest
from engine.exchange.card.plots import write_plots
from engine.exchange.card.readme import readme
from engine.exchange.finished_pieces import Piece, files_below, hash_of

README, MANIFEST = "README.md", "manifest.json"


def card_folder(destination: Path) -> Path:
    """Where the card of an export lies that is a single file."""
    return destination.with_name(f"{destination.name}.about")


def write_card(
    folder: Path, facts: CardFacts, how: HowMade, files: Iterable[Piece], *, inside: bool
) -> None:
    """Write README.md, the plots and manifest.json into ``folder``.

    ``files`` are those of the export. With ``inside`` the folder is the export itself, and they
    are asked for when the rest of the card is there already, so that it is among them. Raises
    OSError.
    """
    plots = write_plots(folder, facts)
    (folder / README).write_text(readme(facts, how, plots), encoding="utf-8", newline="\n")
    listed = files if inside else chain(files, _files_of(folder, card_folder(Path(how.file)).name))
    write_manifest(folder / MANIFEST, facts, how, (one for one in listed if one.name != MANIFEST))


def _files_of(folder: Path, name: str) -> Iterable[Piece]:
    for path in sorted(files_below(folder)):
        place = Path(path)
        if place.name != MANIFEST:
            below = place.relative_to(folder).as_posix()
            yield Piece(f"{name}/{below}", place.stat().st_size, hash_of(place))
