"""Lightroom's keyword lists: one keyword a line, below another where indented by a tab more.

``{name}`` below a keyword is a synonym of it; ``[name]`` is a keyword that groups others and is
not written into exported files. Adobe's own description: "Import and export keywords" in
Lightroom Classic's help. Lists written by hand may indent by spaces and skip levels.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TextIO

from engine.errors import InputError
from engine.exchange.skos_reading import is_skos, read_skos
from engine.table_file import file_content
from messages.message import Message

LARGEST_BYTES = 64 * 1024**2
MOST_LINES = 200_000
DEEPEST = 64
FORBIDDEN_IN_LIGHTROOM = frozenset(",;|*")


class LineProblem(Enum):
    """Why a line of a list was left out or mended; the values are codes of messages."""

    SYNONYM_OF_NOTHING = "keyword-list-synonym-of-nothing"
    NO_NAME = "keyword-list-no-name"
    TOO_DEEP = "keyword-list-too-deep"
    SKIPS_LEVELS = "keyword-list-skips-levels"

    @property
    def message(self) -> Message:
        """The problem in words."""
        return Message(self.value, {"deepest": DEEPEST} if self is LineProblem.TOO_DEEP else {})

    def __str__(self) -> str:
        return str(self.message)


@dataclass(slots=True)
class ListedKeyword:
    """A keyword of a list; ``parent`` is the position of the one above it, None at the top. Only
    SKOS says an ``english_name``."""

    name: str
    parent: int | None = None
    synonyms: list[str] = field(default_factory=list)
    grouping: bool = False
    english_name: str = ""


@dataclass(frozen=True)
class KeywordList:
    """All keywords of a list, parents before what lies below them; ``problems`` by line number."""

    keywords: tuple[ListedKeyword, ...]
    problems: tuple[tuple[int, LineProblem], ...] = ()


def read_keyword_list(path: Path) -> KeywordList:
    """The keywords of a list file: UTF-8, UTF-16 with a mark, or else Windows' Western letters; or
    of a vocabulary in SKOS, by its ending.

    Raises InputError for a file that is missing, no text, or far too large for a list.
    """
    if is_skos(path):
        return KeywordList(
            tuple(
                ListedKeyword(one.name, one.parent, one.aliases, english_name=one.english_name)
                for one in read_skos(path)
            )
        )
    content = file_content(path, most_bytes=LARGEST_BYTES, too_large="keyword-list-too-large")
    return parse_keyword_list(_decoded(content, path.name).splitlines(), path.name)


def parse_keyword_list(lines: Sequence[str], source: str = "The list") -> KeywordList:
    """The keywords of the lines. Raises InputError for more than 200 000."""
    if len(lines) > MOST_LINES:
        raise InputError("keyword-list-too-long", file=source, lines=len(lines), most=MOST_LINES)
    unit = _indent_unit(lines)
    keywords: list[ListedKeyword] = []
    problems: list[tuple[int, LineProblem]] = []
    open_at: list[int] = []  # the keyword of each level that the next line may lie below
    cut_depth: int | None = None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        depth = _depth(line, unit)
        if cut_depth is not None and depth > cut_depth:
            continue  # below a line that was left out
        cut_depth = None
        synonym, grouping, name = _unwrapped(text)
        if not name:
            problems.append((number, LineProblem.NO_NAME))
        elif synonym:
            if open_at:
                keywords[open_at[max(min(depth, len(open_at)) - 1, 0)]].synonyms.append(name)
            else:
                problems.append((number, LineProblem.SYNONYM_OF_NOTHING))
        elif depth >= DEEPEST:
            problems.append((number, LineProblem.TOO_DEEP))
            cut_depth = depth
        else:
            if depth > len(open_at):
                problems.append((number, LineProblem.SKIPS_LEVELS))
                depth = len(open_at)
            del open_at[depth:]
            keywords.append(ListedKeyword(name, open_at[-1] if open_at else None, [], grouping))
            open_at.append(len(keywords) - 1)
    return KeywordList(tuple(keywords), tuple(problems))


def write_keyword_list(stream: TextIO, keywords: Sequence[ListedKeyword]) -> list[str]:
    """Write the list, parents before what lies below them, each level by name.

    Returns the names that Lightroom does not take as they are: those with , ; | or *, and those
    in braces or brackets, which mean something else there and are written in parentheses.
    """
    odd: list[str] = []
    for keyword, depth in _in_tree_order(keywords):
        name = _writable(keyword.name, odd)
        stream.write("\t" * depth + (f"[{name}]" if keyword.grouping else name) + "\n")
        for synonym in keyword.synonyms:
            stream.write("\t" * (depth + 1) + "{" + _writable(synonym, odd) + "}\n")
    return odd


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-8-sig", "cp1252", "latin-1")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16", "latin-1", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    if "\0" in text:
        raise InputError("keyword-list-no-text", file=name)
    return text


def _indent_unit(lines: Iterable[str]) -> int:
    """How many spaces are a level, where a list has no tabs; 0 where it has."""
    widths = set()
    for line in lines:
        if line.startswith("\t"):
            return 0
        if line.strip():
            widths.add(len(line) - len(line.lstrip(" ")))
    return min(widths - {0}, default=0)


def _depth(line: str, unit: int) -> int:
    if unit:
        return (len(line) - len(line.lstrip(" "))) // unit
    return len(line) - len(line.lstrip("\t"))


def _unwrapped(text: str) -> tuple[bool, bool, str]:
    """(is a synonym, is grouping, name) of a line."""
    if len(text) > 1 and text[0] == "{" and text[-1] == "}":
        return True, False, text[1:-1].strip()
    if len(text) > 1 and text[0] == "[" and text[-1] == "]":
        return False, True, text[1:-1].strip()
    return False, False, text


def _in_tree_order(keywords: Sequence[ListedKeyword]) -> Iterator[tuple[ListedKeyword, int]]:
    below: dict[int | None, list[int]] = {}
    for at, keyword in enumerate(keywords):
        below.setdefault(keyword.parent, []).append(at)
    waiting = [(at, 0) for at in reversed(_by_name(keywords, below.get(None, [])))]
    while waiting:
        at, depth = waiting.pop()
        yield keywords[at], depth
        children = _by_name(keywords, below.get(at, []))
        waiting.extend((child, depth + 1) for child in reversed(children))


def _by_name(keywords: Sequence[ListedKeyword], places: Iterable[int]) -> list[int]:
    return sorted(places, key=lambda at: (keywords[at].name.casefold(), keywords[at].name))


def _writable(name: str, odd: list[str]) -> str:
    inside = name[1:-1].strip()
    if name[:1] + name[-1:] in ("{}", "[]") and len(name) > 1:
        odd.append(name)
        return f"({inside})"
    if FORBIDDEN_IN_LIGHTROOM & set(name):
        odd.append(name)
    return name
