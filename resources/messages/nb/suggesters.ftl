# Forslagsmetodene: hva de heter, hva de gjør, og hvordan, med fagord.

suggester-neighbor-search = Lignende bilder
suggester-neighbor-search-about = Tar merkelapper fra de mest lignende merkede bildene, de nærmeste først.
suggester-neighbor-search-method = merkelappene til de mest lignende merkede bildene, vektet etter hvor like de er

suggester-1-nn = Det likeste bildet
suggester-1-nn-about = Tar merkelappene til det ene bildet som ligner mest.
suggester-1-nn-method = merkelappene til det ene merkede bildet som ligner mest

suggester-simple-net = Alle bilder stemmer
suggester-simple-net-about = Alle merkede bilder stemmer, og lignende teller mer.
suggester-simple-net-method = alle merkede bilder stemmer for merkelappene sine, mer jo likere de er

suggester-class-wise-net = Stemmer per merkelapp
suggester-class-wise-net-about = Ser på hver merkelapp for seg: hvor like er bildene som har den?
suggester-class-wise-net-method = hvor likt et bilde er dem som har hver merkelapp, hver merkelapp for seg

suggester-simple-net-prototypes = Typiske bilder stemmer
suggester-simple-net-prototypes-about = Noen få typiske bilder står for alle de merkede og stemmer.
suggester-simple-net-prototypes-method = noen få typiske bilder av hver merkelapp, gjennomsnitt av de merkede, stemmer

suggester-class-wise-net-prototypes = Typiske bilder per merkelapp
suggester-class-wise-net-prototypes-about = Hvor mye ligner et bilde noen få typiske bilder av hver merkelapp?
suggester-class-wise-net-prototypes-method = hvor likt et bilde er noen få typiske bilder av hver merkelapp

suggester-simple-net-fine-tuned = Alle bilder stemmer, trent
suggester-simple-net-fine-tuned-about = Trening flytter hvert merkede bilde dit stemmen hjelper mest.
suggester-simple-net-fine-tuned-method = det enkle nettet etter trening: hvert merket bilde flyttes dit det forutsier best

suggester-class-wise-net-fine-tuned = Stemmer per merkelapp, trent
suggester-class-wise-net-fine-tuned-about = Trening flytter bildene av hver merkelapp dit de viser den best.
suggester-class-wise-net-fine-tuned-method = nettet med hver merkelapp for seg, etter trening

suggester-simple-net-prototypes-fine-tuned = Typiske bilder stemmer, trent
suggester-simple-net-prototypes-fine-tuned-about = Trening flytter de typiske bildene dit stemmen hjelper mest.
suggester-simple-net-prototypes-fine-tuned-method = noen få typiske bilder av hver merkelapp, trent til å forutsi best, stemmer

suggester-class-wise-net-prototypes-fine-tuned = Typiske bilder per merkelapp, trent
suggester-class-wise-net-prototypes-fine-tuned-about = Trening flytter de typiske bildene av hver merkelapp dit de viser den best.
suggester-class-wise-net-prototypes-fine-tuned-method = hvor likt et bilde er noen få trente bilder av hver merkelapp

suggester-neighbor-search-fine-tuned = Lignende bilder, trent
suggester-neighbor-search-fine-tuned-about = Trening avgjør på nytt hvilke merkede bilder som ligner.
suggester-neighbor-search-fine-tuned-method = nabosøk etter trening: merkede bilder flyttes dit de forutsier best

suggester-neighbor-mix = Blanding av lignende bilder
suggester-neighbor-mix-about = Finner de få lignende bildene som til sammen ligner mest på dette, og tar merkelappene deres.
suggester-neighbor-mix-method = de få lignende merkede bildene som et bilde kan blandes av

suggester-kernel-ridge = Alle bilder for og imot
suggester-kernel-ridge-about = Hvert merkede bilde taler for eller imot, veid mot hverandre.
suggester-kernel-ridge-method = alle merkede bilder samlet, slik at flere som sier det samme, deler én stemme

suggester-ensemble = Alle sammen
suggester-ensemble-about = Spør flere forslagsmåter og lærer hvor mye hver er å stole på.
suggester-ensemble-method = nabosøk og kjerneregresjon, hver med så mye tillit som den treffer kjente merkelapper

suggester-linear-probe = En regel per merkelapp
suggester-linear-probe-about = Lærer for hver merkelapp hva bildene har felles.
suggester-linear-probe-method = en logistisk regresjon for hver merkelapp

suggester-language-image = Navn på merkelapper
suggester-language-image-about = Sammenligner et bilde med det merkelappene heter; trenger ingen merkede bilder.
suggester-language-image-method = merkelapper hvis navn et bilde ligner; trenger ingen merkede bilder

