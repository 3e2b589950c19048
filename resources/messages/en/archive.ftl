# Why a file of the archive or a keyword table cannot be read.

file-empty = The file is empty.
file-postscript = The file is PostScript (EPS), which is not read because it is a program.
file-xml = The file is XML or SVG, not a picture made of pixels.
file-no-image = The file does not hold an image in a format that Nabolag reads.
stored-path-outside = The catalogue names “{ $path }”, which lies outside the archive; it is not opened.
stored-path-link = A link in the archive leads “{ $path }” out of it; it is not opened.
file-gone = The file is not there any more.
file-forbidden = The file may not be read; check its permissions.
file-unreadable = The file cannot be read: { $reason }.
file-not-regular = This is no plain file but a pipe, a device, a socket or a link; it is not opened.
file-cut-short = The file is cut short: { $detail }.
file-ends-early = The file is cut short: data is missing at its end.

image-damaged = The image is damaged: { $detail }.
image-header-damaged = The file starts like an image but its header is damaged.
# The detail is a sentence of its own, or nearly one.
image-too-large = The image is too large: { $detail }
image-raw-unsupported = { $format } is a camera's RAW format; install nabolag[raw] to read it.
    .window = { $format } is a camera’s RAW format, which this installation does not read. Ask whoever installed Nabolag to add RAW files, or put a JPEG or TIFF copy in the archive.
image-too-many-pixels =
    The image has { NUMBER($megapixels, maximumFractionDigits: 0, useGrouping: 0) } million pixels; the memory limit of { NUMBER($limit_gib, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: 0) } GiB allows { NUMBER($limit_megapixels, maximumFractionDigits: 0, useGrouping: 0) } million. Raise the limit in the settings to read it.
image-too-much-memory =
    Reading the image takes more memory than the limit of { NUMBER($limit_gib, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: 0) } GiB. Raise the limit in the settings to read it.
image-too-slow =
    Reading the image takes longer than the limit of { $limit_s ->
        [one] 1 second
       *[other] { NUMBER($limit_s, useGrouping: 0) } seconds
    }. Raise the limit in the settings to read it.

decoder-crashed = Reading the image crashed its decoder (exit code { NUMBER($exit_code, useGrouping: 0) }).
decoders-dying = The processes that read images keep dying; close other programs.

xmp-too-long = The XMP is { NUMBER($length_mib, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: 0) } MiB long; more than 64 MiB is not read.
xmp-declares-entities = The XMP declares a document type or entities, which is not allowed in it.
xmp-damaged = The XMP is damaged: it is no whole XML.{ UNSAID($detail) }
xmp-damaged-after = The XMP is damaged; only what stands before the damage was read.{ UNSAID($detail) }
xmp-extension-missing = A part of the XMP is missing; what it held was left out.
xmp-too-many-parts = The XMP has more than { NUMBER($most) } parts; it was left out.
xmp-too-many-parts-after = The XMP has more than { NUMBER($most) } parts; what stands behind them was left out.
xmp-too-many-keywords = More than { NUMBER($most) } keywords stand in one XMP; the rest was left out.
embedded-xmp-too-long = Embedded XMP of { NUMBER($length_mib, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: 0) } MiB was left out; more than 64 MiB is not read.
metadata-part-damaged = The metadata part { $part } is damaged; it was left out, the picture is not touched by it.
embedded-xmp-left-out = Embedded XMP was left out. { $reason }
sidecar-left-out = The sidecar { $file } was left out. { $reason }
sidecar-unreadable = The sidecar { $file } was left out. It cannot be read: { $reason }.
sidecar-without-rdf = The file holds no XMP; it is left as it is.

archive-unreadable = The archive folder { $folder } cannot be read: { $reason }. Connect the disk it is on, or tell the catalogue where it is now.
archive-vanished = The archive folder { $folder } went away while its images were read. Connect the disk it is on, then start again; what had been read is kept.
folder-unreadable = The folder cannot be read: { $reason }.
links-not-followed = Links are not followed.

