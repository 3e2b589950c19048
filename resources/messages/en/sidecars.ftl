# What is said of sidecars that are written or compared.

sidecars-stopped = It was stopped; every sidecar is whole, and what was written can be taken back.
sidecars-nothing-to-undo = There is no writing of sidecars that could be taken back.
sidecar-shared = Images with different labels share this sidecar; say whether it gets the labels of all, or each image one of its own.
sidecar-changed-elsewhere = Another program has changed it since; look at its changes first, or say that it is to be written all the same.
sidecar-unwritable = It cannot be written: { $reason }.
sidecar-changed-since = Another program has changed it since; it stays as it is.
