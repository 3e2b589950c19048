"""Groups of files that another program found: czkawka's JSON and fclones' JSON.

czkawka writes duplicate files as ``{size: [group, …]}`` and similar images as ``[group, …]``; a
group is a list of entries, ``{"path": …}`` with more, or, where folders were named as references,
``[entry, [entry, …]]``, the reference first. What it found by name or size alone is
``{key: group}`` or has entries without a hash. fclones writes
``{"header": …, "groups": [{"files": [path, …]}]}``, what is no text in a path escaped (STFU-8).
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.exchange.duplicate_table import ClusterRow
from engine.table_file import encoding_of_mark, regular_file

MOST_BYTES = 256 * 1024**2
SUFFIX = ".json"
OPENING = ("{", "[")

Group = list[str]
"""The paths of one group; a reference comes first."""

_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{6})|([\\ntr\"]))")
_PLAIN = {b"\\": b"\\", b"n": b"\n", b"t": b"\t", b"r": b"\r", b'"': b'"'}


class _OddError(Exception):
    """The document is no result that is known here."""


class _NotByContentError(Exception):
    """Files of one name or size, whatever they show."""


def is_json(path: Path) -> bool:
    """Whether a file is named as JSON or begins as JSON does. InputError where it is unreadable."""
    if path.suffix.casefold() == SUFFIX:
        return True
    with regular_file(path) as stream:
        start = stream.read(64)
    text = start.decode(encoding_of_mark(start) or "utf-8", "replace")
    return text.lstrip().startswith(OPENING)


def read_result(path: Path) -> tuple[str, list[ClusterRow]]:
    """The program that wrote a file, and its groups as clusters without probability.

    A reference, the first of its group, is the keeper. Raises InputError for a file that is
    missing, too large, damaged or no such result, and for one of equal names or sizes only.
    """
    document = read_json(path)
    try:
        program, groups = _groups_of(document)
    except _NotByContentError:
        raise InputError("duplicates-json-not-by-content", file=path.name) from None
    except (_OddError, UnicodeError, ValueError):
        raise InputError("duplicates-json-odd", file=path.name) from None
    return program, [
        ClusterRow(file, str(number), place == 0, None)
        for number, group in enumerate(groups, start=1)
        for place, file in enumerate(group)
    ]


def read_json(path: Path) -> Any:  # noqa: ANN401
    """The document of a JSON file in any UTF. Raises InputError for one that is missing, too large
    or damaged."""
    with regular_file(path, most_bytes=MOST_BYTES) as stream:
        data = stream.read(MOST_BYTES + 1)
    try:
        return json.loads(data.decode(encoding_of_mark(data) or "utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError("duplicates-json-damaged", file=path.name) from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _groups_of(document: Any) -> tuple[str, list[Group]]:  # noqa: ANN401
    if isinstance(document, dict) and isinstance(document.get("groups"), list):
        return "fclones", [_fclones_group(one) for one in document["groups"]]
    if isinstance(document, dict):
        return "czkawka", [group for one in document.values() for group in _of_size(one)]
    if isinstance(document, list):
        return "czkawka", [_czkawka_group(one) for one in document]
    raise _OddError


def _fclones_group(group: Any) -> Group:  # noqa: ANN401
    if not isinstance(group, dict) or not isinstance(group.get("files"), list):
        raise _OddError
    return [_unescaped(_path(one)) for one in group["files"]]


def _of_size(groups: Any) -> Iterator[Group]:  # noqa: ANN401
    """The groups of files of one size that czkawka found by their contents."""
    if not isinstance(groups, list) or not groups:
        raise _OddError
    if isinstance(groups[0], dict):
        _entries(groups)
        raise _NotByContentError
    for group in groups:
        yield _czkawka_group(group)


def _czkawka_group(group: Any) -> Group:  # noqa: ANN401
    entries = _entries(group)
    if any(one.get("hash") == "" and "width" not in one for one in entries):
        raise _NotByContentError
    return [_path(one["path"]) for one in entries]


def _entries(group: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    if not isinstance(group, list):
        raise _OddError
    if len(group) == 2 and isinstance(group[0], dict) and isinstance(group[1], list):
        group = [group[0], *group[1]]
    if not all(isinstance(one, dict) and "path" in one for one in group):
        raise _OddError
    return list(group)


def _path(value: Any) -> str:  # noqa: ANN401
    """A path as it stands there; UnicodeError where it is no text."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise _OddError
    value.encode()
    return value


def _unescaped(path: str) -> str:
    """A path of STFU-8 as on disk; bytes that are no UTF-8 as lone surrogates (PEP 383)."""

    def plain(found: re.Match[bytes]) -> bytes:
        byte, point, other = found.groups()
        if byte:
            return bytes([int(byte, 16)])
        return chr(int(point, 16)).encode() if point else _PLAIN[other]

    return os.fsdecode(_ESCAPE.sub(plain, path.encode()))
