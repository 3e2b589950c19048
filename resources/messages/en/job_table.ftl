# What jobs are called, and what they say when they are over.

job-scan = Read the archive
job-scan-done =
    { $files ->
        [one] 1 image
       *[other] { $files } images
    }{ $added ->
        [0] { "" }
       *[other] , { $added } new
    }{ $updated ->
        [0] { "" }
       *[other] , { $updated } changed
    }{ $moved ->
        [0] { "" }
       *[other] , { $moved } moved
    }{ $missing ->
        [0] { "" }
       *[other] , { $missing } missing
    }{ $unreadable ->
        [0] { "" }
       *[other] , { $unreadable } unreadable
    }

job-encode = Encode the images
job-encode-menu = Encode new images
job-encode-done =
    { $encoded ->
        [0] All images were encoded already.
        [one] 1 image encoded.
       *[other] { $encoded } images encoded, { $per_s } a second.
    }

job-first-suggestions = Make first suggestions

job-tune = Tune the suggestions
job-tune-menu = { job-tune }
job-tune-done = Suggestions tuned to this archive.

job-suggest = Suggest labels
job-suggest-menu = { job-suggest }
job-suggest-done =
    { $suggestions ->
        [one] 1 suggestion
       *[other] { $suggestions } suggestions
    } for { $images ->
        [one] 1 image
       *[other] { $images } images
    }, drawn from { $references ->
        [one] 1 labelled one
       *[other] { $references } labelled ones
    }.
job-suggest-not-due = Ready. Label some images, and the others get suggestions.

job-queues = Look for labels to check

job-evaluate = Evaluate the suggesters
job-evaluate-done = Evaluated. Best: “{ $suggester }” with an overall score of { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } %, for { $labels ->
        [one] 1 label
       *[other] { $labels } labels
    } with at least { $minimum ->
        [one] 1 image
       *[other] { $minimum } images
    }.

job-check = Check the catalogue
job-check-menu = { job-check }
job-check-done =
    { $problems ->
        [0] The catalogue is sound: database, features and files.
        [one] The check found 1 problem.
       *[other] The check found { $problems } problems.
    }

job-export = Export labels
job-export-done =
    { $labellings ->
        [one] 1 label
       *[other] { $labellings } labels
    } of { $images ->
        [one] 1 image
       *[other] { $images } images
    } written to { $file }{ $left_out ->
        [0] { "" }
        [one] ; 1 image was left out
       *[other] ; { $left_out } images were left out
    }.

job-suggestion-table = Export suggestions

job-same-labels = Look for labels that may be the same

job-translate = Translate label names
job-translate-done = { $translated } of { $asked ->
        [one] 1 label name
       *[other] { $asked } label names
    } translated by { $host }.

job-download = Download encoder { $name }

job-estimate-training = Estimate a training

job-titles-as-captions = Make captions of titles

job-import-captions = Import captions
job-import-captions-done =
    { $captions ->
        [one] 1 new caption
       *[other] { $captions } new captions
    } on { $images ->
        [one] 1 image
       *[other] { $images } images
    }.

job-translate-captions = Translate captions
job-translate-captions-done = { $translated } of { $asked ->
        [one] 1 caption
       *[other] { $asked } captions
    } translated by { $host }.

job-clean-captions = Clean captions
job-clean-captions-done =
    { $changed ->
        [one] 1 caption changed
       *[other] { $changed } captions changed
    }, { $left_out } left out.

job-text-rules = Labels from captions
job-text-rules-menu = Labels from captions, by all rules
job-text-rules-done =
    { $added ->
        [0] No image got a label from its captions.
        [one] 1 label from captions, on { $images ->
            [one] 1 image
           *[other] { $images } images
        }.
       *[other] { $added } labels from captions, on { $images ->
            [one] 1 image
           *[other] { $images } images
        }.
    }

job-import-table = Import keywords
job-import-table-done =
    { $labellings ->
        [one] 1 new labelling
       *[other] { $labellings } new labellings
    }, { $labels ->
        [one] 1 new label
       *[other] { $labels } new labels
    } on { $images ->
        [one] 1 image
       *[other] { $images } images
    }{ $rejected ->
        [0] { "" }
        [one] ; 1 row fits no image
       *[other] ; { $rejected } rows fit no image
    }

job-duplicates = Look for duplicates
job-duplicates-done =
    { $clusters ->
        [0] No duplicates found
        [one] 1 group of duplicates
       *[other] { $clusters } groups of duplicates
    } among { $images ->
        [one] 1 image that was compared
       *[other] { $images } images that were compared
    }{ $certain ->
        [0] { "" }
        [one] ; 1 group is certain
       *[other] ; { $certain } groups are certain
    }.

job-set-aside-files = Move files that are set aside
job-set-aside-files-done =
    { $moved ->
        [one] 1 file moved
       *[other] { $moved } files moved
    }{ $left ->
        [0] { "" }
        [one] ; 1 file stayed where it was
       *[other] ; { $left } files stayed where they were
    }. The manifest { $manifest } puts them back.
set-aside-files-none =
    { $left ->
        [0] No file of an image that is set aside is in the archive; there is nothing to move.
        [one] Nothing was moved: 1 file stayed where it was.
       *[other] Nothing was moved: { $left } files stayed where they were.
    }

job-trash-files = Move files that are set aside to the trash
job-trash-files-done =
    { $moved ->
        [one] 1 file is in the system's trash, which alone brings it back
       *[other] { $moved } files are in the system's trash, which alone brings them back
    }{ $left ->
        [0] { "" }
        [one] ; 1 file stayed where it was
       *[other] ; { $left } files stayed where they were
    }. { $manifest } lists what went there.
