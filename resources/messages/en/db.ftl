# Why a catalogue cannot be opened, changed or restored.

alias-gone = ‘{ $name }’ is not an alias of ‘{ $label }’. Reload the labels.
archive-no-folder = { $folder } is not a folder. Choose the folder that holds the images.
backup-not-sound = The copy { $path } is not sound, so it is not used. Choose another backup, and check the disk and the catalogue.
backup-unwritable = Nothing could be written to { $folder } ({ $reason }). Free some space or allow writing there, then try again.
caption-empty = A caption needs words. Type at least one.
caption-gone = This caption is no longer in the catalogue. Look at the image again.
caption-there-already = The image has this caption already. Change that one, or write another.
caption-too-long = A caption can have { NUMBER($most, useGrouping: 0) } characters; this one has { NUMBER($characters, useGrouping: 0) }. Shorten it.
catalogue-changed-while-restoring = { $path } was changed while it was to be replaced, so it was left as it is. Close it everywhere, then restore.
catalogue-empty = { $path } is empty. Restore a backup of the catalogue, or delete the file and create the catalogue again.
catalogue-exists = { $path } exists already. Open it, or choose another name for the new catalogue.
catalogue-has-programs = { $path } holds parts that run by themselves and are none of Nabolag’s ({ $names }), so it was not opened. Ask whoever gave it to you for another copy, or restore a backup.
catalogue-inside-archive = { $path } would lie in the archive, which is never written to. Choose a place outside { $folder }.
catalogue-is-folder = { $path } is a folder. Choose the catalogue itself, a file whose name ends in .nabolag.sqlite.
catalogue-journal-left = { $path } is left of a catalogue that was here and may hold its last change. Put that catalogue back beside it, or choose another name for the new one.
catalogue-missing = There is no catalogue { $path }. Check the name, or create it first.
catalogue-older = { $path } was made by an older version of Nabolag. Open it once with this version to have it brought up to date, after a backup.
catalogue-newer = { $path } was written by a newer version of Nabolag (tables { $tables }, this program knows { $known }) and was left as it is. Update Nabolag to open it.
catalogue-not-made = { $path } cannot be made there ({ $reason }). Choose a folder you may write to.
catalogue-of-another-program = { $path } is an SQLite file, but not a catalogue of Nabolag. Choose a file whose name ends in .nabolag.sqlite.
catalogue-open-elsewhere = { $path } is open in a program (process { NUMBER($process, useGrouping: 0) }). Close it there, then restore.
catalogue-open-in-newer-sqlite = { $path } is open in another program that uses a newer SQLite. Close it there, then open it here.
catalogue-unreadable = { $path } cannot be read ({ $reason }). Check that you may read it.
catalogue-without-archive = { $path } does not say where its archive is. Choose the folder of the images.
images-gone = { NUMBER($missing, useGrouping: 0) } of { $images ->
        [one] 1 image is
       *[other] { NUMBER($images, useGrouping: 0) } images are
    } not in the catalogue. Reload the list.
