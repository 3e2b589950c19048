# What a measurement of captions says in words.

caption-verdict-few = { $captions ->
        [one] 1 caption is too few to say what kind it is
       *[other] { NUMBER($captions) } captions are too few to say what kind they are
    }.
caption-verdict-foreign = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions are in languages that the encoder does not read.
caption-verdict-descriptive = The captions are descriptive: they say what is to be seen.
caption-verdict-mixed = The captions are mixed: some say what is to be seen, others tell something about it.
caption-verdict-commentative = The captions are commentative: they tell something about the images rather than what is to be seen.
caption-reason-gap = Captions are { NUMBER($separation, maximumFractionDigits: 2) } standard deviations closer to their own image than to others; descriptive ones are 1.5 or more, commentative ones 0.5 or less.
caption-reason-chance = That is no more than chance explains.
caption-reason-found = Among 1,000 images the right one comes first for { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions; published figures are above 40 % for descriptive and below 13 % for commentative captions.
caption-reason-own-labels = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions name a label of their image, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } would by chance.
caption-reason-seen-labels = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions name a label that the encoder sees in their image, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } would by chance.
caption-advice-more = Take more captions in, from 50 on this can be said.
caption-advice-languages = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions are in languages that this encoder does not read: choose an encoder for other languages, or translate the captions.
caption-advice-full-encoder = The built-in encoder is a small one: measure with a full encoder too before you judge the captions.
caption-advice-train = Train an encoder on the { NUMBER($pairs) } captions and their images: that closes the gap between captions of this kind and what the encoder has learned from.
caption-advice-few-to-train = { $pairs ->
        [one] 1 caption is
       *[other] { NUMBER($pairs) } captions are
    } too few to train on; from 200 on it is worth a try.
caption-advice-cut = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the captions are longer than the encoder reads: put what is to be seen first, or shorten them.
caption-advice-group = The captions of “{ $group }” are much further from their images than the rest: look at them first.
caption-advice-language = The captions whose language is { $language } are much further from their images than the rest: look at them first.
caption-advice-none = Search by meaning works with this encoder as it is; training would bring little.
caption-report-unknown = { $file } is not a report on captions that this program wrote; measure again.
map-too-few = { $points ->
        [one] 1 point is
       *[other] { NUMBER($points) } points are
    } too few for a map; { NUMBER($fewest) } are needed.
umap-absent = UMAP needs the Python package umap-learn, which is not there; take t-SNE.
captions-none-of-both = No image with a caption has features of both encoders: encode the images with each of them first.
