"""Tables, glossaries, keyword lists and XML written to do harm: taken or refused with a sentence,
never followed, never waited for, in little memory."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from db.catalogue import Catalogue
from tests.torture import acts
from tests.torture.base import Torture, some
from tests.torture.program import Ended, command, in_child

MOST_BYTES = 1024**3
"""That the program may grow by at one file."""
TIMEOUT_S = 120.0
SECRET = "never-to-be-a-keyword"

LAUGHS = "".join(f'<!ENTITY l{level + 1} "{f"&l{level};" * 10}">' for level in range(9))
ENTITIES = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "{secret}">]>'
RDF = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:subject><rdf:Bag>'
    "<rdf:li>{word}</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)

Write = Callable[[Path], None]


def content(text: str | bytes) -> Write:
    """Writes a plain file."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")

    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def link(target: str) -> Write:
    """Makes a symbolic link."""
    return lambda path: path.symlink_to(target)


def any_text() -> dict[str, Write]:
    """What can stand in the place of any file of text."""
    return {
        "empty": content(b""),
        "NUL": content(b"\0" * 100_000),
        "noise": content(bytes(range(256)) * 400),
        "one long line": content(b"a" * 30_000_000),
        "UTF-16 cut": content("file,keywords\n0.jpg,a".encode("utf-16")[:-1]),
        "byte order mark only": content(b"\xff\xfe"),
        "folder": lambda path: path.mkdir(),
        "pipe": os.mkfifo,
        "endless device": link("/dev/zero"),
        "link in a circle": lambda path: path.symlink_to(path),
        "link to nowhere": link("/nowhere"),
    }


def table_texts() -> dict[str, Write]:
    """Keyword tables."""
    head = "file,keywords\n"
    texts = {
        "open quote": head + '00.jpg,"a\n' + "x\n" * 200_000,
        "many columns": "file,keywords" + ",x" * 200_000 + "\n00.jpg,a\n",
        "twice the same column": "file,file,keywords,keywords\n00.jpg,01.jpg,a,b\n",
        "leads out": head + "../../etc/passwd,a\n/etc/passwd,b\nC:\\x,c\n\\\\host\\x,d\n",
        "separators only": head + "00.jpg," + ";" * 1_000_000 + "\n",
        "many keywords": head + "00.jpg," + ";".join(map(str, range(20_000))) + "\n",
        "long keyword": head + "00.jpg," + "k" * 1_000_000 + "\n",
        "deep keyword": head + "00.jpg," + "|".join("d" * 5_000) + "\n",
        "no file": head + ",a\n" * 1000,
        "formula and markup": head + '00.jpg,"=HYPERLINK(""x"");<img src=/x>;\x1b[2J;%s{0}"\n',
        "lone surrogates": head + "00.jpg,\udcff\udc80\n",
        "directions": head + "00.jpg,a\u202eb;\u200b;\ufeff;\u0000\n",
    }
    return {name: content(text) for name, text in texts.items()}


def glossary_texts(secret: Path) -> dict[str, Write]:
    """Glossaries in XML."""
    body = "<tbx><text><body>{}</body></text></tbx>"
    return {
        "laughs": content(ENTITIES + body.format("&l9;")),
        "outside": content(OUTSIDE.format(secret=secret) + body.format("&out;")),
        "deep": content("<tbx>" * 200_000),
        "deep and closed": content("<a>" * 100_000 + "</a>" * 100_000),
        "many attributes": content("<tbx " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
        "wrong encoding": content(b'<?xml version="1.0" encoding="no-such"?><tbx/>'),
    }


def sidecar_texts(secret: Path) -> dict[str, Write]:
    """Sidecars."""
    return {
        "laughs": content(ENTITIES + RDF.format(word="&l9;")),
        "outside": content(OUTSIDE.format(secret=secret) + RDF.format(word="&out;")),
        "deep": content("<a>" * 200_000),
        "deep and closed": content("<a>" * 100_000 + "</a>" * 100_000),
        "long word": content(RDF.format(word="w" * 5_000_000)),
        "many words": content(RDF.format(word="</rdf:li><rdf:li>".join(map(str, range(20_000))))),
        "not as declared": content(
            '<?xml version="1.0" encoding="utf-32"?>' + RDF.format(word="a")
        ),
    }


def tables(torture: Torture) -> None:
    """Give every hostile file to every command that takes a file of text."""
    folder = torture.folder / "tables"
    folder.mkdir()
    in_child(torture, acts.scanned, torture.folder / "before")
    secret = folder / "secret.txt"
    secret.write_text(SECRET)
    catalogue = acts.catalogue_in(torture.folder / "before")
    takers: tuple[tuple[str, tuple[object, ...], dict[str, Write]], ...] = (
        ("csv", ("rescan", catalogue, "--keywords"), any_text() | table_texts()),
        ("csv", ("glossary", catalogue, "--add", "--import"), any_text() | table_texts()),
        ("tbx", ("glossary", catalogue, "--add", "--import"), glossary_texts(secret)),
        ("txt", ("labels", "keywords-in", catalogue), any_text() | table_texts()),
    )
    kept = acts.labelled(torture.folder / "before")
    endings = {"done": 0, "refused": 0}
    for number, (suffix, arguments, attacks) in enumerate(takers):
        for name, write in some(torture.choice, attacks, torture.options.attacks).items():
            path = folder / f"{number} {name}.{suffix}"
            write(path)
            ended = _taken(torture, f"{arguments[0]} {name}", *arguments, path)
            endings[ended.how] = endings.get(ended.how, 0) + 1
    if wrong := acts.damage(torture.folder / "before"):
        torture.tally.loss(wrong)
    if not kept <= acts.labelled(torture.folder / "before"):
        torture.tally.loss("labellings that were there")
    torture.tally.figures.append(f"{endings}")


def xml(torture: Torture) -> None:
    """Catalogue pictures beside hostile sidecars: all are read, nothing from outside comes in."""
    secret = torture.folder / "secret.txt"
    secret.write_text(SECRET)
    read = 0
    attacks = some(torture.choice, any_text() | sidecar_texts(secret), torture.options.attacks)
    for name, write in attacks.items():
        folder = torture.folder / name
        (folder / "archive").mkdir(parents=True)
        Image.new("RGB", (20, 20)).save(folder / "archive" / "0.jpg")
        write(folder / "archive" / "0.jpg.xmp")
        catalogue = acts.catalogue_in(folder)
        ended = _taken(torture, f"sidecar {name}", "create", catalogue, folder / "archive")
        if ended.how != "done":
            continue
        with Catalogue.open(catalogue) as opened:
            image = opened.images.by_path(b"0.jpg")
            words = {label.name for label in opened.labels.all()}
        read += image is not None and image.status == "ok"
        if any(SECRET in word for word in words):
            torture.tally.loss(f"{name}: a file from outside became a keyword")
    if read < len(attacks):
        torture.tally.loss(f"{len(attacks) - read} pictures not read for what lies beside them")
    torture.tally.figures.append(f"{read} of {len(attacks)} pictures read")


def _taken(torture: Torture, name: str, *arguments: object) -> Ended:
    """Run a command and count also that it takes too much memory."""
    torture.tally.tries += 1
    ended = in_child(torture, _measured, *arguments, timeout_s=TIMEOUT_S)
    grown = ended.result if isinstance(ended.result, int) else 0
    if grown > MOST_BYTES:
        torture.tally.exception(f"{name}: took {grown / 1024**3:.1f} GiB")
    return ended


def _measured(*arguments: object) -> Ended:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = command(*arguments)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return Ended(ended.how, ended.text, grown * 1024)