images-same-path = Two images would have the same path after the move. Scan the archive again.
images-without-label = None of these images carries ‘{ $label }’. Choose some that do.
label-below-itself = ‘{ $label }’ cannot lie below ‘{ $parent }’, which lies below it. Move ‘{ $parent }’ first.
label-gone = This label is no longer in the catalogue. Reload the labels.
label-name-ambiguous = ‘{ $name }’ may be one of several labels: { $labels }. Name the one you mean by its path.
label-place-taken = ‘{ $label }’ cannot be put there: ‘{ $other }’ has the same name, and the two would lie below the same label. Merge the two, or rename one of them, and try again.
label-name-empty = A label needs a name. Type at least one character.
label-name-is-alias = ‘{ $name }’ is already an alias of ‘{ $label }’. Use that label, or remove the alias first.
label-name-taken = There is already a label ‘{ $label }’. Use it, or choose another name.
label-name-too-long = A name can have { NUMBER($most, useGrouping: 0) } characters; this one has { NUMBER($characters, useGrouping: 0) }. Shorten it.
question-cost-wrong = What an error costs is a number from 0.000001 to 1,000,000. Only how the two relate counts: 1 and 5 say that one error is five times as bad.
question-gone = This question is no longer in the catalogue. Reload the questions.
question-help-too-long = The help of a question can have { NUMBER($most, useGrouping: 0) } characters. Shorten it.
question-name-empty = A question needs a name. Type at least one character.
question-name-taken = There is already a question ‘{ $name }’. Use it, or choose another name.
question-name-too-long = The name of a question can have { NUMBER($most, useGrouping: 0) } characters. Shorten it and put the rest into its help.
labels-gone = Some of these labels are not in the catalogue. Reload the labels.
migration-dangling-rows = { $path } could not be brought up to date: { $rows ->
        [one] 1 row of { $tables } points
       *[other] { NUMBER($rows, useGrouping: 0) } rows of { $tables } point
    } to rows that are not there. It was left as it was; restore a backup or report this.
no-catalogue = { $path } is not a catalogue. Choose a file whose name ends in .nabolag.sqlite.
prompts-too-long = A label can have { NUMBER($most_prompts, useGrouping: 0) } prompts of { NUMBER($most_characters, useGrouping: 0) } characters; these are { NUMBER($prompts, useGrouping: 0) }, the longest of { NUMBER($longest, useGrouping: 0) }. Shorten them.
image-not-set-aside = This image is not set aside for another one. Reload the list.
some-images-gone = Some of these images are not in the catalogue. Reload the list.
rule-star-inside = ‘{ $word }’ has a * before its end. A * stands at the end only, for longer words that begin so: flood* finds floods.
rule-too-long = A rule can have { NUMBER($most_words, useGrouping: 0) } words, as many that rule out, and { NUMBER($most_patterns, useGrouping: 0) } patterns, each of { NUMBER($most_characters, useGrouping: 0) } characters. Shorten it.
rule-without-word = ‘{ $word }’ holds no letter or digit, so it is found in no caption. Type a word, or use a pattern.

database-disk-full = The disk is full, so nothing of this change was saved to { $path }. Free some space and do it again.
database-read-only = { $path } cannot be written to, so nothing of this change was saved. Allow writing to the file and its folder, or copy the catalogue to another place.
database-busy = Another program has kept { $path } busy for { $waited_s } seconds, so nothing of this was done. Wait until it has finished, or close it, and try again.
database-not-opened = { $path } cannot be opened. Check that the file and its folder are still there and that you may write to both.
database-disk-failed = The disk failed while { $path } was read or written ({ $error }), so nothing of this change was saved. Check the disk and its connection, then try again.
database-disk-failed-last = The disk failed just when this change was being saved to { $path } ({ $error }), so it may be saved or not. Check the disk and its connection, then look whether the change is there before you make it again.
catalogue-damaged = { $path } is damaged. Restore one of its backups; the damaged file is kept beside them.

undo-conflict = Cannot undo the change of { $time } ({ $change }): an import or another program has changed the same images or labels since. Nothing was changed; make the correction by hand.
redo-conflict = Cannot redo the change of { $time } ({ $change }): an import or another program has changed the same images or labels since. Nothing was changed; make the correction by hand.

place-on-network = { $path } lies on a network drive, where SQLite files can be damaged. Move the catalogue and its folder to a disk of this computer.
place-synchronised = { $path } lies in { $folder }, which is synchronised while the catalogue is in use and may mix two states of it. Move the catalogue and its folder elsewhere, or pause the synchronisation while you work.

sidecars-written-elsewhere = Sidecars of this catalogue are being written by another window or command; wait until it is done.
pictures-written-elsewhere = Keywords are being written into pictures of this catalogue by another window or command; wait until it is done.
sidecar-bytes-gone = What a sidecar held before is not kept any more; it cannot be brought back.
