"""manifest.json: every file of an export with size and hash, and what the card says, for programs.

It is written piece by piece: a million files need no memory.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from engine.exchange.card.facts import CardFacts, HowMade
from engine.exchange.finished_pieces import Piece

VERSION = 1


def write_manifest(path: Path, facts: CardFacts, how: HowMade, files: Iterable[Piece]) -> None:
    """``files`` are told in the order in which they come. Raises OSError."""
    head = {
        "made_by": f"Nabolag {how.program_version}",
        "version": VERSION,
        "format": how.format,
        **{name: text for name, text in asdict(how.statement).items() if text},
        "settings": dict(how.settings),
        "suggester": how.suggester,
        "encoder": how.encoder,
        "metadata": how.metadata,
        "split": how.split_rule,
        "duplicates": how.duplicate_rule,
        "images": facts.images,
        "labelled_images": facts.labelled_images,
        "labellings": facts.labellings,
        "suggestions": facts.suggestions,
        "deciders": facts.deciders,
        "sources": dict(facts.sources),
        "parts": dict(facts.parts),
    }
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("{\n")
        for name, value in head.items():
            stream.write(f"  {_json(name)}: {_json(value)},\n")
        left_out = ({"file": file, "why": why} for file, why in how.left_out.items())
        for name, rows in (
            ("labels", (_label(facts, place) for place in range(len(facts.labels)))),
            ("left_out", left_out),
            ("files", (_file(one) for one in files)),
        ):
            stream.write(f"  {_json(name)}: [")
            between = "\n    "
            for row in rows:
                stream.write(between + _json(row))
                between = ",\n    "
            stream.write("\n  ],\n" if name != "files" else "\n  ]\n")
        stream.write("}\n")


def _label(facts: CardFacts, place: int) -> dict[str, object]:
    one = facts.labels[place]
    row: dict[str, object] = {"path": list(one.levels), "images": one.images}
    if one.english_name:
        row["english"] = one.english_name
    return {**row, "sources": dict(one.sources), "parts": dict(one.parts)}


def _file(piece: Piece) -> dict[str, object]:
    return {"name": piece.name, "size": piece.size_bytes, "sha256": piece.sha256}


def _json(value: object) -> str:
    # Halves of characters, as in names that are no UTF-8, are escaped and so come back.
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or _is_whole(text) else json.dumps(value)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
