# The scan of an archive.

scan-table-gone = This keyword table is not there any more.
image-not-kept = The image cannot be kept in the catalogue: something that its file says of itself does not fit there. The log has details.
