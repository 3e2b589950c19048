"""Pictures of the Labels page and of the dialogs that are opened there."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.labels.page import LabelsPage
    from gui.shell.main_window import MainWindow
    from tests.screenshots import Photographer

LABEL_SHOWN = 3
NAME_TRIED = "a sign with a symbol"
LABEL_IN_CAPTIONS, WORDS_OF_LABEL = "flag", ("flag*", "banner", "ensign*")


def picture_labels(window: "MainWindow", camera: "Photographer") -> None:
    """A new name being tried, the table, the dialogs that ask first, and labels that are alike."""
    from PySide6.QtWidgets import QDialog

    from gui.labels.page import LabelsPage
    from tests.screenshots import settle

    page = window.pages.page("labels")
    assert isinstance(page, LabelsPage)
    # Where no name can be looked at, the page says why in the place of figures.
    settle(until=lambda: page.trials.is_settled)
    page.tree.select([page.model.label_id(page.model.index(LABEL_SHOWN, 0))])
    page.details.editor.english.setText(NAME_TRIED)
    settle(until=lambda: "%" in page.details.editor.new.text())
    camera.take(window, "labels")
    page.details.editor.revert()
    page.tree.set_tree(False)
    page.tree.select([page.model.label_id(page.model.index(row, 0)) for row in range(3)])
    settle()
    camera.take(window, "labels-table")
    for name, ask in (("merge", page.changes.merge), ("delete", page.changes.delete)):
        ask()
        settle(0.6)
        for dialog in page.findChildren(QDialog):
            camera.take(dialog, f"labels-{name}")
            dialog.close()
        settle(0.1)
    page.tree.set_tree(True)
    picture_text_rule(page, camera)
    settle(until=lambda: page.same_finder.is_settled)
    page.page_actions.same.trigger()
    settle()
    camera.take(window, "labels-same")
    page.page_actions.same.trigger()


def picture_text_rule(page: "LabelsPage", camera: "Photographer") -> None:
    """The words of captions that say a label."""
    from gui.labels.text_rule_dialog import TextRuleDialog
    from tests.screenshots import settle

    named = [one for one, row in page.model.rows.items() if row.label.name == LABEL_IN_CAPTIONS]
    if not named:
        return
    page.tree.select(named)
    settle(0.2)
    page.changes.take_from_captions()
    (dialog,) = page.findChildren(TextRuleDialog)
    dialog.words.setPlainText("\n".join(WORDS_OF_LABEL))
    settle(until=dialog.apply_button.isEnabled)
    camera.take(dialog, "labels-text-rule")
    dialog.close()
    settle(0.1)
