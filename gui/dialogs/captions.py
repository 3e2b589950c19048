"""The captions of the image under review, in a window of their own."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.widgets.captions import CaptionsView

SIZE_PX = (520, 420)


class CaptionsDialog(DialogFrame):
    """Shows them and lets them be written; every change is saved at once and can be undone."""

    def __init__(self, context: CatalogueContext, image_id: int, parent: QWidget | None) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Captions"))
        self.heading.hide()
        self.view = CaptionsView(context, self)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.view)
        self.content.addWidget(scroll)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.finished.connect(self.view.save_written)
        self.view.show_image(image_id)
        self.view.write()
