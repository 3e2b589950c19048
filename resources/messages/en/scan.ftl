# The scan of an archive.

scan-table-of-others = This catalogue names a keyword table that you have not named on this computer, so it was not read. Name the table again to have it read.
scan-table-gone = This keyword table is not there any more.
scan-table-undone = What this keyword table brought was undone, so it was not read again. Import it again to have its keywords back.
image-not-kept = The image cannot be kept in the catalogue: something that its file says of itself does not fit there. The log has details.

# Keywords that darktable, digiKam and others write for themselves.
scan-whole-archive = The whole archive
bookkeeping-left-out =
    { $keywords ->
        [one] One keyword
       *[other] { NUMBER($keywords) } keywords
    } of { $images ->
        [one] one image
       *[other] { NUMBER($images) } images
    } { $keywords ->
        [one] was
       *[other] were
    } left out: programs such as darktable and digiKam keep their own state there.
