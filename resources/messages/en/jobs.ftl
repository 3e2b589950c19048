# Why long work could not begin or ended early.

agreement-taken-back = The agreement to send names was taken back.
archive-gone = The archive folder { $folder } is not there. Connect the disk it is on, or tell the catalogue where the archive is now.
archive-without-images = The archive folder { $folder } holds no images any more. Connect the disk they are on, or tell the catalogue where the archive is now.
check-no-thumbnails = { $images ->
        [one] There is no thumbnail of the 1 image
       *[other] There is no thumbnail of any of the { NUMBER($images, useGrouping: 0) } images
    } in { $folder }. Copy that folder from where the catalogue was, or run rescan to make them again.
    .window = { $images ->
        [one] There is no thumbnail of the 1 image
       *[other] There is no thumbnail of any of the { NUMBER($images, useGrouping: 0) } images
    } in { $folder }. Copy that folder from where the catalogue was, or choose “Look for new files” in the menu to make them again.
check-no-features = { $images ->
        [one] There are no features of the 1 image
       *[other] There are no features of any of the { NUMBER($images, useGrouping: 0) } images
    } in { $folder }, so nothing can be suggested. Copy that folder from where the catalogue was, or run encode to compute them again.
    .window = { $images ->
        [one] There are no features of the 1 image
       *[other] There are no features of any of the { NUMBER($images, useGrouping: 0) } images
    } in { $folder }, so nothing can be suggested. Copy that folder from where the catalogue was, or choose “{ job-encode-menu }” in the menu to compute them again.
check-stopped = The check is unfinished; nothing was changed.
comparison-exists = { $folder } holds a comparison already; choose another folder, or allow it to be replaced.
comparison-stopped = The comparison was stopped; nothing was changed.
encoding-stopped = Encoding was stopped; what is encoded is kept, and the next run goes on.
encoding-already = Another encoding of this catalogue is running; wait until it has finished, or stop it first.
evaluation-no-label-left = No label is on { $images ->
        [one] 1 training image
       *[other] { NUMBER($images, useGrouping: 0) } training images
    }: label more images, or lower the minimum.
evaluation-names-none = No label has { $names } names; choose one of { $known }.
evaluation-split-with-seeds = A split file says itself who is in which part; leave out the seeds, or the split file.
evaluation-stopped = Evaluating was stopped; no report was written.
evaluation-too-few-images = Only { $images ->
        [one] 1 labelled image is
       *[other] { NUMBER($images, useGrouping: 0) } labelled images are
    } encoded and { NUMBER($fewest, useGrouping: 0) } are needed to evaluate: label more images, or encode those that are labelled.
names-in-english = English is the language to translate from; there is nothing to translate.
no-suggester-named = No suggester is named; name some, or all.
no-suggestions = There are no suggestions yet: run suggest first.
nothing-changed = Nothing was changed.
nothing-written = Nothing was written.
queues-stopped = The search was stopped; the earlier queues are kept.
report-folder-is-file = { $path } is a file; name a folder for the report.
scan-no-table = There is no keyword table { $path }.
scan-stopped = The scan was stopped; what it had read is kept.
nothing-imported = Nothing was taken in.
import-stopped = The import was stopped; what was taken in is kept, and undo takes it back.
suggesting-stopped = Suggesting was stopped; the earlier suggestions are kept.
tuning-stopped = Tuning was stopped; the earlier settings are kept.

translation-stopped =
    { $translated ->
        [0] No name was translated.
       *[other] { NUMBER($translated, useGrouping: 0) } of { $names ->
        [one] 1 name was translated and is kept
       *[other] { NUMBER($names, useGrouping: 0) } names were translated and are kept
    }.
    }
translation-failed =
    { CLAUSE($problem) }; { $translated ->
        [0] no name was translated.
       *[other] { NUMBER($translated, useGrouping: 0) } of { $names ->
        [one] 1 name was translated and is kept
       *[other] { NUMBER($names, useGrouping: 0) } names were translated and are kept
    }.
    }

