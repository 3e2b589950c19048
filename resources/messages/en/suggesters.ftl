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

suggester-words-and-pictures = Names of labels, with captions
suggester-words-and-pictures-about = Compares an image and its captions with what labels are called; needs no labelled images.
suggester-words-and-pictures-method = the sum of an image and its captions, one weight between them, against the names of labels

suggester-neighbor-search-on-both = Similar images and captions
suggester-neighbor-search-on-both-about = Takes labels from labelled images that look alike and have similar captions.
suggester-neighbor-search-on-both-method = neighbor search by the weighted mean of the similarities of images and of captions

suggester-kernel-ridge-on-both = Images and captions for and against
suggester-kernel-ridge-on-both-about = Every labelled image and its captions speak for or against, and also how well the two go together.
suggester-kernel-ridge-on-both-method = kernel ridge on image, caption, their product and their difference

suggester-kernel-ridge-on-sum = Images with captions added, for and against
suggester-kernel-ridge-on-sum-about = Adds an image and its captions up, and lets all labelled ones speak for or against.
suggester-kernel-ridge-on-sum-method = kernel ridge on the sum of image and caption

suggester-linear-probe-on-both = One rule for each label, with captions
suggester-linear-probe-on-both-about = Learns for each label what its images and captions have in common, and how they go together.
suggester-linear-probe-on-both-method = a logistic regression for every label on image, caption, their product and their difference

suggester-linear-probe-on-sum = One rule for each label, captions added
suggester-linear-probe-on-sum-about = Adds an image and its captions up, and learns for each label what they have in common.
suggester-linear-probe-on-sum-method = a logistic regression for every label on the sum of image and caption

suggester-neighbor-search-on-texts = Similar captions
suggester-neighbor-search-on-texts-about = Takes labels from labelled images with the most similar captions; does not look at the images.
suggester-neighbor-search-on-texts-method = neighbor search on captions alone

suggester-kernel-ridge-on-texts = Captions for and against
suggester-kernel-ridge-on-texts-about = The captions of every labelled image speak for or against; the images are not looked at.
suggester-kernel-ridge-on-texts-method = kernel ridge on captions alone

suggester-linear-probe-on-texts = One rule for each label, captions alone
suggester-linear-probe-on-texts-about = Learns for each label what the captions of its images have in common.
suggester-linear-probe-on-texts-method = a logistic regression for every label on captions alone

recommended-usually = Of the suggesters whose evidence is a short list of images, it did best on images kept aside from two archives.
recommended-by-evaluation = Chosen for this archive by an evaluation on { $date }: F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, against { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } % of “{ $suggester }”.
recommended-all-the-same = An evaluation of this archive on { $date } found F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %; “{ $suggester }” reached { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, and so little more may be chance.

references-none = There are no labelled images to draw suggestions from: label a few images first.
references-without-names = This suggester goes by the names of labels, and there are none to go by.
suggester-without-captions = The suggester “{ $suggester }” goes by captions, and no image has one: read captions in or choose another suggester.
suggester-reads-no-text = The suggester “{ $suggester }” reads no texts: choose one that goes by captions, such as neighbor-search-on-both.
suggester-unknown = There is no suggester '{ $suggester }'; choose one of { $suggesters }.
