"""Glossaries as TBX-Basic (ISO 30042), and read from what other programs call TBX.

Written is the first edition ("martif"), which more programs read; read are both editions. A term
base has one entry per concept: the original term in its language, the English ones in English, one
given by hand marked as preferred, an automatic one as admitted.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from engine.errors import InputError
from engine.exchange.glossary_records import GlossaryEntry

ENGLISH = "en"
UNKNOWN = "und"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = "administrativeStatus"
PREFERRED, ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
AUTOMATIC_NOTE = "automatic"
# XML 1.0 has no way to write these.
_UNWRITABLE = {code: " " for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
}


def write(stream: TextIO, entries: Iterable[GlossaryEntry], *, language: str = "") -> int:
    """Write a whole term base; how many entries there were."""
    original = language if language not in ("", ENGLISH) else UNKNOWN
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<martif type="TBX-Basic" xml:lang="{ENGLISH}">\n'
        "<martifHeader><fileDesc><sourceDesc><p>Nabolag</p></sourceDesc></fileDesc>"
        '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>\n'
        "<text><body>\n"
    )
    count = 0
    for count, entry in enumerate(entries, start=1):
        stream.write(f'<termEntry id="label-{count}">\n<note>{_text(entry.label)}</note>\n')
        stream.write(_terms(original, [(entry.original, "", "")]))
        stream.write(
            _terms(
                ENGLISH,
                [(entry.manual, PREFERRED, ""), (entry.automatic, ADMITTED, AUTOMATIC_NOTE)],
            )
        )
        stream.write("</termEntry>\n")
    stream.write("</body></text>\n</martif>\n")
    return count


def read(content: bytes, name: str) -> list[GlossaryEntry]:
    """The entries that have an original and an English term, or at least an original one.

    Entities are refused (billion laughs, XXE); a document type is passed over, as tools write
    one. Raises InputError for what is no term base.
    """
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=False)
    except DefusedXmlException as error:
        raise InputError("glossary-declares-entities", file=name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError("glossary-no-tbx", file=name, detail=str(error)) from error
    concepts = [one for one in root.iter() if _tag(one) in ("termEntry", "conceptEntry")]
    if not concepts:
        raise InputError("glossary-no-terms", file=name)
    entries = [entry for concept in concepts for entry in _entries(concept)]
    return [entry for entry in entries if entry.original]


def _entries(concept: Element) -> Iterator[GlossaryEntry]:
    """One for each original term: synonyms share their English names."""
    originals: list[str] = []
    manual: list[tuple[bool, str]] = []
    automatic = ""
    for section in concept:
        if _tag(section) not in ("langSet", "langSec"):
            continue
        language = (section.get(LANGUAGE) or section.get("lang") or "").casefold()
        for group in section.iter():
            if _tag(group) not in ("tig", "ntig", "termSec"):
                continue
            term = _found(group, "term")
            if not term:
                continue
            if language.partition("-")[0] != ENGLISH:
                originals.append(term)
            elif _found(group, "note") == AUTOMATIC_NOTE:
                automatic = automatic or term
            else:
                is_preferred = any(
                    (note.text or "").startswith("preferred") for note in group.iter()
                )
                manual.append((not is_preferred, term))
    # The preferred one, else the first.
    best = min(manual, key=lambda one: one[0])[1] if manual else ""
    for original in originals:
        yield GlossaryEntry("", original, automatic, best)


def _found(element: Element, tag: str) -> str:
    """The text of the first element of this name below, in whatever name space."""
    children = element.iter() if tag == "term" else iter(element)
    for child in children:
        if _tag(child) == tag:
            return " ".join("".join(child.itertext()).split())
    return ""


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _terms(language: str, terms: list[tuple[str, str, str]]) -> str:
    groups = ""
    for term, status, note in terms:
        if not term:
            continue
        groups += f"<tig><term>{_text(term)}</term>"
        groups += f'<termNote type="{STATUS}">{status}</termNote>' if status else ""
        groups += f"<note>{note}</note>" if note else ""
        groups += "</tig>"
    return f"<langSet xml:lang={quoteattr(language)}>{groups}</langSet>\n" if groups else ""


def _text(text: str) -> str:
    return escape(text.translate(_UNWRITABLE))
