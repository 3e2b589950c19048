# The scan of an archive.

scan-table-gone = This keyword table is not there any more.