table-too-many-rows = { $file } has more than { NUMBER($most, useGrouping: 0) } rows; split it.
table-too-large = { $file } is larger than { $most }; split it.
table-line-too-long = { $file } has a line of more than 16 million characters; that is no table.
row-too-long = The row has { NUMBER($cells, useGrouping: 0) } cells for { $columns ->
        [one] 1 column
       *[other] { NUMBER($columns, useGrouping: 0) } columns
    }, so that "{ $cell }" has no column: put a cell that holds the separator between quotes.
table-row-wrong = { $file }, row { NUMBER($row, useGrouping: 0) }: { $reason }
table-is-folder = { $path } cannot be read: it is a folder.
table-no-regular-file = { $path } cannot be read: it is a pipe or a device, not a file.
table-wrong-encoding = { $file } is not { $encoding } text; save it as “CSV UTF-8”, or name its encoding where that can be chosen, for example cp1252.
table-encoding-unknown = There is no text encoding called { $encoding }.
table-cell-too-long = { $file } has a cell of more than a million characters; that is no table. Shorten it, or look for a quotation mark that is never closed.
table-damaged = { $file } is not a table that can be read: { $detail }.
table-unreadable = The keyword table { $path } cannot be read: { $reason }.
table-delimiter-too-long = The delimiter between columns must be one character.
table-column-missing = { $file } has no column '{ $column }'; its columns are: { $columns }.
caption-text-too-large = { $file } is larger than { $most }, too long for a caption. Shorten it.
caption-text-wrong-encoding = { $file } is not UTF-8 text; save it as UTF-8.
table-quote-open = A quotation mark in { $file } is opened in row { NUMBER($row, useGrouping: 0) } and never closed, so that all that follows would be one cell. Close it, or double it where it belongs to the text.
captions-no-columns = { $file } needs the columns ‘file’ and ‘caption’ to be a list of captions; its columns are: { $columns }.
captions-no-json = { $file } is not sound JSON, so no caption was taken in. Export it again, or check where it breaks off.
captions-no-list = { $file } has no list of images or annotations in it, as lists of captions in JSON have.
captions-wrong-entry = Entry { NUMBER($number, useGrouping: 0) } of { $file } names no image, so no caption was taken in. Each needs at least {"{"}"file": …, "caption": …{"}"}.
# Which row of a table is meant, before what is wrong with it.
caption-cut = { $left_out ->
        [one] 1 character was left out
       *[other] { NUMBER($left_out) } characters were left out
    } of the caption “{ $begins } …”: { NUMBER($most) } are kept.
captions-too-many = { $left_out ->
        [one] 1 caption was left out
       *[other] { NUMBER($left_out) } captions were left out
    }: an image takes { NUMBER($most) } of one place.
captions-more-left-out = Captions were cut or left out in { $count ->
        [one] 1 more place.
       *[other] { NUMBER($count) } more places.
    }
table-row = row { NUMBER($row, useGrouping: 0) }: { $file }
row-label-odd = A label cannot be called ‘{ $label }’: it has signs that are no text, such as the end of a line. The row was left out.
row-time-odd = ‘{ $time }’ is no time of a decision; write it as 2026-03-01T12:00:00Z, or leave it out. The row was left out.
row-of-no-file = There is no such file in the archive.
row-of-several-files = There are several files of that name in the archive.
table-folder-added = The table's files were looked for in the folder “{ $folder }”, where { NUMBER($files) } of them are.
table-folder-removed = The folder “{ $folder }” was taken off the table's paths; without it { NUMBER($files) } of them fit.
table-rest = the keyword table
table-more-rows = { $count ->
        [one] 1 row more fits
       *[other] { NUMBER($count) } rows more fit
    } no file either.

path-has-nul = The path holds a NUL character.
path-not-relative = The path is not relative to the archive folder.
path-leads-out = The path leads out of the archive folder.
path-empty = The path is empty.

png-part-damaged = The side chunk { $part } of the PNG is damaged; it was left out, the picture is whole.
png-part-too-large = The side chunk { $part } of the PNG unpacks to more than 1 MiB; it was left out, the picture is whole.
picture-without-end = The file lacks its last bytes; the picture is whole.
picture-cut-short = The file is cut short; { NUMBER($percent, maximumFractionDigits: 0) } % of the picture are there and shown.
