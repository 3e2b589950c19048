r"""Darwin Core and Audiovisual Core: an archive of tables as biologists publish occurrences.

A folder with ``occurrence.csv``, a row for each label of an image, ``multimedia.csv``, which says
of each row what its picture is, and ``meta.xml``, which says what the columns mean. Images without
labels stay out: nothing was observed on them that could be a row. A label is the scientific name,
its English name the vernacular one, and the labels above it the higher classification, a ``|`` or
``\`` of a name with a ``\`` before it; with the option, the label is the vernacular name and the
standard's readers look the taxon up.

Suggestions are observations by a machine. A picture's ``providerManagedID`` is the image's path in
the archive, by which it is found again whatever its file is called here. Cells are as they are:
names that a spreadsheet could run are not changed, for the standard's readers take them by the
letter.

Sources: "Darwin Core text guide" and "Audiovisual Core" of TDWG (https://dwc.tdwg.org/text,
https://ac.tdwg.org).
"""

import csv
import mimetypes
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from engine.cells import spelled_file
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    FormatReader,
    Options,
    Preview,
    Writing,
)
from engine.exchange.formats.biodiversity.darwin_core_reading import BETWEEN, read, recognises
from engine.exchange.formats.csv_files import first_table_rows
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

PICTURES = "images"
DWC = "http://rs.tdwg.org/dwc/terms/"
AC = "http://rs.tdwg.org/ac/terms/"
DCTERMS = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
OCCURRENCE = (
    f"{DWC}occurrenceID",
    f"{DWC}basisOfRecord",
    f"{DWC}occurrenceStatus",
    f"{DWC}scientificName",
    f"{DWC}vernacularName",
    f"{DWC}higherClassification",
    f"{DWC}eventDate",
    f"{DWC}identifiedBy",
    f"{DWC}dateIdentified",
    f"{DWC}identificationRemarks",
    f"{DWC}associatedMedia",
    f"{DCTERMS}license",
    f"{DCTERMS}rightsHolder",
)
MULTIMEDIA = (
    f"{DCTERMS}identifier",
    f"{AC}accessURI",
    f"{DC}type",
    f"{DC}format",
    f"{DCTERMS}title",
    f"{DCTERMS}description",
    "http://ns.adobe.com/xap/1.0/CreateDate",
    f"{AC}providerManagedID",
    f"{AC}hashFunction",
    f"{AC}hashValue",
    "http://ns.adobe.com/exif/1.0/PixelXDimension",
    "http://ns.adobe.com/exif/1.0/PixelYDimension",
    "http://ns.adobe.com/xap/1.0/rights/UsageTerms",
    f"{DC}creator",
)
Levels = tuple[str, ...]

NAMES = FormatOption(
    "names-are",
    Message("export-option-names-are"),
    default="scientific",
    choices=(
        ("scientific", Message("export-option-names-are-scientific")),
        ("vernacular", Message("export-option-names-are-vernacular")),
    ),
)


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write both tables and what their columns mean; as ``WritesImages`` says."""
    files = PictureFiles(content.pictures, place / PICTURES)
    english = {label.levels: label.english_name for label in content.labels}
    is_scientific = options[NAMES.name] == "scientific"
    (place / "meta.xml").write_text(_meta(), encoding="utf-8")
    with ExitStack() as stack:
        tables = []
        for name, terms in (("occurrence", OCCURRENCE), ("multimedia", ("coreid", *MULTIMEDIA))):
            stream = stack.enter_context(
                (place / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            # A carriage return that stands without quotes ends a row.
            tables.append(csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL))
            tables[-1].writerow([_word(term) for term in terms])
        occurrences, multimedia = tables
        for image in content.images:
            if image.labellings or image.suggestions:
                name = files.name(image)
                files.place(image, name)
                path = name if content.pictures is None else f"{PICTURES}/{name}"
                for levels, by in _observed(image, content):
                    key = _identifier(spelled_file(image.file), *levels)
                    names = _names(levels, english.get(levels, ""), is_scientific)
                    occurrences.writerow(_occurrence(key, image, path, names, by, content))
                    multimedia.writerow(_picture(key, image, path, content))
            yield


def _word(term: str) -> str:
    return term.rpartition("/")[2]


def _identifier(*what: str) -> str:
    """The same for the same, in every export."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(what))}"


def _observed(
    image: ExchangedImage, content: ExportContent
) -> Iterator[tuple[Levels, tuple[str, str, str, str]]]:
    """Each label, with how it was observed, by whom, when, and what to know of it."""
    for one in image.labellings:
        yield one.levels, ("HumanObservation", one.decider, one.decided_at, one.source)
    carried = {one.levels for one in image.labellings}
    for suggestion in image.suggestions:
        share = suggestion.confidence if suggestion.probability is None else suggestion.probability
        if suggestion.levels not in carried:
            remark = f"suggested, probability {share:.3f}"
            yield suggestion.levels, ("MachineObservation", content.suggester, "", remark)


def _names(levels: Levels, english_name: str, is_scientific: bool) -> tuple[str, str, str]:
    above = BETWEEN.join(join_levels((level,)) for level in levels[:-1])
    return (levels[-1], english_name, above) if is_scientific else ("", levels[-1], above)


def _occurrence(
    key: str,
    image: ExchangedImage,
    path: str,
    names: tuple[str, str, str],
    by: tuple[str, str, str, str],
    content: ExportContent,
) -> tuple[str, ...]:
    said = content.statement
    return (
        key,
        by[0],
        "present",
        *names,
        image.captured_at,
        *by[1:],
        path,
        said.licence,
        said.creator,
    )


def _picture(key: str, image: ExchangedImage, path: str, content: ExportContent) -> tuple[str, ...]:
    said = content.statement
    return (
        key,
        _identifier(spelled_file(image.file)),
        path,
        "StillImage",
        mimetypes.guess_type(f"a{PurePosixPath(path).suffix.lower()}")[0] or "",
        image.title,
        " | ".join(" ".join(one.text.split()) for one in image.captions),
        image.captured_at,
        spelled_file(image.file),
        "SHA-256" if image.sha256 else "",
        image.sha256,
        str(image.width_px or ""),
        str(image.height_px or ""),
        said.licence,
        said.creator,
    )


def _meta() -> str:
    """What the columns of both tables mean."""

    def table(tag: str, row_type: str, name: str, terms: tuple[str, ...], first: int) -> str:
        key = "id" if tag == "core" else "coreid"
        fields = "".join(
            f'    <field index="{at}" term="{term}"/>\n' for at, term in enumerate(terms, first)
        )
        return (
            f'  <{tag} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" '
            f'fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="{row_type}">\n'
            f"    <files><location>{name}.csv</location></files>\n"
            f'    <{key} index="0"/>\n{fields}  </{tag}>\n'
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<archive xmlns="http://rs.tdwg.org/dwc/text/">\n'
        + table("core", f"{DWC}Occurrence", "occurrence", OCCURRENCE, 0)
        + table("extension", f"{AC}Multimedia", "multimedia", MULTIMEDIA, 1)
        + "</archive>\n"
    )


def preview(place: Path) -> Preview:
    """The first occurrences."""
    return first_table_rows(place / "occurrence.csv")


FORMAT = ExportFormat(
    name="darwin-core",
    title=Message("export-format-darwin-core"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    options=(NAMES,),
    pictures="possible",
    purpose="publication",
    reader=FormatReader(recognises, read),
)
