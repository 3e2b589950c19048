# What people call the formats of annotation programs, of training code and of publication, their
# options, and what can go wrong with them.

export-format-coco = COCO, images with labels of the whole image and no boxes
export-format-label-studio = Label Studio, tasks to label there and take back
export-format-cvat = CVAT for images 1.1, tags to look through there and take back

export-option-chooser = Labels are chosen
export-option-chooser-about = How annotators are shown the labels. A tree is easier where labels lie below one another.
export-option-chooser-choices = from a list
export-option-chooser-taxonomy = from a tree

export-json-damaged = { $file } is no whole JSON file; export it anew.
export-entry-wrong = Image { $number } of { $file } is not written as this format has it; export the file anew, or take that image out.
export-no-xml = ‘{ $name }’ has signs that XML cannot hold; rename it, or choose a format that is no XML.
export-xml-damaged = { $file } is no whole XML file; export it anew.
export-xml-entities = { $file } declares entities, which are not read for safety; export it anew.
