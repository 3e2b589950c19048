# What is said of sidecars that are written or compared.

sidecars-stopped = It was stopped; every sidecar is whole, and what was written can be taken back.
sidecars-nothing-to-undo = There is no writing of sidecars that could be taken back.
sidecar-shared = Images with different labels share this sidecar; say whether it gets the labels of all, or each image one of its own.
sidecar-changed-elsewhere = Another program has changed it since; look at its changes first, or say that it is to be written all the same.
sidecar-unwritable = It cannot be written: { $reason }.
sidecar-changed-since = Another program has changed it since; it stays as it is.

# What is said of pictures that keywords are written into.
pictures-stopped = It was stopped; every picture is whole, and what was written can be taken back.
pictures-nothing-to-undo = There is no writing into pictures that could be taken back.
pictures-no-room = In { $folder } there is no room for the old pictures, which are kept so that they can be brought back: { NUMBER($needed_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB are needed, { NUMBER($free_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB are free.
pictures-no-room-in-archive = In { $folder } there is no room to write new pictures before they take the place of the old ones: { NUMBER($needed_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB are needed, { NUMBER($free_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB are free.
archive-written-elsewhere = Files in { $folder } are being written for another catalogue or in another way; wait until it is done.
pictures-of-other-catalogue = This catalogue is a copy, and its pictures are those of { $catalogue } as well, which would find them changed. Write from there; or say that it is to be done from this copy.
pictures-shared-with = This catalogue is a copy: the pictures are those of { $catalogue } as well, which would find them changed.
exiftool-missing = The program exiftool writes into pictures, and it is not installed. Get it from your system (on Debian and Ubuntu: sudo apt install libimage-exiftool-perl) or from exiftool.org.
picture-gone = The file is not there; scan the archive.
picture-link = It is a link; the file that it leads to is left alone.
picture-changed-since-scan = The file has changed since the last scan; scan the archive first.
picture-changed-since = Another program has changed it since; it stays as it is.
picture-format = exiftool cannot write keywords into { $format } files where other programs read them; a sidecar can hold them.
picture-hard-linked = The file has a second name (a hard link), which would keep the old picture; it is left alone.
picture-read-only = The file is protected against writing.
picture-text-in-parts = Its keywords stand in several places that programs read differently; a sidecar can hold them.
picture-iptc-charset = Its IPTC texts are in a character set that would be lost; a sidecar can hold the keywords.
picture-not-written = exiftool could not write it: { $reason }
picture-would-differ = The picture would not come out as it was; the file is left alone.
picture-text-would-differ = Its other metadata would not come out as it was; the file is left alone.
picture-bytes-gone = Its old bytes are not kept any more; it cannot be brought back.
