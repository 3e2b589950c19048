"""The Duplicates page: images that are probably the same, asked about, compared and set aside."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="duplicates",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Duplicates"),
    icon="copy",
    keys=("D",),
    widget="gui.duplicates.page:DuplicatesPage",
    shortcuts=(
        Shortcut(
            "duplicates.view",
            ("T",),
            QT_TRANSLATE_NOOP("Shortcuts", "Clusters, questions, or what is set aside"),
        ),
        Shortcut(
            "duplicates.find",
            ("Shift+D",),
            QT_TRANSLATE_NOOP("Shortcuts", "Find duplicates"),
            "search",
        ),
        Shortcut(
            "duplicates.rule",
            ("Shift+K",),
            QT_TRANSLATE_NOOP("Shortcuts", "Who stays, and what counts…"),
        ),
        Shortcut(
            "clusters.accept",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Set the others aside, next cluster"),
            "check",
        ),
        Shortcut(
            "clusters.accept_certain",
            ("Shift+Return", "Shift+Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Accept all certain clusters…"),
            "list-checks",
        ),
        Shortcut(
            "clusters.next", ("Down", "J", "Space"), QT_TRANSLATE_NOOP("Shortcuts", "Next cluster")
        ),
        Shortcut(
            "clusters.previous",
            ("Up", "Backspace"),
            QT_TRANSLATE_NOOP("Shortcuts", "Previous cluster"),
        ),
        Shortcut("clusters.right", ("Right",), QT_TRANSLATE_NOOP("Shortcuts", "Next image in it")),
        Shortcut(
            "clusters.left", ("Left",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image in it")
        ),
        Shortcut("clusters.keeper", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Keep this image")),
        Shortcut(
            "clusters.out", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Not the same: take it out"), "x"
        ),
        Shortcut(
            "clusters.none",
            ("Shift+X",),
            QT_TRANSLATE_NOOP("Shortcuts", "No two of them are the same"),
        ),
        Shortcut(
            "clusters.merge",
            ("M",),
            QT_TRANSLATE_NOOP("Shortcuts", "Merge with the next cluster"),
            "merge",
        ),
        Shortcut(
            "clusters.together",
            ("E",),
            QT_TRANSLATE_NOOP("Shortcuts", "Side by side"),
            "columns-2",
        ),
        Shortcut(
            "together.accept",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Set the others aside, next cluster"),
            "check",
        ),
        Shortcut(
            "together.next", ("Down", "J", "Space"), QT_TRANSLATE_NOOP("Shortcuts", "Next cluster")
        ),
        Shortcut(
            "together.previous",
            ("Up", "Backspace"),
            QT_TRANSLATE_NOOP("Shortcuts", "Previous cluster"),
        ),
        Shortcut("together.right", ("Right",), QT_TRANSLATE_NOOP("Shortcuts", "Next image in it")),
        Shortcut(
            "together.left", ("Left",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image in it")
        ),
        Shortcut("together.keeper", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Keep this image")),
        Shortcut(
            "together.out", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Not the same: take it out"), "x"
        ),
        Shortcut(
            "together.also",
            ("H",),
            QT_TRANSLATE_NOOP("Shortcuts", "Hand rejected labels over all the same"),
        ),
        Shortcut("together.side", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Side by side")),
        Shortcut(
            "together.flicker",
            ("F",),
            QT_TRANSLATE_NOOP("Shortcuts", "Flicker between keeper and this image"),
        ),
        Shortcut("together.difference", ("I",), QT_TRANSLATE_NOOP("Shortcuts", "Difference")),
        Shortcut("together.split", ("P",), QT_TRANSLATE_NOOP("Shortcuts", "Split")),
        Shortcut("together.overlay", ("O",), QT_TRANSLATE_NOOP("Shortcuts", "Overlay")),
        Shortcut(
            "together.aligned",
            ("A",),
            QT_TRANSLATE_NOOP("Shortcuts", "Aligned, or as they are"),
        ),
        Shortcut(
            "together.more", (".",), QT_TRANSLATE_NOOP("Shortcuts", "Move the split to the right")
        ),
        Shortcut(
            "together.less", (",",), QT_TRANSLATE_NOOP("Shortcuts", "Move the split to the left")
        ),
        Shortcut("together.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut(
            "together.close", ("E", "Esc"), QT_TRANSLATE_NOOP("Shortcuts", "Back to the clusters")
        ),
        Shortcut(
            "question.same", ("Y", "Return", "Enter"), QT_TRANSLATE_NOOP("Shortcuts", "The same")
        ),
        Shortcut("question.different", ("N",), QT_TRANSLATE_NOOP("Shortcuts", "Not the same")),
        Shortcut("question.copy", ("C",), QT_TRANSLATE_NOOP("Shortcuts", "A copy")),
        Shortcut("question.variant", ("A",), QT_TRANSLATE_NOOP("Shortcuts", "A variant")),
        Shortcut("question.series", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Of one series")),
        Shortcut("question.skip", ("Space",), QT_TRANSLATE_NOOP("Shortcuts", "Can't say")),
        Shortcut("question.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut(
            "aside.back",
            ("B", "Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Bring this image back"),
            "undo-2",
        ),
        Shortcut(
            "aside.back_all",
            ("Shift+B",),
            QT_TRANSLATE_NOOP("Shortcuts", "Bring back all of the row"),
        ),
        Shortcut(
            "aside.move",
            ("Shift+M",),
            QT_TRANSLATE_NOOP("Shortcuts", "Move files that are set aside to a folder…"),
        ),
        Shortcut(
            "aside.trash",
            ("Delete",),
            QT_TRANSLATE_NOOP("Shortcuts", "Move files that are set aside to the trash…"),
        ),
        Shortcut(
            "aside.put_back",
            ("Shift+P",),
            QT_TRANSLATE_NOOP("Shortcuts", "Put moved files back…"),
        ),
        Shortcut(
            "aside.list",
            ("Shift+L",),
            QT_TRANSLATE_NOOP("Shortcuts", "Write a list of what is set aside…"),
        ),
        Shortcut("aside.next", ("Down", "J"), QT_TRANSLATE_NOOP("Shortcuts", "Next in the list")),
        Shortcut("aside.previous", ("Up",), QT_TRANSLATE_NOOP("Shortcuts", "Previous in the list")),
        Shortcut("aside.right", ("Right",), QT_TRANSLATE_NOOP("Shortcuts", "Next image in it")),
        Shortcut("aside.left", ("Left",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image in it")),
    ),
    views={
        "clusters": QT_TRANSLATE_NOOP("Shortcuts", "Duplicates: clusters"),
        "together": QT_TRANSLATE_NOOP("Shortcuts", "Duplicates: side by side"),
        "question": QT_TRANSLATE_NOOP("Shortcuts", "Duplicates: questions"),
        "aside": QT_TRANSLATE_NOOP("Shortcuts", "Duplicates: set aside"),
    },
)
