# Split files and reports of evaluations.

split-part-empty = { $file } has no { $part } images; put some files into { $part }.
split-part-unknown = None of the split file's { $part } images is a labelled, encoded image of this catalogue; name files as the catalogue does, below the archive folder.
split-header-missing = { $file } does not begin with the header file,split.
split-line-too-short = { $table }, line { NUMBER($line, useGrouping: 0) }: a file and a split are needed, separated by a comma.
split-part-odd = { $table }, line { NUMBER($line, useGrouping: 0) }: '{ $part }' is none of train, validation and test.
split-file-twice = { $table }, line { NUMBER($line, useGrouping: 0) }: { $file } is in { $part } already; keep one of the two.
report-unwritable = { $folder } cannot be written to: { $reason }.
report-unknown = { $file } is not a report that evaluate wrote; name a report.json.
report-other-format = { $file } has report format { $format }, this program reads format { NUMBER($reads, useGrouping: 0) }.
report-not-utf8 = { $file } is not UTF-8 text; name a report.json.
report-unreadable = The report { $path } cannot be read: { $reason }.
