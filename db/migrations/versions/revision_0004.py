"""Why an image cannot be read is kept as a code with its arguments, no longer as a sentence."""

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

images = sa.table("images", sa.column("id", sa.Integer), sa.column("problem", sa.Text))

NUMBERS = {"megapixels", "limit_gib", "limit_megapixels", "limit_s", "exit_code"}
# The sentences of version 0003; an argument stands where a name is in braces.
SENTENCES = {
    "The file is empty.": "file-empty",
    "The file is PostScript (EPS), which is not read because it is a program.": "file-postscript",
    "The file is XML or SVG, not a picture made of pixels.": "file-xml",
    "The file does not hold an image in a format that Nabolag reads.": "file-no-image",
    "The file is not there any more.": "file-gone",
    "The file may not be read; check its permissions.": "file-forbidden",
    "The file cannot be read: {reason}.": "file-unreadable",
    "The file is cut short: data is missing at its end.": "file-ends-early",
    "The file is cut short: {detail}.": "file-cut-short",
    "The image is damaged: {detail}.": "image-damaged",
    "The file starts like an image but its header is damaged.": "image-header-damaged",
    "The image is too large: {detail}": "image-too-large",
    "{format} is a camera's RAW format; install nabolag[raw] to read it.": "image-raw-unsupported",
    "The image has {megapixels} million pixels; the memory limit of {limit_gib} GiB allows "
    "{limit_megapixels} million. Raise the limit in the settings to read it.": (
        "image-too-many-pixels"
    ),
    "Reading the image takes more memory than the limit of {limit_gib} GiB. Raise the limit in "
    "the settings to read it.": "image-too-much-memory",
    "Reading the image takes longer than the limit of {limit_s} seconds. Raise the limit in the "
    "settings to read it.": "image-too-slow",
    "Reading the image crashed its decoder (exit code {exit_code}).": "decoder-crashed",
}


def upgrade() -> None:
    """Rewrite the known sentences; others stay, and are shown as they are."""
    connection = op.get_bind()
    patterns = [(_pattern(sentence), code) for sentence, code in SENTENCES.items()]
    query = sa.select(images.c.id, images.c.problem).where(images.c.problem != "")
    for image_id, sentence in connection.execute(query).fetchall():
        kept = _as_code(sentence, patterns)
        if kept is not None:
            connection.execute(
                sa.update(images).where(images.c.id == image_id).values(problem=kept)
            )


def _pattern(sentence: str) -> re.Pattern[str]:
    def group(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{r'-?[0-9.]+' if found[1] in NUMBERS else '.+'})"

    return re.compile(re.sub(r"\\\{(\w+)\\\}", group, re.escape(sentence)), re.DOTALL)


def _as_code(sentence: str, patterns: list[tuple[re.Pattern[str], str]]) -> str | None:
    for pattern, code in patterns:
        found = pattern.fullmatch(sentence)
        if found is not None:
            arguments = {
                name: float(text) if name in NUMBERS else text
                for name, text in found.groupdict().items()
            }
            kept = {"code": code, **({"arguments": arguments} if arguments else {})}
            return json.dumps(kept, ensure_ascii=False)
    return None
