# What people call the formats of annotation programs, of training code and of publication, their
# options, and what can go wrong with them.

export-format-coco = COCO, images with labels of the whole image and no boxes

export-json-damaged = { $file } is no whole JSON file; export it anew.
export-entry-wrong = Image { $number } of { $file } is not written as this format has it; export the file anew, or take that image out.
