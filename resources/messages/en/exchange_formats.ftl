# What people call the export formats and their options, and what can go wrong with them.

export-format-csv-long = CSV: a row for each image and label, with who and when
export-format-csv-captions = CSV: a row for each caption
export-format-csv-wide = CSV: a row for each image, a 0 or 1 for each label
export-format-jsonl = JSON Lines: an image a line, with all that is known

export-option-raw = Leave cells as they are, also those like formulas
export-option-raw-about = A cell that begins with = + - @ would be run as a formula by a spreadsheet. It is written with an apostrophe before it, which reading the file back takes away.

export-format-unknown = There is no format '{ $name }'; choose one of { $known }.
export-suffix-unknown = { $file } has an ending that no format has; name it { $known }, or say in which format to write it.
export-suffix-of-another = { $file } ends as another format does; what is written as { $format } ends in { $suffix }.
export-option-unknown = The format { $format } has no option '{ $option }'; it has { $known }.
export-options-none = The format { $format } has no options; leave out '{ $option }'.
export-option-value = The option { $option } cannot be '{ $value }'; choose one of { $allowed }.
export-option-no-value = '{ $text }' is no option with a value; write it as name=value.
destination-not-a-folder = { $path } is a file, but a folder is to be exported; choose another name.
destination-folder-not-empty = The folder { $folder } is not empty; choose a new folder or an empty one.
export-no-pictures = The format { $format } holds no picture files; leave out the options about them, or choose another format.
export-preset-name-long = The name of an export's settings has at most { NUMBER($most, useGrouping: 0) } characters; shorten it.
export-preset-none = There are no settings called ‘{ $name }’ in this catalogue; there are: { $known }.
export-preset-taken = There are settings called ‘{ $name }’ already; choose another name, or replace those.
export-preset-unreadable = The settings called ‘{ $name }’ are damaged or of another version; save them anew.
export-preset-without-name = Settings need a name. Type at least one character.
export-settings-newer = The settings of exports were written by a newer version of Nabolag and were left as they are; update Nabolag to use them.
export-shares-odd = ‘{ $text }’ are no shares of a split; write them as 80/10/10 for train, validation and test, or as 80/20 for train and test.
export-links-unchanged = Linked picture files cannot be changed; copy them, or leave size, format, colours and metadata as they are.
export-under-way = Something is exported to { $path } already; wait until it is done, or choose another place.
export-place-taken = { $path } is in the way: an export lies there until it is done. Move it away, or choose another place.
picture-changed = the file has changed since it was last read
picture-too-large-for-format = a picture in the format { $format } has sides of at most { NUMBER($limit_px, useGrouping: 0) } pixels
export-pictures-no-hard-link = { $pictures ->
        [one] 1 picture was copied, as its file
       *[other] { NUMBER($pictures) } pictures were copied, as their files
    } cannot have a second name there.
export-pictures-no-reflink = { $pictures ->
        [one] 1 picture was copied
       *[other] { NUMBER($pictures) } pictures were copied
    }, as the disk cannot share what files hold.
export-pictures-encoded-anew = { $pictures ->
        [one] 1 picture ({ $formats }) was stored anew, as its
       *[other] { NUMBER($pictures) } pictures ({ $formats }) were stored anew, as their
    } metadata cannot be taken out otherwise.
export-pictures-kept-quality = { $pictures ->
        [one] 1 picture ({ $formats }) was as it was wanted and kept its own
       *[other] { NUMBER($pictures) } pictures ({ $formats }) were as they were wanted and kept their own
    } quality; only files that are made anew get another.
export-undated = { $images ->
        [one] 1 image is left out: it is not known when it
       *[other] { NUMBER($images) } images are left out: it is not known when they
    } { $images ->
        [one] was
       *[other] were
    } taken, and this format wants a time for each.
export-pictures-would-keep-quality = Up to { $pictures ->
        [one] 1 picture ({ $formats }) is as it is wanted and would keep its
       *[other] { NUMBER($pictures) } pictures ({ $formats }) are as they are wanted and would keep their
    } own quality; only files that are made anew get another.
export-pictures-first-frame = { $pictures ->
        [one] 1 picture ({ $formats }) has
       *[other] { NUMBER($pictures) } pictures ({ $formats }) have
    } several frames; the first was taken.
export-pictures-colours-converted = { $pictures ->
        [one] 1 picture ({ $formats }) was converted to sRGB, as the format has no room for its colours
       *[other] { NUMBER($pictures) } pictures ({ $formats }) were converted to sRGB, as the format has no room for their colours
    }.
export-pictures-always = The format { $format } holds the picture files themselves; say how they get there, or choose another format.
export-card-taken = The data card would lie in { $folder }, where something else is; move that away, choose another name, or leave the card out.
