# What cannot be done as a command asks.

cli-compare-with-catalogue = --compare takes two reports and no catalogue; leave one out.
cli-contexts-or-default = Say either --contexts FILE.csv or --default-contexts.
cli-demo-folder-not-empty = { $folder } holds other things; name a new folder for the demo.
cli-export-or-import = Say either --export FILE or --import FILE.
cli-image-unknown = { $image } is not an image of this catalogue; rescan finds new ones.
cli-image-with-suggester = --image shows what the last suggester says; leave --suggester out, or suggest labels for all images with it first.
cli-label-unknown = There is no label ‘{ $label }’; the command labels lists them all.
cli-merge-into-itself = Name another label than the one to merge into.
cli-names-not-agreed = { NUMBER($names, useGrouping: 0) } names were not agreed to be sent to { $host }; --preview shows them, --agree agrees and sends them.
cli-neither-command-nor-catalogue = There is neither a command nor a catalogue named { $name }; --help lists the commands, create makes a catalogue.
cli-no-catalogue-nor-backup = There is no catalogue { $catalogue }, and no backup of it.
cli-no-display = There is no display to open a window on; --help lists the commands.
cli-no-such-folder = There is no folder { $folder } with images in the archive.
cli-no-such-image = The catalogue has no image { $image } and there is no such file; give its path below { $folder }, or that of any image file.
cli-no-such-label = There is no label { $label } in the catalogue.
cli-nothing-to-evaluate = Name the catalogue to evaluate, or two reports with --compare.
cli-nothing-to-search-for = Name what to search for: words, or an image with --like.
cli-other-archive = { $catalogue } describes another archive, { $folder }; choose another name, or tell where that archive is now with rescan --archive-dir.
cli-provider-has-no-keys = { $provider } knows no keys.
cli-report-folder-missing = Name the folder for the report with --out.
cli-sample-language-unknown = The sample archive has no labels in '{ $language }'; choose en, { $languages }.
cli-saved-search-alone = --saved opens a search as it was saved; leave out words, --like, --label, --folder and --status.
cli-captions-one-thing = captions does one thing at a time: --import, --find, --image or --rebuild-index.

cli-no-backup = { $catalogue } has no backup; the command backups lists what there is.
cli-no-such-backup = { $catalogue } has no backup named { $backup }; the command backups lists what there is.
cli-nothing-to-undo = There is nothing to undo.
cli-nothing-to-redo = There is nothing to redo.
cli-preview-of-what = --preview tells what --accept-certain would do; give both.
cli-one-way-for-files = Give one of --move-to, --trash and --put-back.
cli-export-saved-alone = --saved takes the images of a saved search; leave out --filter, --label and --folder.
cli-export-saved-meaning = The saved search ‘{ $name }’ ranks all images by meaning and leaves none out; export one that goes by names and conditions.
cli-sidecars-one-of = Name one of --preview, --write and --undo.
cli-sidecars-sync-first = --accept and --decline answer what --sync lists; name it too.
cli-sidecars-accept-or-decline = Name --accept or --decline, not both.
cli-captions-evaluate-out = --evaluate and --out DIR belong together: name the folder for the report.
