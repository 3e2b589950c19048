# What cannot be done as a command asks.

cli-compare-with-catalogue = --compare takes two reports and no catalogue; leave one out.
cli-contexts-or-default = Say either --contexts FILE.csv or --default-contexts.
cli-demo-folder-not-empty = { $folder } holds other things; name a new folder for the demo.
cli-export-or-import = Say either --export FILE or --import FILE.
cli-image-unknown = { $image } is not an image of this catalogue; rescan finds new ones.
cli-label-unknown = There is no label ‘{ $label }’; the command labels lists them all.
cli-merge-into-itself = Name another label than the one to merge into.
cli-names-not-agreed = { $names ->
        [one] 1 name was
       *[other] { NUMBER($names, useGrouping: 0) } names were
    } not agreed to be sent to { $host }; --preview shows them, --agree agrees and sends them.
cli-neither-command-nor-catalogue = There is neither a command nor a catalogue named { $name }; --help lists the commands, create makes a catalogue.
cli-no-catalogue-nor-backup = There is no catalogue { $catalogue }, and no backup of it.
cli-no-display = There is no display to open a window on; --help lists the commands.
cli-no-language-code = { $language } is no code of a language; write it as en, no or de.
cli-no-such-folder = There is no folder { $folder } with images in the archive.
cli-no-such-image = The catalogue has no image { $image } and there is no such file; give its path below { $folder }, or that of any image file.
cli-no-such-label = There is no label { $label } in the catalogue.
cli-text-without-image = --text says what is said of an image: name that with --image.
cli-nothing-to-evaluate = Name the catalogue to evaluate, or two reports with --compare.
cli-nothing-to-search-for = Name what to search for: words, or an image with --like.
cli-other-archive = { $catalogue } describes another archive, { $folder }; choose another name, or tell where that archive is now with rescan --archive-dir.
cli-provider-has-no-keys = { $provider } knows no keys.
cli-report-folder-missing = Name the folder for the report with --out.
cli-sample-language-unknown = The sample archive has no labels in '{ $language }'; choose en, { $languages }.
cli-saved-search-alone = --saved opens a search as it was saved; leave out words, --like, --label, --folder and --status.
cli-captions-need-words = Captions are searched for words; name some, without a minus before them.
cli-captions-not-agreed = { $captions ->
        [one] 1 caption was
       *[other] { NUMBER($captions, useGrouping: 0) } captions were
    } not agreed to be sent to { $host }; --preview shows them, --agree agrees and sends them.
cli-captions-one-thing = captions does one thing at a time: --import, --find, --image or --rebuild-index.

cli-no-backup = { $catalogue } has no backup; the command backups lists what there is.
cli-no-such-backup = { $catalogue } has no backup named { $backup }; the command backups lists what there is.
cli-nothing-to-undo = There is nothing to undo.
cli-nothing-to-redo = There is nothing to redo.
cli-preview-of-what = --preview tells what --accept-certain would do; give both.
cli-rules-none = No label has such a rule. Give labels rules with --rules FILE, or on the page Labels.
cli-rules-one-thing = Name one of --rules, --withdraw and --export; --preview goes with the first two.
cli-one-way-for-files = Give one of --move-to, --trash and --put-back.
cli-export-saved-alone = --saved takes the images of a saved search; leave out --filter, --label and --folder.
cli-export-saved-meaning = The saved search ‘{ $name }’ ranks all images by meaning and leaves none out; export one that goes by names and conditions.
cli-sidecars-copied = This catalogue is a copy, and its pictures are those of { $catalogue } as well, which would find them changed; write from there, or add --from-copy.
cli-sidecars-one-of = Name one of --preview, --write, --undo and --drop-originals.
cli-sidecars-embed-first = --drop-originals is about the pictures that --embed has written into; name it too.
cli-sidecars-embed-or-sync = --sync reads sidecars; a scan reads what others wrote into the pictures. Name --embed or --sync, not both.
cli-sidecars-captions-beside = Captions are written into sidecars alone. Name --captions or --embed, not both.
cli-sidecars-sync-first = --accept and --decline answer what --sync lists; name it too.
cli-sidecars-accept-or-decline = Name --accept or --decline, not both.
cli-captions-evaluate-out = --evaluate and --out DIR belong together: name the folder for the report.
cli-output-unwritable = Standard output cannot be written to: { $reason }.
cli-ending-unknown = { $file } ends in no format that is written here; end it in { $endings }.
cli-one-on-standard-output = A table at - and the document of --json would both go to standard output; give one of them.
cli-one-table-on-standard-output = Several tables would go to standard output; name files for the others.
cli-json-behind-command = --json stands behind the command that it is for.
cli-completion-not-installed = A shell completes the command nabolag, which is there once the program is installed.
cli-accept-uncalibrated = The suggestions have no probabilities yet: run suggest --tune, which measures them on labelled images.
cli-argument-no-text = An argument holds bytes that are no UTF-8 text, which only paths may; type it again.
cli-folder-empty = --folder is empty; name a folder below the archive, or . for the whole archive.
cli-no-list-of-images = { $file } is no list of images: one is text with a path a line.
cli-no-images-named = Name the images: as arguments, or in a file with --images.
cli-folder-on-standard-output = { $format } writes a folder, which standard output cannot hold; name a folder.
cli-question-answer-odd = ‘{ $answer }’ is no answer. Say yes, no, unsure or none.
cli-question-say-complete = Say for which images the label is complete: --folder, --label, --status reviewed or --all. A missing label is a no only where somebody has looked.
cli-question-unknown = There is no question ‘{ $question }’. Those there are: { $known }.
