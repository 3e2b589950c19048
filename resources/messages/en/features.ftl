# The kept features of images and texts.

features-unwritable = The features cannot be written to { $folder }: { $reason }. Make room or give write access, then encode again.
features-absent = { NUMBER($absent, useGrouping: 0) } of { $images ->
        [one] 1 image has
       *[other] { NUMBER($images, useGrouping: 0) } images have
    } no features yet. Encode the catalogue.
features-forbidden = The features in { $folder } may not be read; check their permissions.
features-all-damaged = The features are damaged and were set aside. Nothing is lost by that, for they can be computed again: encode the catalogue.
shard-name-odd = its name is not a shard's
shard-size-odd = its size is not the one that was written
shard-bytes-odd = its bytes are not the ones that were written
shard-length-odd = its features have another length than the others
shard-length-not-of-encoder = its features have another length than those of its encoder
shard-cut-short = its end is missing
features-damaged = The feature shard { $shard } is damaged ({ $detail }) and was set aside; { $remedy }.
features-encoded-again = the next encoding computes its { $rows ->
        [one] 1 image
       *[other] { $rows } images
    } again
text-features-made-again = { $rows ->
        [one] its 1 text is encoded again when it is
       *[other] its { $rows } texts are encoded again when they are
    } needed
