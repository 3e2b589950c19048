"""Which version this is, its licence, and what it is built on."""

from PySide6.QtWidgets import QWidget

from engine.program_version import program_version
from gui.dialogs.frame import DialogFrame, muted

SIZE_PX = (520, 340)


class AboutDialog(DialogFrame):
    """A few sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(f"Nabolag {program_version()}".strip(), " ", parent, SIZE_PX)
        self.explanation.setText(
            self.tr(
                "Labels image archives: what is known of some images is suggested for those "
                "like them. Apache License 2.0."
            )
        )
        self.content.addWidget(
            muted(
                self.tr(
                    "Built on Qt (LGPL), PyTorch, open_clip, SQLAlchemy, Pillow and NumPy; icons "
                    "by Lucide (ISC). The built-in encoder learned words from emoji and icons "
                    "under open licences; resources/builtin_encoder/README.md names their "
                    "authors. Only fetching an encoder and translating names use the network, "
                    "and only after asking."
                ),
                self,
            )
        )
        self.content.addStretch(1)
        self.add_close_button()
