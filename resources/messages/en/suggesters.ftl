# The suggesters: what they are called, what they do, and how, in technical words.

suggester-neighbor-search = Similar images
suggester-neighbor-search-about = Takes labels from the most similar labelled images, the closest first.
suggester-neighbor-search-method = labels of the most similar labelled images, weighted by how similar they are

suggester-1-nn = Most similar image
suggester-1-nn-about = Copies the labels of the one most similar image.
suggester-1-nn-method = the labels of the single most similar labelled image

suggester-simple-net = Vote of all images
suggester-simple-net-about = All labelled images vote, and similar ones count for more.
suggester-simple-net-method = all labelled images vote for their labels, the more similar the more

suggester-class-wise-net = Vote within each label
suggester-class-wise-net-about = Looks at each label by itself: how similar are the images that carry it?
suggester-class-wise-net-method = how similar an image is to those of each label, each label for itself

suggester-simple-net-prototypes = Vote of typical images
suggester-simple-net-prototypes-about = A few typical images stand for all labelled ones and vote.
suggester-simple-net-prototypes-method = a few typical images of every label, averages of the labelled ones, vote

suggester-class-wise-net-prototypes = Typical images of each label
suggester-class-wise-net-prototypes-about = How similar is an image to a few typical images of each label?
suggester-class-wise-net-prototypes-method = how similar an image is to a few typical images of each label

suggester-simple-net-fine-tuned = Vote of all images, trained
suggester-simple-net-fine-tuned-about = Training moves every labelled image to where its vote helps most.
suggester-simple-net-fine-tuned-method = the simple net after training: every labelled image moves to where it predicts best

suggester-class-wise-net-fine-tuned = Vote within each label, trained
suggester-class-wise-net-fine-tuned-about = Training moves the images of each label to where they tell it best.
suggester-class-wise-net-fine-tuned-method = the class-wise net after training

suggester-simple-net-prototypes-fine-tuned = Vote of typical images, trained
suggester-simple-net-prototypes-fine-tuned-about = Training moves the typical images to where their vote helps most.
suggester-simple-net-prototypes-fine-tuned-method = a few typical images of every label, trained to predict best, vote

suggester-class-wise-net-prototypes-fine-tuned = Typical images of each label, trained
suggester-class-wise-net-prototypes-fine-tuned-about = Training moves each label's typical images to where they tell it best.
suggester-class-wise-net-prototypes-fine-tuned-method = how similar an image is to a few trained images of each label

suggester-neighbor-search-fine-tuned = Similar images, trained
suggester-neighbor-search-fine-tuned-about = Training decides anew which labelled images are similar.
suggester-neighbor-search-fine-tuned-method = neighbor search after training: labelled images move to where they predict best

suggester-neighbor-mix = Mix of similar images
suggester-neighbor-mix-about = Finds the few similar images that together look most like this one, and takes their labels.
suggester-neighbor-mix-method = the few similar labelled images that an image can be mixed from

suggester-kernel-ridge = All images for and against
suggester-kernel-ridge-about = Every labelled image speaks for or against, weighed against each other.
suggester-kernel-ridge-method = all labelled images together, so that several that say the same share one vote

suggester-ensemble = All together
suggester-ensemble-about = Asks several suggesters and learns how much to trust each.
suggester-ensemble-method = neighbor search and kernel ridge, each trusted as far as it predicts known labels

suggester-linear-probe = One rule for each label
suggester-linear-probe-about = Learns for each label what its images have in common.
suggester-linear-probe-method = a logistic regression for every label

suggester-language-image = Names of labels
suggester-language-image-about = Compares an image with what labels are called; needs no labelled images.
suggester-language-image-method = labels whose names an image looks like; needs no labelled images

suggester-fused = Names and images
suggester-fused-about = Begins with what labels are called, and goes by labelled images the more there are.
suggester-fused-method = names first, labelled images the more there are; needs none to begin with

recommended-usually = Of the suggesters whose evidence is a short list of images, it did best on images kept aside from two archives.
recommended-by-evaluation = Chosen for this archive by an evaluation on { $date }: F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, against { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } % of “{ $suggester }”.
recommended-all-the-same = An evaluation of this archive on { $date } found F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %; “{ $suggester }” reached { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, and so little more may be chance.

references-none = There are no labelled images to draw suggestions from: label a few images first.
references-without-names = This suggester goes by the names of labels, and there are none to go by.
suggester-unknown = There is no suggester '{ $suggester }'; choose one of { $suggesters }.
