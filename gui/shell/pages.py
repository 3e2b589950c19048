"""The pages of the window, in the order of their buttons: the one place where a page is added."""

import gui.captions
import gui.duplicates
import gui.evaluate
import gui.export
import gui.labels
import gui.library
import gui.questions
import gui.review
import gui.serving
from gui.services import shortcuts
from gui.services.pages import PageKind

_PAGES: tuple[PageKind, ...] = (
    gui.library.PAGE,
    gui.review.PAGE,
    gui.duplicates.PAGE,
    gui.labels.PAGE,
    gui.captions.PAGE,
    gui.questions.PAGE,
    gui.evaluate.PAGE,
    gui.export.PAGE,
    gui.serving.PAGE,
)

PAGES: dict[str, PageKind] = {page.id: page for page in _PAGES}

FIRST_PAGE = next(iter(PAGES))

# Tooltips, menus, the keys sheet and the settings know the keys of pages that are not built yet.
for _page in _PAGES:
    shortcuts.add(_page.all_shortcuts, {_page.id: _page.title, **_page.views})
