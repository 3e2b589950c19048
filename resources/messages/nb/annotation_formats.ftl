# Hva formatene til merkeprogrammer, treningskode og publisering heter, valgene deres, og hva som kan
# gå galt med dem.

export-format-coco = COCO, bilder med merkelapper for hele bildet og ingen rammer
export-format-label-studio = Label Studio, oppgaver som merkes der og tas inn igjen
export-format-cvat = CVAT for images 1.1, merkelapper som ses gjennom der og tas inn igjen
export-format-fiftyone = FiftyOne, bilder og merkelappene deres
export-format-folders = En mappe for hver merkelapp med bildene, for bilder med én merkelapp
export-format-darwin-core = Darwin Core, funn med bildene deres, for biologer
export-format-camtrap-dp = Camtrap DP, datapakken for viltkameraer
export-format-skos = SKOS, vokabularet alene med hierarki og andre navn
export-format-skos-turtle = SKOS i Turtle, vokabularet alene, for programmer som ikke leser XML
export-format-ro-crate = RO-Crate, et annet format med tittel, opphav og lisens for forskningsarkiver

export-option-chooser = Merkelapper velges
export-option-chooser-about = Hvordan merkerne ser merkelappene. Et tre er lettere når merkelapper ligger under hverandre.
export-option-chooser-choices = fra en liste
export-option-chooser-taxonomy = fra et tre
export-option-primary = Av flere merkelapper
export-option-primary-about = Et bilde ligger i bare én mappe. De andre merkelappene står i files.jsonl.
export-option-primary-none = avvis eksporten
export-option-primary-first = den første etter navn
export-option-primary-deepest = den som er lengst nede i hierarkiet
export-option-primary-rarest = den som færrest bilder har
export-option-primary-listed = den første på en liste som det har
export-option-nested = Mapper inni hverandre, slik merkelappene er
export-option-nested-about = De fleste programmer tar da de øverste mappene som klasser.
export-option-names-are = Merkelapper er
export-option-names-are-scientific = vitenskapelige navn
export-option-names-are-vernacular = navn i dagligtale
export-option-deployment = En utplassering av et kamera er
export-option-deployment-about = Posisjoner og tidssoner er ikke kjent i katalogen og merkes slik. Bilder uten tidspunkt utelates.
export-option-deployment-folder = en mappe
export-option-deployment-top-folder = en mappe øverst, med alt under den
export-option-deployment-archive = hele arkivet
export-option-holds = Den inneholder

export-json-damaged = { $file } er ingen hel JSON-fil; eksporter den på nytt.
export-entry-wrong = Bilde { $number } i { $file } er ikke skrevet slik dette formatet er; eksporter filen på nytt, eller ta det bildet ut.
export-no-xml = «{ $name }» har tegn som XML ikke kan romme; gi nytt navn, eller velg et format som ikke er XML, for SKOS Turtle.
export-xml-damaged = { $file } er ingen hel XML-fil; eksporter den på nytt.
export-xml-entities = { $file } erklærer entiteter, og de leses ikke av sikkerhetshensyn; eksporter filen på nytt.
export-several-labels = { $images ->
    [one] Ett bilde har flere merkelapper og ingen som skal telle ({ $file }), men ligger i én mappe. Velg hvilken av flere merkelapper som teller (valget primary), eller et annet format.
   *[other] { $images } bilder har flere merkelapper og ingen som skal telle, for eksempel { $file }, men ligger i én mappe hver. Velg hvilken av flere merkelapper som teller (valget primary), eller et annet format.
}
export-primary-unknown = Eksporten har ingen merkelapp «{ $name }» til en mappe; skriv merkelappene slik de heter der, eller ta den ut av listen.
export-primary-several = Flere merkelapper heter «{ $name }»: { $paths }. Skriv hele stien til den som menes.
export-too-large = { $file } inneholder mer enn det som kan leses på én gang; eksporter færre bilder om gangen.
package-file-outside = { $file } nevner en fil utenfor sin egen mappe ({ $name }), som av sikkerhetshensyn ikke leses; eksporter på nytt.
package-damaged = { $file } er ikke et helt ZIP-arkiv; pakk det eller last det ned på nytt.
camtrap-package-wrong = { $file } sier ikke hvor tabellene med medier og observasjoner er; eksporter pakken på nytt.
camtrap-events-only = { $file } forteller hva som ble sett i hver hendelse, ikke på hvilket bilde; eksporter pakken med observasjoner av medier.
skos-no-concepts = { $file } har ingen SKOS-begreper; velg et vokabular i RDF/XML, Turtle eller JSON-LD.
skos-damaged = { $file } er ikke skrevet slik filendelsen sier; eksporter vokabularet på nytt.
skos-context-on-web = { $file } viser til en kontekst på nettet, som ikke hentes; lagre vokabularet som Turtle eller RDF/XML med programmet som laget det.
import-vocabulary = { $file } er et vokabular og nevner ingen bilder; les det inn på etikettsiden (Les nøkkelordliste) eller med «labels keywords-in».