captions-translation-stopped =
    { $translated ->
        [0] No caption was translated.
       *[other] { NUMBER($translated, useGrouping: 0) } of { $names ->
        [one] 1 caption was translated and is kept
       *[other] { NUMBER($names, useGrouping: 0) } captions were translated and are kept
    }.
    }
captions-translation-failed =
    { CLAUSE($problem) }; { $translated ->
        [0] no caption was translated.
       *[other] { NUMBER($translated, useGrouping: 0) } of { $names ->
        [one] 1 caption was translated and is kept
       *[other] { NUMBER($names, useGrouping: 0) } captions were translated and are kept
    }.
    }

evaluation-note-alike-in-parts = The split file puts near-duplicates into different parts ({ $groups ->
        [one] 1 group
       *[other] { NUMBER($groups, useGrouping: 0) } groups
    }): figures on such images flatter every suggester.
evaluation-note-chosen = { NUMBER($images, useGrouping: 0) } of { $all ->
        [one] 1 labelled image was
       *[other] { NUMBER($all, useGrouping: 0) } labelled images were
    } chosen at random.
evaluation-note-trained-encoder = { $encoder } was trained on captions, perhaps of these images: on others it may do less well.
evaluation-note-left-out = { $suggester } is left out. { $reason }
evaluation-note-split-unknown = { $rows ->
        [one] 1 row of the split file names a file that the catalogue does not know; it is left out.
       *[other] { NUMBER($rows, useGrouping: 0) } rows of the split file name files that the catalogue does not know; they are left out.
    }
evaluation-note-split-unlabelled = { $rows ->
        [one] 1 row of the split file names an image that has no label, is not encoded or is not in use; it is left out.
       *[other] { NUMBER($rows, useGrouping: 0) } rows of the split file name images that have no label, are not encoded or are not in use; they are left out.
    }
evaluation-note-not-in-split = The split file does not name { $images ->
        [one] 1 labelled image; it is left out
       *[other] { NUMBER($images, useGrouping: 0) } labelled images; they are left out
    }.
duplicates-stopped = The search was stopped; what it found of the pictures is kept, and the next search goes on.
duplicates-thresholds = The probability from which a pair is suspected must be lower than the one from which it is certain; both lie between 0 and 100 %.
duplicates-original-goes = { $file } lies in a folder of originals, and these are never set aside.
duplicates-rule-odd = The rule must be one JSON object with some of { $names }.
duplicates-rule-name = The rule says “{ $name }”, which is not known; there are { $names }.
duplicates-rule-value = What the rule says of { $name } does not fit; it can be { $fits }.
set-aside-files-stopped =
    { $moved ->
        [0] It was stopped before a file was moved.
        [one] It was stopped; 1 file was moved, and its manifest puts it back.
       *[other] It was stopped; { $moved } files were moved, and their manifest puts them back.
    }
trash-files-stopped =
    { $moved ->
        [0] It was stopped before a file went to the trash.
        [one] It was stopped; 1 file is in the system's trash, which alone brings it back.
       *[other] It was stopped; { $moved } files are in the system's trash, which alone brings them back.
    }
put-back-files-stopped =
    { $moved ->
        [0] It was stopped before a file was put back.
        [one] It was stopped; 1 file is back. Putting back again brings the others.
       *[other] It was stopped; { $moved } files are back. Putting back again brings the others.
    }
set-aside-folder-inside = { $path } lies in { $folder }; choose a folder outside the archive and the catalogue's own folder.
trash-missing = There is no trash for the disk of { $folder }; move the files to a folder instead.
manifest-unreadable = { $file } cannot be read as a manifest; choose the file set-aside-….jsonl that lies with the moved files.
manifest-damaged = Line { NUMBER($line, useGrouping: 0) } of { $file } is no line of a manifest; nothing was moved.
manifest-empty = { $file } names no moved files.
manifest-of-trash = What { $file } lists went to the system's trash, which alone brings it back.
read-text-not-installed = Words in pictures are read by an extra that is not installed. Install it with pip install "nabolag[ocr]" (or rapidocr and onnxruntime), then try again.
    .window = Words in pictures are read by packages that are not installed. Ask whoever installed the program to add rapidocr and onnxruntime, then try again.
read-text-stopped = What was read is kept; the captions come once all pictures are read.
