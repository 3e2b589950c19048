# What a check of a catalogue finds wrong, and the headings above it.

check-title-database = Problems in the database
check-title-absent = Missing beside the catalogue
check-title-features = Damaged features, computed again at the next encoding
check-title-text-features = Damaged vectors of texts, made anew when needed
check-title-archive = The archive
check-title-missing = Missing files
check-title-changed = Files changed since they were scanned, read again by the next scan
check-title-altered = Files with other contents than when scanned though nothing says so
check-title-unreadable = Files that cannot be read

check-file-unreadable = { $path }: { $reason }

check-names-twice =
    { $count ->
        [one] 1 name is both a label and an alias. Remove the alias.
       *[other] { NUMBER($count, useGrouping: 0) } names are both a label and an alias. Remove the alias.
    }
check-accepted-without-label =
    { $count ->
        [one] 1 accepted suggestion put no label on its image. Decide on it again.
       *[other] { NUMBER($count, useGrouping: 0) } accepted suggestions put no label on their image. Decide on them again.
    }
check-rejected-with-label =
    { $count ->
        [one] 1 image carries a label that was rejected for it. Remove or add it again.
       *[other] { NUMBER($count, useGrouping: 0) } images carry a label that was rejected for them. Remove or add it again.
    }
check-no-content-hash =
    { $count ->
        [one] 1 image has no proper content hash. Scan the archive again.
       *[other] { NUMBER($count, useGrouping: 0) } images have no proper content hash. Scan the archive again.
    }
check-unreadable-without-reason =
    { $count ->
        [one] 1 image is unreadable without a reason or the other way round. Scan the archive again.
       *[other] { NUMBER($count, useGrouping: 0) } images are unreadable without a reason or the other way round. Scan the archive again.
    }
check-keeper-set-aside =
    { $count ->
        [one] 1 image is set aside for one that is set aside itself. Restore a backup.
       *[other] { NUMBER($count, useGrouping: 0) } images are set aside for one that is set aside itself. Restore a backup.
    }
check-captions-empty =
    { $count ->
        [one] 1 caption is empty. Restore a backup.
       *[other] { NUMBER($count, useGrouping: 0) } captions are empty. Restore a backup.
    }
check-captions-not-found =
    { $count ->
        [one] 1 caption cannot be found by its words. Restore a backup.
       *[other] { NUMBER($count, useGrouping: 0) } captions cannot be found by their words. Restore a backup.
    }
check-caption-index-wrong = The index of captions does not fit them, so that some are not found by their words. Make it anew in the terminal (the guide says how), or restore a backup.
check-suggestions-of-no-label =
    { $count ->
        [one] 1 suggestion is of a label that never was. Suggest again.
       *[other] { NUMBER($count, useGrouping: 0) } suggestions are of labels that never were. Suggest again.
    }
check-confidence-outside-range =
    { $count ->
        [one] 1 suggestion has a confidence outside 0 to 1. Suggest again.
       *[other] { NUMBER($count, useGrouping: 0) } suggestions have a confidence outside 0 to 1. Suggest again.
    }
check-probability-outside-range =
    { $count ->
        [one] 1 suggestion has a probability outside 0 to 1. Suggest again.
       *[other] { NUMBER($count, useGrouping: 0) } suggestions have a probability outside 0 to 1. Suggest again.
    }
check-suspects-outside-range =
    { $count ->
        [one] 1 suspicious label has a figure outside 0 to 1. Suggest again.
       *[other] { NUMBER($count, useGrouping: 0) } suspicious labels have a figure outside 0 to 1. Suggest again.
    }
check-odd-value = { $place } holds what is no value of a catalogue. Restore a backup.
check-file-damaged = The file is damaged ({ $detail }). Restore a backup.
check-dangling-rows =
    { $count ->
        [one] 1 row of { $table } points to { $parent } that are not there. Restore a backup.
       *[other] { NUMBER($count, useGrouping: 0) } rows of { $table } point to { $parent } that are not there. Restore a backup.
    }
check-answers-outside-range =
    { $count ->
        [one] 1 answer to a question has a probability outside 0 to 1. Restore a backup.
       *[other] { NUMBER($count, useGrouping: 0) } answers to questions have a probability outside 0 to 1. Restore a backup.
    }
check-name-not-found = ‘{ $name }’ cannot be found by its name. Rename it and name it back.
check-label-below-itself = The label ‘{ $label }’ lies below itself. Move it to the top.
check-review-queue-wrong =
    { $images ->
        [one] The review queue is wrong about 1 image. Suggest again.
       *[other] The review queue is wrong about { NUMBER($images, useGrouping: 0) } images. Suggest again.
    }
