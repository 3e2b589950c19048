# Why a question about an open catalogue has no answer.

catalogue-closing = The catalogue is being closed.
context-twice = The context "{ $context }" is there twice.
contexts-empty = No context is left; keep at least one, for example {"{}"}.
encoder-gives-no-numbers = The encoder gives vectors that are no numbers: its weights are damaged, or were trained at too high a rate. Take another encoder, or get this one again.
encoder-changed = The encoder { $encoder } has changed since the catalogue was encoded: encode again.
encoder-process-ended = The encoder's process ended twice while it worked; the computer may be short of memory. Close other programs and try again.
encoder-replaced = The encoder { $encoder } is not the one any more that the images were encoded with: encode the catalogue again.
encoder-without-text = The encoder { $encoder } has no text tower, so it cannot compare images with words: encode the catalogue with another encoder.
features-changed = The features changed while they were read: try again.
file-changed = The file has changed since it was scanned; scan the archive again.
file-gone-since-scan = The file is not there any more; scan the archive again.
image-nowhere = There is no image { $path } in the catalogue, and no file of that name.
images-not-encoded = The images are not encoded yet: encode the catalogue first.
labelled-not-encoded = { $images ->
        [one] The 1 labelled image is not encoded yet
       *[other] None of the { NUMBER($images, useGrouping: 0) } labelled images is encoded yet
    }: encode the catalogue first.
names-unknown = There are no { $names } names; choose one of { $known }.
no-labels = There are no labels yet: add the names of what the images show first.
nothing-labelled = No image has a label yet: label a few images, then ask for suggestions.
outside-file-unreadable = { $path } cannot be read: { $reason }
reading-names-stopped = Reading the labels' names was stopped.
saved-search-label-merged = ‘{ $label }’ was merged into ‘{ $into }’, which is searched for in its place.
saved-search-labels-gone = { $count ->
    [one] The label { $labels } of ‘{ $name }’ is not there any more; the rest of the search is shown.
   *[other] The labels { $labels } of ‘{ $name }’ are not there any more; the rest of the search is shown.
}
saved-search-name-long = A search's name has at most { NUMBER($most, useGrouping: 0) } characters; shorten it.
saved-search-none = There is no saved search ‘{ $name }’ in this catalogue.
saved-search-taken = There is a saved search ‘{ $name }’ already; choose another name, or replace that one.
saved-search-without-name = A saved search needs a name. Type at least one character.
saved-searches-newer = The saved searches were written by a newer version of Nabolag and were left as they are; update Nabolag to use them.
saved-searches-some-unreadable = { $searches ->
    [one] 1 saved search cannot be read; it is kept as it is.
   *[other] { NUMBER($searches, useGrouping: 0) } saved searches cannot be read; they are kept as they are.
}
saved-searches-unreadable = The saved searches are damaged; what is left of them is kept aside when the next one is saved, and a backup may hold them whole.
search-stopped = The search was stopped.
words-have-braces = "{ $words }" has braces; write the words that go into contexts.
captions-none-to-measure = No encoded image has a caption: take captions in, and encode the images first.
