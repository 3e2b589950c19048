"""A web page in one file: nothing is loaded from anywhere, and all text is escaped.

The page's policy allows inline styles, pictures inside the page, and the one script whose hash it
names; should a label or a file name ever get in unescaped, it still could not run anything.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

CSS = """
:root { color-scheme: light dark; --bg: #ffffff; --text: #1c1c1d; --muted: #5b5b5e;
  --line: #dcdcda; --raised: #f3f3f1; --accent: #1463b8; --negative: #9a5200; }
@media (prefers-color-scheme: dark) { :root { --bg: #1b1b1c; --text: #ececed; --muted: #b0b0b5;
  --line: #37373a; --raised: #242426; --accent: #6db3f8; --negative: #f0a24e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 2rem 1.5rem 4rem; background: var(--bg);
  color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p, ul { max-width: 48rem; } .muted { color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .4rem; }
th, td { padding: .3rem .45rem; border-bottom: 1px solid var(--line); text-align: right; }
td { white-space: nowrap; } thead th { font-size: .78rem; }
td small { display: block; font-size: .72rem; }
table.wide { width: 100%; } table.wide td:first-child { white-space: normal; }
table.wide th, table.wide td { padding: .25rem .3rem; }
th:first-child, td:first-child { text-align: left; }
td.text { text-align: left; } thead th { font-weight: 600; vertical-align: bottom; }
th [role=button] { cursor: pointer; }
th [role=button]:focus-visible { outline: 2px solid var(--accent); }
th[aria-sort=ascending] [role=button]::after { content: " \\25b2"; }
th[aria-sort=descending] [role=button]::after { content: " \\25bc"; }
small { color: var(--muted); } .plots { columns: 2 30rem; column-gap: 1.2rem; }
.plot { break-inside: avoid; margin-bottom: 1.2rem; }
.plot svg { display: block; width: 100%; height: auto; }
svg.curve { width: 90px; height: 36px; overflow: visible; } .curve path { fill: none;
  stroke: var(--accent); } .curve path:nth-last-child(2) { stroke: var(--muted);
  stroke-dasharray: 2 2; }
details { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .6rem 0; font-weight: 600; }
input { font: inherit; padding: .3rem .5rem; border: 1px solid var(--muted); border-radius: 4px;
  background: var(--bg); color: inherit; margin: .3rem 0 .6rem; }
.error { display: flex; gap: 1rem; padding: .7rem 0; border-top: 1px solid var(--line);
  flex-wrap: wrap; } .error > div:first-child { width: 20rem; }
.evidence { display: flex; gap: .5rem; flex-wrap: wrap; } figure { margin: 0; width: 100px; }
figcaption { font-size: .75rem; color: var(--muted); overflow-wrap: anywhere; }
.thumb { display: block; width: 96px; height: 96px; flex: none; background: var(--raised) center /
  contain no-repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
figure.for .thumb { outline: 2px solid var(--accent); }
figure.against .thumb { outline: 2px dashed var(--negative); }
@page { size: A4 landscape; margin: 12mm; }
@media print { :root { --bg: #ffffff; --text: #000000; --muted: #444444; --line: #bbbbbb;
  --raised: #ffffff; } body { max-width: none; padding: 0; font-size: 9pt; }
  input { display: none; }
  .scroll { overflow: visible; } th, td, table.wide th, table.wide td { padding: .12rem .28rem; }
  thead { display: table-header-group; } .plot svg { max-height: 160mm; }
  tr, figure, .error { break-inside: avoid; } h2, h3, summary { break-after: avoid; } }
"""

SCRIPT = """
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    // No button element: browsers leave these out where a head is repeated on the next sheet.
    const button = document.createElement("span");
    button.role = "button";
    button.tabIndex = 0;
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      button.click();
    });
    button.addEventListener("click", () => {
      const sorted = head.getAttribute("aria-sort");
      const falling = sorted ? sorted === "ascending" : head.dataset.kind !== "text";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const shown = (cell) => head.dataset.kind === "text" ? cell.textContent
        : parseFloat(cell.textContent);
      const value = (row) => row.cells[column].dataset.value ?? shown(row.cells[column]);
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        const order = head.dataset.kind === "text" ? x.localeCompare(y) : x - y;
        return falling ? -order : order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.printed")) part.open = true;
});
for (const field of document.querySelectorAll("input[data-table]")) {
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    for (const row of document.getElementById(field.dataset.table).tBodies[0].rows) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    }
  });
}
"""


NOTHING = "–"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?( %)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: what it says, what it sorts by, a quiet addition, and a ``drawing``
    that is HTML already."""

    text: str
    value: float | str = ""
    small: str = ""
    drawing: str = ""


