# Files that are read and written: exports, glossaries, keyword lists.

export-confidence-no-number = Row { NUMBER($row, useGrouping: 0) } has '{ $confidence }' as its confidence, which is no number.
destination-forbidden = { $path } is { $folder }, where nothing is ever exported to; choose another place.
destination-inside-forbidden = { $path } lies inside { $folder }, where nothing is ever exported to; choose another place.
destination-is-folder = { $path } is a folder; name a file in it.
destination-not-plain = { $path } is no plain file but a pipe, a device or the like; choose another name.
destination-is-catalogue = { $path } is a catalogue or belongs to one, and is never replaced; choose another name.
destination-folder-missing = The folder { $folder } does not exist; create it first.
destination-exists = { $path } exists already; choose another name, or allow it to be replaced.
export-unknown = { $path } is not a table that this program exported.
table-holds-suggestions = { $file } holds suggestions, which nobody has decided on yet; they are no keywords. Accept them in the window, or export the labels.
table-holds-label-errors = { $file } lists labels that are probably wrong or missing, and images to label next; those are no keywords. Answer them in the window.
table-holds-split = { $file } says which images are for training and which for testing; those are no keywords. Give it to an evaluation.
table-holds-glossary = { $file } is a glossary of label names, not keywords of images. Read it as a glossary.
table-holds-contexts = { $file } holds contexts, not keywords of images. Read it where contexts are chosen.
table-whole-lines = { $cells ->
        [one] 1 cell of keywords in { $file } holds “{ $likely }” but no “{ $separator }”, so that it would
       *[other] { NUMBER($cells) } cells of keywords in { $file } hold “{ $likely }” but no “{ $separator }”, so that each would
    } become one label: “{ $example }”. Choose “{ $likely }” as the separator, or say that whole cells are meant.
import-format-unknown = Nothing in the format “{ $name }” can be imported; choose one of { $known }.
import-other-format = { $file } is not in the format { $name }.
glossary-unknown-kind = { $file } is no glossary; name it .csv, .tsv or .tbx.
glossary-columns-missing = { $file } needs a first row that heads one column “label” or “original” and one “manual” or “english”.
glossary-declares-entities = { $file } declares entities, which a glossary has no need of.
glossary-no-tbx = { $file } is no whole TBX file; save it anew with the program that made it.{ UNSAID($detail) }
glossary-no-terms = { $file } has no term entries; is it a TBX file?
export-line-no-image = Line { NUMBER($line, useGrouping: 0) } is not an image as this program exports them; it needs at least {"{"}"file": …, "labels": [{"{"}"path": […]{"}"}]{"}"}.
keyword-list-too-large = { $file } is larger than any keyword list; choose the list that Lightroom exported.
keyword-list-too-long = { $file } has { NUMBER($lines, useGrouping: 0) } lines; a keyword list may have { NUMBER($most, useGrouping: 0) }.
keyword-list-no-text = { $file } is no text; choose a keyword list that Lightroom exported.

# Why a line of a keyword list was left out or mended; "line 7:" stands before it.
keyword-list-synonym-of-nothing = a synonym before any keyword
keyword-list-no-name = no name between the brackets
keyword-list-too-deep = more than { $deepest } levels deep
keyword-list-skips-levels = indented by several levels at once; taken as one

# Tables of duplicates.
duplicates-answer-odd = Line { NUMBER($line, useGrouping: 0) } of { $file } says “{ $answer }”; an answer is yes, no, copy, variant or series.
duplicates-columns-missing = { $file } needs a first row with the columns { $columns }.
duplicates-line-too-short = Line { NUMBER($line, useGrouping: 0) } of { $file } has too few cells.
duplicates-no-row-fits = No row of { $file } names two images of this catalogue; files are named as below the archive's folder, not as “{ $example }”.
duplicates-probability-odd = Line { NUMBER($line, useGrouping: 0) } of { $file } says “{ $said }”; a probability is a number from 0 to 1.
duplicates-json-damaged = { $file } is damaged: it is no JSON.
duplicates-json-odd = { $file } is neither what czkawka found (duplicate files, similar images) nor a report of fclones.
duplicates-json-not-by-content = { $file } lists files of the same name or size, whatever they show; have czkawka compare by hash, or look for similar images.
duplicates-two-keepers = The table names two files that stay for { $file }; give it one.
duplicates-keeper-goes = The table has { $file } both stay and go; name for each file the one that stays in the end.
duplicates-two-clusters = The table has { $file } in two clusters; give it one.
