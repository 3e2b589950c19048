"""The menu of the suggesters that go by captions, which not every catalogue has."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from gui.services.context import CatalogueContext


def offer_where_captions_are(menu: QMenu, context: CatalogueContext) -> None:
    """Let the entries be chosen once it is known that there are captions; say why not where there
    are none."""

    def offer(captions: int) -> None:
        if not isValid(menu):  # another one stands in its place
            return
        menu.setEnabled(captions > 0)
        if not captions:
            menu.setTitle(
                QCoreApplication.translate(
                    "Suggesters", "Images and captions: no image has a caption"
                )
            )

    menu.setEnabled(False)
    context.reads.submit(context.catalogue.captions.count, offer)