suggester-fused = Navn og bilder
suggester-fused-about = Begynner med hva merkelappene heter, og går etter merkede bilder jo flere det er.
suggester-fused-method = først navn, så merkede bilder jo flere det er; trenger ingen til å begynne med

suggester-words-and-pictures = Navn på merkelapper, med bildetekster
suggester-words-and-pictures-about = Sammenligner et bilde og bildetekstene med det merkelappene heter; trenger ingen merkede bilder.
suggester-words-and-pictures-method = summen av et bilde og bildetekstene, med én vekt mellom dem, mot navnene på merkelapper

suggester-neighbor-search-on-both = Lignende bilder og bildetekster
suggester-neighbor-search-on-both-about = Tar merkelapper fra merkede bilder som ligner og har lignende bildetekster.
suggester-neighbor-search-on-both-method = nabosøk etter det veide gjennomsnittet av likheten mellom bilder og mellom bildetekster

suggester-kernel-ridge-on-both = Bilder og bildetekster for og imot
suggester-kernel-ridge-on-both-about = Hvert merkede bilde og bildetekstene taler for eller imot, og også hvor godt de passer sammen.
suggester-kernel-ridge-on-both-method = kjerneregresjon på bilde, bildetekst, produktet av dem og forskjellen

suggester-kernel-ridge-on-sum = Bilder med bildetekster lagt til, for og imot
suggester-kernel-ridge-on-sum-about = Legger sammen et bilde og bildetekstene, og lar alle merkede tale for eller imot.
suggester-kernel-ridge-on-sum-method = kjerneregresjon på summen av bilde og bildetekst

suggester-linear-probe-on-both = En regel per merkelapp, med bildetekster
suggester-linear-probe-on-both-about = Lærer for hver merkelapp hva bildene og bildetekstene har felles, og hvordan de passer sammen.
suggester-linear-probe-on-both-method = en logistisk regresjon for hver merkelapp på bilde, bildetekst, produktet av dem og forskjellen

suggester-linear-probe-on-sum = En regel per merkelapp, bildetekster lagt til
suggester-linear-probe-on-sum-about = Legger sammen et bilde og bildetekstene, og lærer for hver merkelapp hva de har felles.
suggester-linear-probe-on-sum-method = en logistisk regresjon for hver merkelapp på summen av bilde og bildetekst

suggester-neighbor-search-on-texts = Lignende bildetekster
suggester-neighbor-search-on-texts-about = Tar merkelapper fra merkede bilder med de mest lignende bildetekstene; ser ikke på bildene.
suggester-neighbor-search-on-texts-method = nabosøk på bildetekster alene

suggester-kernel-ridge-on-texts = Bildetekster for og imot
suggester-kernel-ridge-on-texts-about = Bildetekstene til hvert merkede bilde taler for eller imot; det ses ikke på bildene.
suggester-kernel-ridge-on-texts-method = kjerneregresjon på bildetekster alene

suggester-linear-probe-on-texts = En regel per merkelapp, bare bildetekster
suggester-linear-probe-on-texts-about = Lærer for hver merkelapp hva bildetekstene til bildene har felles.
suggester-linear-probe-on-texts-method = en logistisk regresjon for hver merkelapp på bildetekster alene

recommended-usually = Av forslagsmåtene som begrunner forslag med noen få bilder, gjorde den det best på bilder som var lagt til side fra to arkiver.
recommended-by-evaluation = Valgt for dette arkivet av en evaluering { $date }: F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, mot { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } % for «{ $suggester }».
recommended-all-the-same = En evaluering av dette arkivet { $date } fant F{ $beta } { NUMBER($score, maximumFractionDigits: 1, minimumFractionDigits: 1) } %; «{ $suggester }» nådde { NUMBER($other, maximumFractionDigits: 1, minimumFractionDigits: 1) } %, og så lite mer kan være tilfeldig.

references-none = Det finnes ingen merkede bilder å hente forslag fra: merk noen bilder først.
references-without-names = Denne forslagsmåten går etter navnene på merkelapper, og det finnes ingen å gå etter.
suggester-without-captions = Forslagsmåten «{ $suggester }» går etter bildetekster, og ingen bilder har noen: les inn bildetekster eller velg en annen forslagsmåte.
suggester-reads-no-text = Forslagsmåten «{ $suggester }» leser ingen tekster: velg en som går etter bildetekster, for eksempel neighbor-search-on-both.
suggester-unknown = Det finnes ingen forslagsmåte «{ $suggester }»; velg en av { $suggesters }.
