"""What the picture files of an export are called: the same on every system, no two alike.

An archive may hold any name that some file system allows. An export is unpacked on others, where a
name may be reserved ("CON"), forbidden ("a:b"), too long, or the same as another ("A.jpg" and
"a.jpg"); where a file is hidden by a dot in front; or where a program takes the images of a folder
called "test" for the test part. Such names are changed as little as possible.

A name that was changed so that it might meet another, and one that is taken, gets a piece of the
SHA-256 of the image's path in the archive: "photo_ 1~3fa85f64.jpg". So an image is called the same
whichever others leave with it, except where two names differ in nothing but case, composition
of letters or ending: then the first in the order of the export keeps the plain one. Endings do not
count because many programs know an image by its name without it.

Sources: "Naming Files, Paths, and Namespaces" (Microsoft) for Windows; ``data_files.py`` of the
Hugging Face library ``datasets`` for the words that it takes for parts and the folders that it
passes over.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable

from engine.exchange.records import ExchangedImage

MOST_NAME_BYTES = 240
"""Of one file or folder in UTF-8; file systems allow 255, and others may add to a name."""
PIECE_DIGITS = 8
KEY_BYTES = 16

_FORBIDDEN = frozenset('<>:"/\\|?*')
_FORBIDDEN_KINDS = frozenset({"Cc", "Cn", "Cs", "Zl", "Zp"})
"""Control characters, ones that Unicode does not know, halves of a pair, line separators."""
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""They change in which direction a name is read, so that it looks like another."""
_RESERVED = re.compile(
    r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", re.IGNORECASE
)
_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
"""Most names, which have none of those."""
_HIDING = re.compile(r"^(\.[._]*|__[._]*)")
_PART_WORD = re.compile(
    r"(?<![^-._ 0-9])(train|training|validation|valid|val|dev|test|testing|eval|evaluation)"
    r"(?=[-._ 0-9]|$)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{2,5}$", re.IGNORECASE)


class PictureNames:
    """Gives every image of one export the name of its picture file.

    The same image gets the same name as often as it is asked for. About 200 bytes of memory an
    image. With ``flat`` all files lie in one folder, called by their whole paths.
    """

    def __init__(self, *, flat: bool = False) -> None:
        self._flat = flat
        self._holders: dict[bytes, bytes] = {}
        self._folders: dict[str, str] = {}
        self._folder_keys: set[bytes] = set()

    def name(self, image: ExchangedImage, suffix: str) -> str:
        """A relative path with "/" between its parts, none of which leads upwards or is hidden.

        It ends in ``suffix``, that of the picture as it leaves: a dot, then Latin letters and
        digits in lower case.
        """
        folder, _, name = image.file.rpartition("/")
        if self._flat:
            folder, name = "", image.file.strip("/").replace("/", "_")
        stem, is_changed = _portable(_SUFFIX.sub("", name))
        before = self._folder(folder) + "/" if folder else ""
        holder = _digest(image.file)

        def is_free(stem: str) -> bool:
            """Whether the image has the name now."""
            if _key(before + stem + suffix) in self._folder_keys:
                return False
            own = holder[:KEY_BYTES]
            return self._holders.setdefault(_key(before + stem), own) == own

        if is_changed or _bytes(stem + suffix) > MOST_NAME_BYTES or not is_free(stem):
            stem = _with_piece(stem, holder, _bytes(suffix), is_free)
        return f"{before}{stem}{suffix}"

    def _folder(self, folder: str) -> str:
        """The portable path of a folder of the archive."""
        known = self._folders.get(folder)
        if known is None:
            parent, _, name = folder.rpartition("/")
            before = self._folder(parent) + "/" if parent else ""
            made, is_changed = _portable(name, may_end_in_dot=False)

            def is_free(name: str) -> bool:
                """Whether no picture lies where the folder would."""
                stem = _SUFFIX.sub("", name)
                return stem == name or _key(before + stem) not in self._holders

            if is_changed or _bytes(made) > MOST_NAME_BYTES or not is_free(made):
                made = _with_piece(made, _digest(folder), 0, is_free)
            known = self._folders[folder] = f"{before}{made}"
            self._folder_keys.add(_key(known))
        return known


def _with_piece(stem: str, digest: bytes, suffix_bytes: int, is_free: Callable[[str], bool]) -> str:
    """The name with so much of a hash as makes it one of its own."""
    digits = digest.hex()
    for length in range(PIECE_DIGITS, len(digits) + 1, PIECE_DIGITS):
        piece = f"~{digits[:length]}"
        made = _cut(stem, MOST_NAME_BYTES - suffix_bytes - len(piece)) + piece
        if is_free(made):
            return made
    raise AssertionError("two paths with one SHA-256")


def _key(path: str) -> bytes:
    return hashlib.blake2b(_folded(path).encode(), digest_size=KEY_BYTES).digest()


def _digest(path: str) -> bytes:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).digest()


def _folded(path: str) -> str:
    """Equal for two paths that some file system takes for one."""
    if path.isascii():
        return path.lower()
    apart = unicodedata.normalize("NFD", path)
    return unicodedata.normalize("NFD", apart.casefold().upper().casefold())


def _portable(name: str, *, may_end_in_dot: bool = True) -> tuple[str, bool]:
    """A name that every system takes, and whether more was changed than how letters are composed.

    ``may_end_in_dot``: an ending follows.
    """
    if _PLAIN.fullmatch(name):
        composed = made = name
    else:
        composed = unicodedata.normalize("NFC", name)
        made = "".join("_" if _is_forbidden(sign) else sign for sign in composed).lstrip(" ")
    made = made if may_end_in_dot else made.rstrip(". ")
    if made[:1] in "._":
        made = _HIDING.sub("_", made) or "_"
    if _RESERVED.match(made):
        made = f"_{made}"
    if _PART_WORD.search(made):
        made = _PART_WORD.sub(r"\1~", made)
    return made, made != composed


def _is_forbidden(sign: str) -> bool:
    return sign in _FORBIDDEN or sign in _TURNING or unicodedata.category(sign) in _FORBIDDEN_KINDS


def _bytes(text: str) -> int:
    return len(text.encode())


def _cut(text: str, most_bytes: int) -> str:
    """The start of the text, without a letter cut in half or parted from its accents."""
    if _bytes(text) <= most_bytes:
        return text
    cut = text.encode()[:most_bytes].decode("utf-8", "ignore")
    following = text[len(cut)]
    while len(cut) > 1 and (unicodedata.combining(following) or following == "\u200d"):
        following, cut = cut[-1], cut[:-1]
    return cut