def page(title: str, body: Sequence[str]) -> str:
    """A whole document; ``body`` is HTML, made by the functions here."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + f"\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def element(tag: str, text: str, **attributes: str) -> str:
    """One element with plain text in it."""
    return f"<{tag}{_attributes(attributes)}>{escape(text)}</{tag}>"


def listed(items: Sequence[str]) -> str:
    """A list of plain texts; nothing for none."""
    return f"<ul>{''.join(element('li', item) for item in items)}</ul>" if items else ""


def details(
    summary: str, body: Sequence[str], *, is_open: bool = False, is_printed: bool = False
) -> str:
    """A part that folds; ``body`` is HTML. Paper has those that are open or ``is_printed``."""
    printed = ' class="printed"' if is_printed else ""
    opening = f"<details{printed}{' open' if is_open else ''}>"
    return f"{opening}{element('summary', summary)}{''.join(body)}</details>"


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str = "",
    identifier: str = "",
    is_wide: bool = False,
) -> str:
    """A table whose header sorts it; columns whose values are text sort as text. One that
    ``is_wide`` takes the page's whole width, and breaks the names of its rows where it must."""
    kinds = (
        ["text" if isinstance(cell.value, str) else "number" for cell in rows[0]] if rows else []
    )
    kinds += ["text"] * (len(header) - len(kinds))
    heads = "".join(
        f'<th scope="col" data-kind="{kind}">{escape(name)}</th>'
        for name, kind in zip(header, kinds, strict=True)
    )
    as_shown = [all(map(_shows_its_value, column)) for column in zip(*rows, strict=True)]
    lines = "".join(
        f"<tr>{''.join(_cell(*one) for one in zip(row, as_shown, strict=True))}</tr>"
        for row in rows
    )
    said = element("caption", caption) if caption else ""
    known = f' id="{escape(identifier)}"' if identifier else ""
    return (
        f'<div class="scroll"><table class="sortable{" wide" if is_wide else ""}"{known}>{said}'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def filter_field(identifier: str, label: str) -> str:
    """A field that hides the rows of a table whose first cell does not contain what is typed."""
    return (
        f'<input type="search" data-table="{escape(identifier)}" placeholder="{escape(label)}" '
        f'aria-label="{escape(label)}">'
    )


def pictures(images: Mapping[int, bytes]) -> str:
    """The WebP images that ``picture`` shows by number: each is in the page once, however often
    it is shown."""
    rules = (
        f'.p{number}{{background-image:url("{_data_uri("image/webp", image)}")}}'
        for number, image in images.items()
    )
    return f"<style>{''.join(rules)}</style>" if images else ""


def picture(number: int, description: str) -> str:
    """One of the page's ``pictures``."""
    said = escape(description)
    return f'<span class="thumb p{number}" role="img" title="{said}"></span>'


def _cell(cell: Cell, sorts_as_shown: bool) -> str:
    small = f" {element('small', cell.small)}" if cell.small else ""
    value = cell.text if cell.value == "" else cell.value
    known = f' data-value="{escape(str(value))}"'
    if sorts_as_shown and cell.text != NOTHING:
        known = ""
    return f"<td{known}>{escape(cell.text)}{cell.drawing}{small}</td>"


def _shows_its_value(cell: Cell) -> bool:
    """Whether a browser can sort by what the cell says: a number, a share in percent, or nothing
    where others have one."""
    if isinstance(cell.value, str):
        return cell.value == "" and not cell.small
    return cell.text == NOTHING or _NUMBER.fullmatch(cell.text) is not None


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