trash-files-none =
    { $left ->
        [0] No file of an image that is set aside is in the archive; there is nothing to move to the trash.
        [one] Nothing was moved to the trash: 1 file stayed where it was.
       *[other] Nothing was moved to the trash: { $left } files stayed where they were.
    }

job-put-back-files = Put moved files back
job-put-back-files-done =
    { $moved ->
        [one] 1 file is back in the archive
       *[other] { $moved } files are back in the archive
    }{ $left ->
        [0] .
        [one] ; 1 file could not be put back.
       *[other] ; { $left } files could not be put back.
    }
put-back-files-none =
    { $left ->
        [one] Nothing was put back: 1 file is not where it was moved to, or another one has its place.
       *[other] Nothing was put back: { $left } files are not where they were moved to, or others have their places.
    }

file-left-gone = it is not there any more
file-left-changed = it holds something else than when it was read or moved
file-left-taken = something else lies where it is to go, or a link leads elsewhere
file-left-failed = the system refused
file-left-no-trash = the disk it lies on has no trash
file-left-keeper-gone = the one that stays for it is missing or has changed, so it may be the last of its picture

job-export-foretold =
    { $labellings ->
        [one] { $labellings } labelling
       *[other] { $labellings } labellings
    } on { $images ->
        [one] { $images } image
       *[other] { $images } images
    } would be written.

job-preview-sidecars = See what sidecars would say
job-preview-sidecars-done =
    { $written ->
        [0] { $left ->
            [0] Every sidecar says what the catalogue does
           *[other] No sidecar would be written
        }
        [one] 1 sidecar would be written
       *[other] { NUMBER($written) } sidecars would be written
    }{ $new ->
        [0] { "" }
       *[other] , { NUMBER($new) } of them new
    }{ $left ->
        [0] .
        [one] ; 1 would be left as it is.
       *[other] ; { NUMBER($left) } would be left as they are.
    }
job-write-sidecars = Write sidecars
job-write-sidecars-done =
    { $written ->
        [0] No sidecar was written
        [one] 1 sidecar written
       *[other] { NUMBER($written) } sidecars written
    }{ $new ->
        [0] { "" }
       *[other] , { NUMBER($new) } of them new
    }{ $left ->
        [0] .
        [one] ; 1 left as it is.
       *[other] ; { NUMBER($left) } left as they are.
    }
job-undo-sidecars = Give sidecars their old contents
job-undo-sidecars-done =
    { $restored ->
        [one] 1 sidecar is as it was before
       *[other] { NUMBER($restored) } sidecars are as they were before
    }, { $removed ->
        [one] 1 new one is gone
       *[other] { NUMBER($removed) } new ones are gone
    }{ $left ->
        [0] .
        [one] ; 1 was left as it is.
       *[other] ; { NUMBER($left) } were left as they are.
    }
job-compare-sidecars = Look for changes in sidecars
job-compare-sidecars-done =
    Other programs put { $added ->
        [one] 1 keyword
       *[other] { NUMBER($added) } keywords
    } into sidecars and took { $removed ->
        [one] 1
       *[other] { NUMBER($removed) }
    } out.
job-preview-embedding = See what pictures would say
job-preview-embedding-done =
    { $changed ->
        [0] { $left ->
            [0] Every picture says what the catalogue does, as far as it can
           *[other] No picture would be written into
        }
        [one] 1 picture would be written into; its old bytes ({ NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB) would be kept
       *[other] { NUMBER($changed) } pictures would be written into; their old bytes ({ NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB) would be kept
    }{ $left ->
        [0] .
        [one] ; 1 would be left as it is.
       *[other] ; { NUMBER($left) } would be left as they are.
    }
job-embed-keywords = Write keywords into pictures
job-embed-keywords-done =
    { $changed ->
        [0] No picture was written into
        [one] 1 picture written into
       *[other] { NUMBER($changed) } pictures written into
    }{ $left ->
        [0] { "" }
        [one] ; 1 left as it is
       *[other] ; { NUMBER($left) } left as they are
    }; { NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB of old pictures are kept.
job-undo-embedding = Give pictures their old bytes
job-undo-embedding-done =
    { $restored ->
        [one] 1 picture is as it was before
       *[other] { NUMBER($restored) } pictures are as they were before
    }{ $left ->
        [0] .
        [one] ; 1 was left as it is.
       *[other] ; { NUMBER($left) } were left as they are.
    }

job-read-text = Reading words in pictures
job-read-text-menu = Read words in pictures
job-read-text-done = Pictures read: { NUMBER($read, useGrouping: 0) }, with words: { NUMBER($with_text, useGrouping: 0) }, new captions: { NUMBER($captions, useGrouping: 0) }.
job-evaluate-question = Measure a question
job-evaluate-question-done = ‘{ $question }’ has an F1 of { $f1 } for yes on { NUMBER($answers, useGrouping: 0) } held-out answers; the report is in { $folder }.
job-predict-question = Predict answers
job-evaluate-captions = Measure how captions and images find each other
job-evaluate-captions-done = Images find their captions with a mean reciprocal rank of { $mrr } among { $captions }; the report is in { $folder }.
job-compare-encoders = Compare two encoders on the captions
job-compare-encoders-done = The two encoders are compared.
job-train = Train the encoder { $name }
job-train-done = { $name } is trained: captions and images that it had not seen find each other with an MRR of { NUMBER($after, minimumFractionDigits: 3, maximumFractionDigits: 3) }, { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } before.
job-train-no-better = { $name } was better on the captions it was chosen by, but on others that it had not seen it is not: an MRR of { NUMBER($after, minimumFractionDigits: 3, maximumFractionDigits: 3) }, { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } before. Keep the encoder in use, or train on more captions.
