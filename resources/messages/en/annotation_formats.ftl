# What people call the formats of annotation programs, of training code and of publication, their
# options, and what can go wrong with them.

export-format-coco = COCO, images with labels of the whole image and no boxes
export-format-label-studio = Label Studio, tasks to label there and take back
export-format-cvat = CVAT for images 1.1, tags to look through there and take back
export-format-fiftyone = FiftyOne, pictures and their labels
export-format-folders = A folder for each label with its pictures, for images of one label
export-format-darwin-core = Darwin Core, occurrences and their pictures for biologists
export-format-camtrap-dp = Camtrap DP, the data package of camera traps
export-format-skos = SKOS, the vocabulary alone with its hierarchy and other names
export-format-skos-turtle = SKOS in Turtle, the vocabulary alone, for programs that do not read XML
export-format-ro-crate = RO-Crate, another format with title, creators and licence for repositories

export-option-chooser = Labels are chosen
export-option-chooser-about = How annotators are shown the labels. A tree is easier where labels lie below one another.
export-option-chooser-choices = from a list
export-option-chooser-taxonomy = from a tree
export-option-primary = Of several labels
export-option-primary-about = A picture lies in one folder only. Its other labels stand in files.jsonl.
export-option-primary-none = refuse the export
export-option-primary-first = the first by name
export-option-primary-deepest = the one furthest down the hierarchy
export-option-primary-rarest = the one that fewest images have
export-option-primary-listed = the first of a list that it has
export-option-nested = Folders inside one another, as the labels are
export-option-nested-about = Most programs take the top folders for the classes then.
export-option-names-are = Labels are
export-option-names-are-scientific = scientific names
export-option-names-are-vernacular = names in everyday language
export-option-deployment = A deployment of a camera is
export-option-deployment-about = Positions and time zones are not known to the catalogue and are marked so. Images without a time are left out.
export-option-deployment-folder = a folder
export-option-deployment-top-folder = a folder at the top, with all below it
export-option-deployment-archive = the whole archive
export-option-holds = It holds

export-json-damaged = { $file } is no whole JSON file; export it anew.
export-entry-wrong = Image { $number } of { $file } is not written as this format has it; export the file anew, or take that image out.
export-no-xml = ‘{ $name }’ has signs that XML cannot hold; rename it, or choose a format that is no XML, for SKOS Turtle.
export-xml-damaged = { $file } is no whole XML file; export it anew.
export-xml-entities = { $file } declares entities, which are not read for safety; export it anew.
export-several-labels = { $images ->
    [one] One image has several labels and none that is to count ({ $file }), but lies in one folder. Choose which of several labels counts (the option primary), or another format.
   *[other] { $images } images have several labels and none that is to count, such as { $file }, but lie in one folder each. Choose which of several labels counts (the option primary), or another format.
}
export-primary-unknown = The export has no label ‘{ $name }’ for a folder; write the labels as they are called in it, or take that one out of the list.
export-primary-several = Several labels are called ‘{ $name }’: { $paths }. Write the whole path of the one that is meant.
export-too-large = { $file } holds more than can be read at once; export fewer images at a time.
package-file-outside = { $file } names a file outside its own folder ({ $name }), which is not read for safety; export it anew.
package-damaged = { $file } is no whole ZIP archive; pack or download it anew.
camtrap-package-wrong = { $file } does not say where the tables of media and observations are; export the package anew.
camtrap-events-only = { $file } tells what was seen in each event, not on which picture; export the package with observations of media.
skos-no-concepts = { $file } holds no SKOS concepts; choose a vocabulary in RDF/XML, Turtle or JSON-LD.
skos-damaged = { $file } is not written as its ending says; export the vocabulary anew.
skos-context-on-web = { $file } refers to a context on the web, which is not fetched; save the vocabulary as Turtle or RDF/XML with the program that made it.
import-vocabulary = { $file } is a vocabulary and names no images; read it in on the Labels page (Read keyword list) or with ‘labels keywords-in’.
