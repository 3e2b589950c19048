"""Named searches of the library: the menu that opens them, and the dialogs that keep them."""
