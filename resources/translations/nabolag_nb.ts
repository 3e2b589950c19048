<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nb" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Labels image archives: what is known of some images is suggested for those like them. Apache License 2.0.</source>
        <translation>Merker bildearkiver: det som er kjent om noen bilder, foreslås for dem som ligner. Apache License 2.0.</translation>
    </message>
    <message>
        <source>Built on Qt (LGPL), PyTorch, open_clip, SQLAlchemy, Pillow and NumPy; icons by Lucide (ISC). The built-in encoder learned words from emoji and icons under open licences; resources/builtin_encoder/README.md names their authors. Only fetching an encoder and translating names use the network, and only after asking.</source>
        <translation>Bygd på Qt (LGPL), PyTorch, open_clip, SQLAlchemy, Pillow og NumPy; ikoner fra Lucide (ISC). Den innebygde enkoderen har lært ord av emojier og ikoner med åpne lisenser; resources/builtin_encoder/README.md nevner opphavspersonene. Bare nedlasting av en enkoder og oversetting av navn bruker nettet, og bare etter at du har sagt ja.</translation>
    </message>
</context>
<context>
    <name>AboutStep</name>
    <message>
        <source>Title</source>
        <translation>Tittel</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>Hva det viser</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisens</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Laget av</translation>
    </message>
    <message>
        <source>Whom to ask</source>
        <translation>Hvem man spør</translation>
    </message>
    <message>
        <source>Address on the web</source>
        <translation>Adresse på nettet</translation>
    </message>
    <message>
        <source>Write a data card</source>
        <translation>Skriv et datakort</translation>
    </message>
    <message>
        <source>README, manifest and plots: how many images have which label, who decided, how it was divided, with which checksums. Inside a folder, else beside the file.</source>
        <translation>README, manifest og diagrammer: hvor mange bilder som har hvilken merkelapp, hvem som bestemte, hvordan det er delt, med hvilke kontrollsummer. Inne i en mappe, ellers ved siden av filen.</translation>
    </message>
</context>
<context>
    <name>AcceptCertainDialog</name>
    <message>
        <source>Accept all certain clusters</source>
        <translation>Godta alle sikre grupper</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Teller…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Godta</translation>
    </message>
    <message>
        <source>No cluster is certain.</source>
        <translation>Ingen gruppe er sikker.</translation>
    </message>
    <message>
        <source>Accept 1 cluster</source>
        <translation>Godta 1 gruppe</translation>
    </message>
    <message>
        <source>Accept {count} clusters</source>
        <translation>Godta {count} grupper</translation>
    </message>
</context>
<context>
    <name>AccessPanel</name>
    <message>
        <source>Show</source>
        <translation>Vis</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>Ny nøkkel</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Kopier adressen</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>Kopier nøkkelen</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Kopier kommandoen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopier</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>Adressen til tjenesten</translation>
    </message>
    <message>
        <source>Known once the service runs</source>
        <translation>Kjent når tjenesten kjører</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Nøkkel</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>Vis nøkkelen</translation>
    </message>
    <message>
        <source>Programs that have the old token are refused from the next start on</source>
        <translation>Programmer som har den gamle nøkkelen, avvises fra neste start av</translation>
    </message>
    <message>
        <source>What is asked for</source>
        <translation>Hva det spørres etter</translation>
    </message>
    <message>
        <source>Command that asks the service</source>
        <translation>Kommando som spør tjenesten</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Ask for</source>
        <translation>Spør etter</translation>
    </message>
    <message>
        <source>The command can be pasted into a terminal of this computer as it is. It reads the token from a file that you alone can read. Other programs send it in the header Authorization: Bearer, or as the password of basic authentication.</source>
        <translation>Kommandoen kan limes inn i en terminal på denne datamaskinen som den er. Den leser nøkkelen fra en fil som bare du kan lese. Andre programmer sender den i hodet Authorization: Bearer, eller som passordet i basic-autentisering.</translation>
    </message>
    <message>
        <source>How programs ask</source>
        <translation>Slik spør programmer</translation>
    </message>
    <message>
        <source>Labels, as the catalogue suggests them</source>
        <translation>Merkelapper, slik katalogen foreslår dem</translation>
    </message>
    <message>
        <source>a sentence about it</source>
        <translation>en setning om det</translation>
    </message>
    <message>
        <source>Labels by: {suggester}</source>
        <translation>Merkelapper fra: {suggester}</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Skjul</translation>
    </message>
    <message>
        <source>The address is copied.</source>
        <translation>Adressen er kopiert.</translation>
    </message>
    <message>
        <source>The token is copied.</source>
        <translation>Nøkkelen er kopiert.</translation>
    </message>
    <message>
        <source>The command is copied.</source>
        <translation>Kommandoen er kopiert.</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>It is not measured yet how often suggestions like this are right.</source>
        <translation>Det er ikke målt ennå hvor ofte slike forslag er riktige.</translation>
    </message>
</context>
<context>
    <name>AnswersView</name>
    <message>
        <source>Answered images</source>
        <translation>Besvarte bilder</translation>
    </message>
    <message>
        <source>Which answers are shown</source>
        <translation>Hvilke svar som vises</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Order of the answers</source>
        <translation>Rekkefølgen på svarene</translation>
    </message>
    <message>
        <source>Most doubtful first</source>
        <translation>Mest tvilsomme først</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Nyeste først</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Ta tilbake</translation>
    </message>
    <message>
        <source>Write as a table…</source>
        <translation>Skriv som tabell …</translation>
    </message>
    <message>
        <source>Take answers in…</source>
        <translation>Ta inn svar…</translation>
    </message>
    <message>
        <source>No image has this answer.</source>
        <translation>Ingen bilder har dette svaret.</translation>
    </message>
    <message>
        <source>Answers to take in</source>
        <translation>Svar som skal tas inn</translation>
    </message>
    <message>
        <source>Replace them</source>
        <translation>Erstatt dem</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Svar</translation>
    </message>
</context>
<context>
    <name>AsideFiles</name>
    <message>
        <source>Move files to a folder…</source>
        <translation>Flytt filer til en mappe…</translation>
    </message>
    <message>
        <source>Move files to the trash…</source>
        <translation>Flytt filer til papirkurven…</translation>
    </message>
    <message>
        <source>Put files back…</source>
        <translation>Legg filer tilbake…</translation>
    </message>
    <message>
        <source>Write a list…</source>
        <translation>Skriv en liste…</translation>
    </message>
    <message>
        <source>Folder for the files that are set aside</source>
        <translation>Mappe for filene som er lagt til side</translation>
    </message>
    <message>
        <source>Move files here</source>
        <translation>Flytt filene hit</translation>
    </message>
    <message>
        <source>Manifest of the files to put back</source>
        <translation>Manifest for filene som skal legges tilbake</translation>
    </message>
    <message>
        <source>Manifests (*.jsonl)</source>
        <translation>Manifester (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle filer (*)</translation>
    </message>
    <message>
        <source>List of what is set aside</source>
        <translation>Liste over det som er lagt til side</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabeller (*.csv)</translation>
    </message>
    <message>
        <source>and 1 more</source>
        <translation>og 1 til</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>og {count} til</translation>
    </message>
    <message>
        <source>1 file is listed in {table}.</source>
        <translation>1 fil står i {table}.</translation>
    </message>
    <message>
        <source>{count} files are listed in {table}.</source>
        <translation>{count} filer står i {table}.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Åpne mappen</translation>
    </message>
</context>
<context>
    <name>AsideList</name>
    <message>
        <source>Images that are set aside</source>
        <translation>Bilder som er lagt til side</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Hent tilbake</translation>
    </message>
    <message>
        <source>Bring back the row</source>
        <translation>Hent tilbake raden</translation>
    </message>
    <message>
        <source>Looking for images that are set aside…</source>
        <translation>Ser etter bilder som er lagt til side…</translation>
    </message>
    <message>
        <source>{images} set aside</source>
        <translation>{images} lagt til side</translation>
    </message>
    <message>
        <source>No image is set aside. What you set aside in clusters stands here, and can be brought back. Files that were moved away can be put back.</source>
        <translation>Ingen bilder er lagt til side. Det du legger til side i grupper, står her og kan hentes tilbake. Filer som ble flyttet, kan legges tilbake.</translation>
    </message>
    <message>
        <source>Put files back…</source>
        <translation>Legg filer tilbake…</translation>
    </message>
</context>
<context>
    <name>AskView</name>
    <message>
        <source>Order of the images</source>
        <translation>Rekkefølgen på bildene</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Pass over</source>
        <translation>Hopp over</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Tilbake</translation>
    </message>
    <message>
        <source>All other images are answered. {count} were passed over.</source>
        <translation>Alle andre bilder er besvart. {count} ble hoppet over.</translation>
    </message>
    <message>
        <source>Ask about them again</source>
        <translation>Spør om dem igjen</translation>
    </message>
    <message>
        <source>Every image has an answer.</source>
        <translation>Alle bilder har et svar.</translation>
    </message>
    <message>
        <source>Look through the answers</source>
        <translation>Se gjennom svarene</translation>
    </message>
    <message>
        <source>Looking for images without an answer…</source>
        <translation>Ser etter bilder uten svar …</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>asked for</source>
        <translation>på forespørsel</translation>
    </message>
    <message>
        <source>while working</source>
        <translation>under arbeidet</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>før en oppdatering</translation>
    </message>
    <message>
        <source>before a restore</source>
        <translation>før en gjenoppretting</translation>
    </message>
    <message>
        <source>damaged, before a restore</source>
        <translation>skadet, før en gjenoppretting</translation>
    </message>
    <message>
        <source>1 labelling</source>
        <translation>1 merking</translation>
    </message>
    <message>
        <source>{count} labellings</source>
        <translation>{count} merkinger</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
    <message>
        <source>{labellings}, {labels}</source>
        <translation>{labellings}, {labels}</translation>
    </message>
    <message>
        <source>Backed up: {contents}</source>
        <translation>Sikkerhetskopiert: {contents}</translation>
    </message>
    <message>
        <source>Restored: the backup of {time}. What was there before is a backup too.</source>
        <translation>Gjenopprettet: sikkerhetskopien fra {time}. Det som var der før, er også en sikkerhetskopi.</translation>
    </message>
</context>
<context>
    <name>CaptionEditor</name>
    <message>
        <source>Caption</source>
        <translation>Bildetekst</translation>
    </message>
    <message>
        <source>What the picture shows or tells</source>
        <translation>Hva bildet viser eller forteller</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
    <message>
        <source>The caption&apos;s language; by itself, it is told from the words</source>
        <translation>Språket bildeteksten er på; av seg selv kjennes det på ordene</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lagre</translation>
    </message>
    <message>
        <source>Save the caption (Ctrl+Enter)</source>
        <translation>Lagre bildeteksten (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>La den være som den var (Esc)</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Av seg selv</translation>
    </message>
</context>
<context>
    <name>Captions</name>
    <message>
        <source>1 caption</source>
        <translation>1 bildetekst</translation>
    </message>
    <message>
        <source>{count} captions</source>
        <translation>{count} bildetekster</translation>
    </message>
    <message>
        <source>on 1 image</source>
        <translation>på 1 bilde</translation>
    </message>
    <message>
        <source>on {count} images</source>
        <translation>på {count} bilder</translation>
    </message>
    <message>
        <source>unknown language</source>
        <translation>ukjent språk</translation>
    </message>
    <message>
        <source>Measured {when} with {encoder}.</source>
        <translation>Målt {when} med {encoder}.</translation>
    </message>
    <message>
        <source>Half of the captions have {words} words or fewer.</source>
        <translation>Halvparten av bildetekstene har {words} ord eller færre.</translation>
    </message>
    <message>
        <source>{share} are longer than the {tokens} tokens that the encoder reads.</source>
        <translation>{share} er lengre enn de {tokens} tokenene som enkoderen leser.</translation>
    </message>
    <message>
        <source>The encoder was trained on captions, perhaps on these: on others it does less well.</source>
        <translation>Enkoderen er trent på bildetekster, kanskje på disse: På andre gjør den det dårligere.</translation>
    </message>
    <message>
        <source>1 image is not encoded and left out.</source>
        <translation>1 bilde er ikke enkodet og holdt utenfor.</translation>
    </message>
    <message>
        <source>{count} images are not encoded and left out.</source>
        <translation>{count} bilder er ikke enkodet og holdt utenfor.</translation>
    </message>
    <message>
        <source>In the first {count}</source>
        <translation>Blant de første {count}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Søk</translation>
    </message>
    <message>
        <source>Among</source>
        <translation>Blant</translation>
    </message>
    <message>
        <source>How many are ranked</source>
        <translation>Hvor mange som rangeres</translation>
    </message>
    <message>
        <source>How far up</source>
        <translation>Hvor høyt oppe</translation>
    </message>
    <message>
        <source>Mean reciprocal rank (MRR): 1 where the right one always comes first, 0.5 where it comes second; with its 95 % interval, or its deviation over trials</source>
        <translation>Gjennomsnittlig resiprok rang (MRR): 1 der det riktige alltid kommer først, 0,5 der det kommer som nummer to; med 95 %-intervall, eller avviket over forsøkene</translation>
    </message>
    <message>
        <source>By chance</source>
        <translation>Tilfeldig</translation>
    </message>
    <message>
        <source>Mean reciprocal rank of a random order; high where many are right, such as equal captions</source>
        <translation>Gjennomsnittlig resiprok rang i tilfeldig rekkefølge; høy der mange er riktige, som like bildetekster</translation>
    </message>
    <message>
        <source>Comes first</source>
        <translation>Kommer først</translation>
    </message>
    <message>
        <source>Middle rank</source>
        <translation>Midterste rang</translation>
    </message>
    <message>
        <source>Median rank of the first right one</source>
        <translation>Medianrangen til det første riktige</translation>
    </message>
    <message>
        <source>Captions by their image</source>
        <translation>Bildetekster ut fra bildet</translation>
    </message>
    <message>
        <source>Images by their caption</source>
        <translation>Bilder ut fra bildeteksten</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle sammen</translation>
    </message>
    <message>
        <source>drawn {count} times</source>
        <translation>trukket {count} ganger</translation>
    </message>
    <message>
        <source>Captions of</source>
        <translation>Bildetekster i</translation>
    </message>
    <message>
        <source>Grouped by</source>
        <translation>Gruppert etter</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Own image</source>
        <translation>Eget bilde</translation>
    </message>
    <message>
        <source>Mean cosine of captions and their own images</source>
        <translation>Gjennomsnittlig cosinus mellom bildetekster og deres egne bilder</translation>
    </message>
    <message>
        <source>Other images</source>
        <translation>Andre bilder</translation>
    </message>
    <message>
        <source>Mean cosine of captions and all other images</source>
        <translation>Gjennomsnittlig cosinus mellom bildetekster og alle andre bilder</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Forskjell</translation>
    </message>
    <message>
        <source>The gap</source>
        <translation>Gapet</translation>
    </message>
    <message>
        <source>In deviations</source>
        <translation>I standardavvik</translation>
    </message>
    <message>
        <source>The gap in standard deviations of wrong pairs, which can be compared between encoders</source>
        <translation>Gapet i standardavvik av gale par, som kan sammenlignes mellom enkodere</translation>
    </message>
    <message>
        <source>all images</source>
        <translation>alle bilder</translation>
    </message>
    <message>
        <source>the archive&apos;s root</source>
        <translation>roten av arkivet</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>mappe</translation>
    </message>
    <message>
        <source>language</source>
        <translation>språk</translation>
    </message>
    <message>
        <source>label</source>
        <translation>merkelapp</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andre</translation>
    </message>
    <message>
        <source>Neighbours stay neighbours; islands are apart</source>
        <translation>Naboer forblir naboer; øyer ligger hver for seg</translation>
    </message>
    <message>
        <source>The two directions in which vectors differ most</source>
        <translation>De to retningene som vektorene er mest ulike i</translation>
    </message>
    <message>
        <source>Neighbours and the larger order</source>
        <translation>Naboer og den større ordenen</translation>
    </message>
</context>
<context>
    <name>CaptionsDialog</name>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>CaptionsPage</name>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Earlier reports by date</source>
        <translation>Tidligere rapporter etter dato</translation>
    </message>
    <message>
        <source>Take captions in…</source>
        <translation>Ta inn bildetekster…</translation>
    </message>
    <message>
        <source>Read words in pictures</source>
        <translation>Les ord i bilder</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Åpne rapporten</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Report of</source>
        <translation>Rapport fra</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Oversikt</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupper</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Kart</translation>
    </message>
    <message>
        <source>Two encoders</source>
        <translation>To enkodere</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Trening</translation>
    </message>
    <message>
        <source>Looking for captions…</source>
        <translation>Ser etter bildetekster…</translation>
    </message>
    <message>
        <source>No image has a caption yet, but {titles}. A title can be a caption too.</source>
        <translation>Ingen bilder har bildetekst ennå, men {titles}. En tittel kan også være en bildetekst.</translation>
    </message>
    <message>
        <source>1 image has a title</source>
        <translation>1 bilde har en tittel</translation>
    </message>
    <message>
        <source>{count} images have a title</source>
        <translation>{count} bilder har en tittel</translation>
    </message>
    <message>
        <source>Make captions of titles</source>
        <translation>Lag bildetekster av titler</translation>
    </message>
    <message>
        <source>No image has a caption yet. Captions come from the files themselves, from tables, COCO files, JSON lines and folders of .txt files, are written on Library and Review, or are the words that stand in the pictures (menu Work).</source>
        <translation>Ingen bilder har bildetekst ennå. Bildetekster kommer fra filene selv, fra tabeller, COCO-filer, JSON-linjer og mapper med .txt-filer, skrives i Bibliotek og Gjennomgang, eller er ordene som står i bildene (menyen Arbeid).</translation>
    </message>
    <message>
        <source>{captions}. The images are not encoded yet, so they cannot be held against their captions.</source>
        <translation>{captions}. Bildene er ikke enkodet ennå, så de kan ikke holdes opp mot bildetekstene.</translation>
    </message>
    <message>
        <source>Encode images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>{captions}. Measure how well captions and images find each other: what kind of captions they are, where they do not fit, and a map of both.</source>
        <translation>{captions}. Mål hvor godt bildetekster og bilder finner hverandre: hva slags bildetekster det er, hvor de ikke passer, og et kart over begge.</translation>
    </message>
    <message>
        <source>1 caption</source>
        <translation>1 bildetekst</translation>
    </message>
    <message>
        <source>{count} captions</source>
        <translation>{count} bildetekster</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>Captions to take in</source>
        <translation>Bildetekster som skal tas inn</translation>
    </message>
    <message>
        <source>Lists of captions (*.csv *.tsv *.json *.jsonl)</source>
        <translation>Lister med bildetekster (*.csv *.tsv *.json *.jsonl)</translation>
    </message>
    <message>
        <source>Measuring… The bar below shows how far it is and can stop it.</source>
        <translation>Måler… Linjen under viser hvor langt det er kommet, og kan stanse det.</translation>
    </message>
</context>
<context>
    <name>CaptionsView</name>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Write a caption</source>
        <translation>Skriv en bildetekst</translation>
    </message>
    <message>
        <source>Change the caption</source>
        <translation>Endre bildeteksten</translation>
    </message>
    <message>
        <source>Take the caption away</source>
        <translation>Ta bort bildeteksten</translation>
    </message>
    <message>
        <source>probably {language}</source>
        <translation>trolig {language}</translation>
    </message>
    <message>
        <source>changed by {curator}</source>
        <translation>endret av {curator}</translation>
    </message>
</context>
<context>
    <name>ChangeDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>create the label ‘{label}’</source>
        <translation>opprett merkelappen «{label}»</translation>
    </message>
    <message>
        <source>rename ‘{label}’ to ‘{name}’</source>
        <translation>gi «{label}» navnet «{name}»</translation>
    </message>
    <message>
        <source>move the label ‘{label}’</source>
        <translation>flytt merkelappen «{label}»</translation>
    </message>
    <message>
        <source>add the alias ‘{alias}’ to ‘{label}’</source>
        <translation>legg til aliaset «{alias}» for «{label}»</translation>
    </message>
    <message>
        <source>remove the alias ‘{alias}’ from ‘{label}’</source>
        <translation>fjern aliaset «{alias}» fra «{label}»</translation>
    </message>
    <message>
        <source>name ‘{label}’ in English</source>
        <translation>gi «{label}» engelsk navn</translation>
    </message>
    <message>
        <source>delete the label ‘{label}’</source>
        <translation>slett merkelappen «{label}»</translation>
    </message>
    <message>
        <source>merge labels into ‘{label}’</source>
        <translation>slå sammen merkelapper til «{label}»</translation>
    </message>
    <message>
        <source>split ‘{name}’ off from ‘{label}’</source>
        <translation>skill «{name}» ut fra «{label}»</translation>
    </message>
    <message>
        <source>create the catalogue</source>
        <translation>opprett katalogen</translation>
    </message>
    <message>
        <source>choose the archive&apos;s folder</source>
        <translation>velg arkivets mappe</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>angre</translation>
    </message>
    <message>
        <source>redo</source>
        <translation>gjør om</translation>
    </message>
    <message>
        <source>read {files}</source>
        <translation>les {files}</translation>
    </message>
    <message>
        <source>follow {files} that moved</source>
        <translation>følg {files} som er flyttet</translation>
    </message>
    <message>
        <source>note that {files} are missing</source>
        <translation>noter at {files} mangler</translation>
    </message>
    <message>
        <source>name {labels} in English</source>
        <translation>gi {labels} engelsk navn</translation>
    </message>
    <message>
        <source>translate {labels}</source>
        <translation>oversett {labels}</translation>
    </message>
    <message>
        <source>move {labels}</source>
        <translation>flytt {labels}</translation>
    </message>
    <message>
        <source>delete {labels}</source>
        <translation>slett {labels}</translation>
    </message>
    <message>
        <source>read a keyword list of {labels}</source>
        <translation>les en nøkkelordliste med {labels}</translation>
    </message>
    <message>
        <source>describe ‘{label}’</source>
        <translation>beskriv «{label}»</translation>
    </message>
    <message>
        <source>add the caption ‘{caption}’</source>
        <translation>legg til bildeteksten «{caption}»</translation>
    </message>
    <message>
        <source>change a caption to ‘{caption}’</source>
        <translation>endre en bildetekst til «{caption}»</translation>
    </message>
    <message>
        <source>take away the caption ‘{caption}’</source>
        <translation>ta bort bildeteksten «{caption}»</translation>
    </message>
    <message>
        <source>make the index of captions anew</source>
        <translation>lag registeret over bildetekster på nytt</translation>
    </message>
    <message>
        <source>add the question ‘{question}’</source>
        <translation>legg til spørsmålet «{question}»</translation>
    </message>
    <message>
        <source>change the question ‘{question}’</source>
        <translation>endre spørsmålet «{question}»</translation>
    </message>
    <message>
        <source>rename the question ‘{question}’ to ‘{name}’</source>
        <translation>gi spørsmålet «{question}» navnet «{name}»</translation>
    </message>
    <message>
        <source>remove the question ‘{question}’ with its answers</source>
        <translation>fjern spørsmålet «{question}» med svarene</translation>
    </message>
    <message>
        <source>take back the answer about {labels} on one image</source>
        <translation>ta tilbake svaret om {labels} på ett bilde</translation>
    </message>
    <message>
        <source>write keywords into {files}</source>
        <translation>skriv nøkkelord i {files}</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} og {count} til</translation>
    </message>
    <message>
        <source>add {added} to and remove {removed} from {images}</source>
        <translation>legg til {added} og fjern {removed} på {images}</translation>
    </message>
    <message>
        <source>remove {removed} from {images}</source>
        <translation>fjern {removed} fra {images}</translation>
    </message>
    <message>
        <source>add {added} to {images}</source>
        <translation>legg til {added} på {images}</translation>
    </message>
    <message>
        <source>accept {accepted}, reject {rejected}</source>
        <translation>godta {accepted}, avvis {rejected}</translation>
    </message>
    <message>
        <source>reject {rejected}</source>
        <translation>avvis {rejected}</translation>
    </message>
    <message>
        <source>accept {accepted}</source>
        <translation>godta {accepted}</translation>
    </message>
    <message>
        <source>accept {label} on {accepted}, reject it on {rejected}</source>
        <translation>godta {label} på {accepted}, avvis den på {rejected}</translation>
    </message>
    <message>
        <source>reject {label} on {rejected}</source>
        <translation>avvis {label} på {rejected}</translation>
    </message>
    <message>
        <source>accept {label} on {accepted}</source>
        <translation>godta {label} på {accepted}</translation>
    </message>
    <message>
        <source>accept {suggestions} on {images}</source>
        <translation>godta {suggestions} på {images}</translation>
    </message>
    <message>
        <source>1 suggestion</source>
        <translation>1 forslag</translation>
    </message>
    <message>
        <source>{count} suggestions</source>
        <translation>{count} forslag</translation>
    </message>
    <message>
        <source>mark {images} as reviewed</source>
        <translation>merk {images} som gjennomgått</translation>
    </message>
    <message>
        <source>mark {images} as not reviewed</source>
        <translation>merk {images} som ikke gjennomgått</translation>
    </message>
    <message>
        <source>1 caption</source>
        <translation>1 bildetekst</translation>
    </message>
    <message>
        <source>{count} captions</source>
        <translation>{count} bildetekster</translation>
    </message>
    <message>
        <source>1 labelling</source>
        <translation>1 merking</translation>
    </message>
    <message>
        <source>{count} labellings</source>
        <translation>{count} merkinger</translation>
    </message>
    <message>
        <source>import {captions}</source>
        <translation>importer {captions}</translation>
    </message>
    <message>
        <source>import {labellings} and {captions}</source>
        <translation>importer {labellings} og {captions}</translation>
    </message>
    <message>
        <source>import {labellings}, {labels} and {captions}</source>
        <translation>importer {labellings}, {labels} og {captions}</translation>
    </message>
    <message>
        <source>import {labellings}</source>
        <translation>importer {labellings}</translation>
    </message>
    <message>
        <source>import {labellings} and {labels}</source>
        <translation>importer {labellings} og {labels}</translation>
    </message>
    <message>
        <source>1 new label</source>
        <translation>1 ny merkelapp</translation>
    </message>
    <message>
        <source>{count} new labels</source>
        <translation>{count} nye merkelapper</translation>
    </message>
    <message>
        <source>clean {captions}</source>
        <translation>rens {captions}</translation>
    </message>
    <message>
        <source>translate {captions}</source>
        <translation>oversett {captions}</translation>
    </message>
    <message>
        <source>tell {labels} apart</source>
        <translation>hold {labels} fra hverandre</translation>
    </message>
    <message>
        <source>no longer tell {labels} apart</source>
        <translation>hold ikke lenger {labels} fra hverandre</translation>
    </message>
    <message>
        <source>‘{label}’ and ‘{other}’</source>
        <translation>«{label}» og «{other}»</translation>
    </message>
    <message>
        <source>call {pairs} copies</source>
        <translation>kall {pairs} kopier</translation>
    </message>
    <message>
        <source>call {pairs} variants</source>
        <translation>kall {pairs} varianter</translation>
    </message>
    <message>
        <source>call {pairs} a series</source>
        <translation>kall {pairs} en serie</translation>
    </message>
    <message>
        <source>call {pairs} the same</source>
        <translation>kall {pairs} like</translation>
    </message>
    <message>
        <source>call {pairs} not the same</source>
        <translation>kall {pairs} ulike</translation>
    </message>
    <message>
        <source>answer about {pairs}</source>
        <translation>svar om {pairs}</translation>
    </message>
    <message>
        <source>2 images</source>
        <translation>2 bilder</translation>
    </message>
    <message>
        <source>{count} pairs of images</source>
        <translation>{count} bildepar</translation>
    </message>
    <message>
        <source>answer ‘{question}’ with yes for {images}</source>
        <translation>svar ja på «{question}» for {images}</translation>
    </message>
    <message>
        <source>answer ‘{question}’ with no for {images}</source>
        <translation>svar nei på «{question}» for {images}</translation>
    </message>
    <message>
        <source>can&apos;t say ‘{question}’ of {images}</source>
        <translation>vet ikke om «{question}» for {images}</translation>
    </message>
    <message>
        <source>answer ‘{question}’ for {images}</source>
        <translation>svar på «{question}» for {images}</translation>
    </message>
    <message>
        <source>take back the answer ‘{question}’ of {images}</source>
        <translation>ta tilbake svaret på «{question}» for {images}</translation>
    </message>
    <message>
        <source>set {images} aside</source>
        <translation>legg {images} til side</translation>
    </message>
    <message>
        <source>{change} and hand on {labels}</source>
        <translation>{change} og gi videre {labels}</translation>
    </message>
    <message>
        <source>restore the backup of {time}</source>
        <translation>gjenopprett sikkerhetskopien fra {time}</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
    <message>
        <source>make one cluster of {images}</source>
        <translation>lag én klynge av {images}</translation>
    </message>
    <message>
        <source>split a cluster of {images}</source>
        <translation>del en klynge på {images}</translation>
    </message>
    <message>
        <source>keep another image, and set {images} aside</source>
        <translation>behold et annet bilde, og legg {images} til side</translation>
    </message>
    <message>
        <source>take over what was changed in sidecars of {images}</source>
        <translation>ta inn det som er endret i sidefilene til {images}</translation>
    </message>
    <message>
        <source>take in what others decided about {images}</source>
        <translation>ta inn hva andre bestemte om {images}</translation>
    </message>
    <message>
        <source>use {images} again</source>
        <translation>bruk {images} igjen</translation>
    </message>
    <message>
        <source>change the text rule of {label}</source>
        <translation>endre tekstregelen til {label}</translation>
    </message>
    <message>
        <source>change text rules of labels</source>
        <translation>endre tekstregler for merkelapper</translation>
    </message>
    <message>
        <source>add {label} to {images} by its text rule</source>
        <translation>legge {label} til {images} etter tekstregelen</translation>
    </message>
    <message>
        <source>add labels to {images} by text rules</source>
        <translation>legge merkelapper til {images} etter tekstregler</translation>
    </message>
    <message>
        <source>take back what the text rule gave {images}: {label}</source>
        <translation>ta tilbake det tekstregelen ga {images}: {label}</translation>
    </message>
    <message>
        <source>take back what text rules gave {images}</source>
        <translation>ta tilbake det tekstregler ga {images}</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 fil</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} filer</translation>
    </message>
</context>
<context>
    <name>CleanCaptionsDialog</name>
    <message>
        <source>Clean captions</source>
        <translation>Rens bildetekster</translation>
    </message>
    <message>
        <source>What says nothing about the picture is taken out of the captions. What was found is kept beside it, and one undo takes everything back.</source>
        <translation>Det som ikke sier noe om bildet, tas ut av bildetekstene. Det som ble funnet, beholdes ved siden av, og én angring tar alt tilbake.</translation>
    </message>
    <message>
        <source>Fewest words</source>
        <translation>Færrest ord</translation>
    </message>
    <message>
        <source>Most images</source>
        <translation>Flest bilder</translation>
    </message>
    <message>
        <source>Captions before and after</source>
        <translation>Bildetekster før og etter</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bilde</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Før</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Etter</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Rens</translation>
    </message>
    <message>
        <source>Take out web addresses</source>
        <translation>Ta ut nettadresser</translation>
    </message>
    <message>
        <source>Take out user names (@name)</source>
        <translation>Ta ut brukernavn (@navn)</translation>
    </message>
    <message>
        <source>Make hashtags words (#OsloFjord: Oslo Fjord)</source>
        <translation>Gjør emneknagger til ord (#OsloFjord: Oslo Fjord)</translation>
    </message>
    <message>
        <source>Take out emoji</source>
        <translation>Ta ut emojier</translation>
    </message>
    <message>
        <source>Leave out captions without a word</source>
        <translation>Utelat bildetekster uten ord</translation>
    </message>
    <message>
        <source>Leave out captions of fewer words than</source>
        <translation>Utelat bildetekster med færre ord enn</translation>
    </message>
    <message>
        <source>Leave out texts that are on more images than</source>
        <translation>Utelat tekster som står på flere bilder enn</translation>
    </message>
    <message>
        <source>Looking at the captions…</source>
        <translation>Ser på bildetekstene…</translation>
    </message>
    <message>
        <source>(left out)</source>
        <translation>(utelates)</translation>
    </message>
    <message>
        <source>There are no captions to clean.</source>
        <translation>Det er ingen bildetekster å rense.</translation>
    </message>
    <message>
        <source>1 caption</source>
        <translation>1 bildetekst</translation>
    </message>
    <message>
        <source>{count} captions</source>
        <translation>{count} bildetekster</translation>
    </message>
    <message>
        <source>Of {captions}, {changed} would change and {out} be left out.</source>
        <translation>Av {captions} ville {changed} bli endret og {out} utelatt.</translation>
    </message>
    <message>
        <source>Too long for the encoder: {before} of them, afterwards {after}.</source>
        <translation>For lange for enkoderen: {before} av dem, {after} etterpå.</translation>
    </message>
    <message>
        <source>Some of them:</source>
        <translation>Noen av dem:</translation>
    </message>
    <message>
        <source>Cleaning the captions…</source>
        <translation>Renser bildetekstene…</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>Stanset. Ingenting ble endret.</translation>
    </message>
    <message>
        <source>The cleaning failed.</source>
        <translation>Rensingen mislyktes.</translation>
    </message>
</context>
<context>
    <name>ClusterList</name>
    <message>
        <source>Clusters of duplicates</source>
        <translation>Grupper av duplikater</translation>
    </message>
    <message>
        <source>Order of the clusters</source>
        <translation>Rekkefølgen på gruppene</translation>
    </message>
    <message>
        <source>Which clusters come first; certain ones always do</source>
        <translation>Hvilke grupper som kommer først; sikre kommer alltid først</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Største først</translation>
    </message>
    <message>
        <source>Most in doubt first</source>
        <translation>Mest tvilsomme først</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Etter navn</translation>
    </message>
    <message>
        <source>Accept all certain…</source>
        <translation>Godta alle sikre…</translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>The report to compare with</source>
        <translation>Rapporten det sammenlignes med</translation>
    </message>
    <message>
        <source>Figures of both reports</source>
        <translation>Tall fra begge rapportene</translation>
    </message>
    <message>
        <source>Plot to show of both</source>
        <translation>Diagram som vises for begge</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Sammenlignet med</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Diagram</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Image under review</source>
        <translation>Bildet som gjennomgås</translation>
    </message>
    <message>
        <source>Similar labelled image</source>
        <translation>Lignende merket bilde</translation>
    </message>
    <message>
        <source>Labels of the similar image</source>
        <translation>Merkelappene til det lignende bildet</translation>
    </message>
    <message>
        <source>Add a label to this image…</source>
        <translation>Legg til en merkelapp på dette bildet…</translation>
    </message>
    <message>
        <source>Previous similar image</source>
        <translation>Forrige lignende bilde</translation>
    </message>
    <message>
        <source>Next similar image</source>
        <translation>Neste lignende bilde</translation>
    </message>
    <message>
        <source>Zoom both pictures together</source>
        <translation>Zoom begge bildene samtidig</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Lukk (Esc)</translation>
    </message>
    <message>
        <source>Under review</source>
        <translation>Gjennomgås</translation>
    </message>
    <message>
        <source>A wrong or missing label on the similar image misleads the suggestions. Fix it there, and see here what changes.</source>
        <translation>En gal eller manglende merkelapp på det lignende bildet villeder forslagene. Rett den der, og se her hva som endrer seg.</translation>
    </message>
    <message>
        <source>{weight} for “{label}”</source>
        <translation>{weight} for «{label}»</translation>
    </message>
    <message>
        <source>{weight} against “{label}”</source>
        <translation>{weight} mot «{label}»</translation>
    </message>
    <message>
        <source>Similar image {place} of {count}</source>
        <translation>Lignende bilde {place} av {count}</translation>
    </message>
    <message>
        <source>Both: {labels}</source>
        <translation>Begge: {labels}</translation>
    </message>
    <message>
        <source>Only the one under review: {labels}</source>
        <translation>Bare det som gjennomgås: {labels}</translation>
    </message>
    <message>
        <source>Only the similar image: {labels}</source>
        <translation>Bare det lignende bildet: {labels}</translation>
    </message>
    <message>
        <source>No longer among the similar images that count</source>
        <translation>Ikke lenger blant de lignende bildene som teller</translation>
    </message>
</context>
<context>
    <name>Composed</name>
    <message>
        <source>No pixel differs</source>
        <translation>Ingen piksler er ulike</translation>
    </message>
</context>
<context>
    <name>CostPlot</name>
    <message>
        <source>Cost over the threshold</source>
        <translation>Kostnad etter terskel</translation>
    </message>
</context>
<context>
    <name>CreateDialog</name>
    <message>
        <source>New label</source>
        <translation>Ny merkelapp</translation>
    </message>
    <message>
        <source>Create label</source>
        <translation>Lag merkelapp</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Navnet</translation>
    </message>
    <message>
        <source>The new label&apos;s name</source>
        <translation>Den nye merkelappens navn</translation>
    </message>
    <message>
        <source>There is a label with this name already: “{name}”.</source>
        <translation>Det finnes alt en merkelapp med dette navnet: «{name}».</translation>
    </message>
    <message>
        <source>There is “{name}”; this makes another label, at the top.</source>
        <translation>Det finnes «{name}»; dette lager enda en merkelapp, på toppnivå.</translation>
    </message>
</context>
<context>
    <name>CurveView</name>
    <message>
        <source>Curves of the training</source>
        <translation>Kurver for treningen</translation>
    </message>
    <message>
        <source>A share of {share} of what was trained was taken.</source>
        <translation>En andel på {share} av det som ble trent, ble tatt.</translation>
    </message>
    <message>
        <source>After {steps} steps the mean reciprocal rank is {mrr}, {first} before.</source>
        <translation>Etter {steps} trinn er gjennomsnittlig resiprok rang {mrr}, {first} før.</translation>
    </message>
    <message>
        <source>Found on captions held out (MRR)</source>
        <translation>Funnet på bildetekster holdt utenfor (MRR)</translation>
    </message>
    <message>
        <source>Comes first, on captions held out</source>
        <translation>Kommer først, på bildetekster holdt utenfor</translation>
    </message>
    <message>
        <source>Labels by their names (AUC)</source>
        <translation>Merkelapper ut fra navnene (AUC)</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Tap</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Læringsrate</translation>
    </message>
    <message>
        <source>From nothing of what was trained to all of it; taken: {share}</source>
        <translation>Fra ingenting av det som ble trent, til alt; tatt: {share}</translation>
    </message>
    <message>
        <source>The curves appear once the first steps are done.</source>
        <translation>Kurvene kommer når de første trinnene er gjort.</translation>
    </message>
    <message>
        <source>There are no curves: it was made in one step.</source>
        <translation>Det er ingen kurver: Den ble laget i ett steg.</translation>
    </message>
    <message>
        <source>{steps} steps</source>
        <translation>{steps} trinn</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete “{name}”</source>
        <translation>Slett «{name}»</translation>
    </message>
    <message>
        <source>Delete {count} labels</source>
        <translation>Slett {count} merkelapper</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Slett</translation>
    </message>
</context>
<context>
    <name>DialogFrame</name>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message>
        <source>bring back</source>
        <translation>hent tilbake</translation>
    </message>
    <message>
        <source>bring back the row</source>
        <translation>hent tilbake raden</translation>
    </message>
    <message>
        <source>next</source>
        <translation>neste</translation>
    </message>
    <message>
        <source>next image</source>
        <translation>neste bilde</translation>
    </message>
    <message>
        <source>move files to a folder</source>
        <translation>flytt filer til en mappe</translation>
    </message>
    <message>
        <source>put files back</source>
        <translation>legg filer tilbake</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>angre</translation>
    </message>
    <message>
        <source>Labels to hand over: {count}</source>
        <translation>Merkelapper å gi videre: {count}</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>blir</translation>
    </message>
    <message>
        <source>{images} set aside</source>
        <translation>{images} lagt til side</translation>
    </message>
    <message>
        <source>not in the archive</source>
        <translation>ikke i arkivet</translation>
    </message>
    <message>
        <source>original, stays</source>
        <translation>original, blir</translation>
    </message>
    <message>
        <source>set aside, next</source>
        <translation>legg til side, neste</translation>
    </message>
    <message>
        <source>keep this one</source>
        <translation>behold dette</translation>
    </message>
    <message>
        <source>not the same</source>
        <translation>ikke like</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>slå sammen</translation>
    </message>
    <message>
        <source>side by side</source>
        <translation>side om side</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Avgjørelse</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>lagt til side</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Hva som er gjort</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Mappe</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Komprimering</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Skarphet</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>Fargeprofil</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tatt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Endret</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Tittel</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Rejected labels</source>
        <translation>Avviste merkelapper</translation>
    </message>
    <message>
        <source>{size}, upscaled {factor} ×</source>
        <translation>{size}, forstørret {factor} ×</translation>
    </message>
    <message>
        <source>{bits} bits per pixel</source>
        <translation>{bits} bit per piksel</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>zoom</translation>
    </message>
    <message>
        <source>back</source>
        <translation>tilbake</translation>
    </message>
    <message>
        <source>Not upscaled</source>
        <translation>Ikke forstørret</translation>
    </message>
    <message>
        <source>More pixels</source>
        <translation>Flere piksler</translation>
    </message>
    <message>
        <source>Better file format</source>
        <translation>Bedre filformat</translation>
    </message>
    <message>
        <source>Larger file</source>
        <translation>Større fil</translation>
    </message>
    <message>
        <source>Sharper</source>
        <translation>Skarpere</translation>
    </message>
    <message>
        <source>More labels</source>
        <translation>Flere merkelapper</translation>
    </message>
    <message>
        <source>Taken first</source>
        <translation>Tatt først</translation>
    </message>
    <message>
        <source>Name fits the pattern</source>
        <translation>Navnet passer mønsteret</translation>
    </message>
    <message>
        <source>Folder fits the pattern</source>
        <translation>Mappen passer mønsteret</translation>
    </message>
    <message>
        <source>Oldest file</source>
        <translation>Eldste fil</translation>
    </message>
    <message>
        <source>not upscaled</source>
        <translation>ikke forstørret</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>større</translation>
    </message>
    <message>
        <source>better format</source>
        <translation>bedre format</translation>
    </message>
    <message>
        <source>larger file</source>
        <translation>større fil</translation>
    </message>
    <message>
        <source>sharper</source>
        <translation>skarpere</translation>
    </message>
    <message>
        <source>more labels</source>
        <translation>flere merkelapper</translation>
    </message>
    <message>
        <source>taken earlier</source>
        <translation>tatt tidligere</translation>
    </message>
    <message>
        <source>better name</source>
        <translation>bedre navn</translation>
    </message>
    <message>
        <source>better folder</source>
        <translation>bedre mappe</translation>
    </message>
    <message>
        <source>older file</source>
        <translation>eldre fil</translation>
    </message>
    <message>
        <source>upscaled</source>
        <translation>forstørret</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>mindre</translation>
    </message>
    <message>
        <source>lesser format</source>
        <translation>dårligere format</translation>
    </message>
    <message>
        <source>smaller file</source>
        <translation>mindre fil</translation>
    </message>
    <message>
        <source>blurrier</source>
        <translation>mer uskarpt</translation>
    </message>
    <message>
        <source>fewer labels</source>
        <translation>færre merkelapper</translation>
    </message>
    <message>
        <source>no date, or later</source>
        <translation>ingen dato, eller senere</translation>
    </message>
    <message>
        <source>name does not fit</source>
        <translation>navnet passer ikke</translation>
    </message>
    <message>
        <source>folder does not fit</source>
        <translation>mappen passer ikke</translation>
    </message>
    <message>
        <source>newer file</source>
        <translation>nyere fil</translation>
    </message>
    <message>
        <source>not an original</source>
        <translation>ikke en original</translation>
    </message>
    <message>
        <source>no better in anything</source>
        <translation>ikke bedre i noe</translation>
    </message>
    <message>
        <source>{better}, but {worse}</source>
        <translation>{better}, men {worse}</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>Sikker</translation>
    </message>
    <message>
        <source>Probably ({percent})</source>
        <translation>Trolig ({percent})</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>Least alike: {first} and {second}</source>
        <translation>Minst like: {first} og {second}</translation>
    </message>
    <message>
        <source>{percent} smaller</source>
        <translation>{percent} mindre</translation>
    </message>
    <message>
        <source>{percent} larger</source>
        <translation>{percent} større</translation>
    </message>
    <message>
        <source>how many more it takes cannot be said yet</source>
        <translation>hvor mange flere som trengs, kan ikke sies ennå</translation>
    </message>
    <message>
        <source>half size</source>
        <translation>halv størrelse</translation>
    </message>
    <message>
        <source>On the left: {differences}</source>
        <translation>Til venstre: {differences}</translation>
    </message>
    <message>
        <source>On the right: {differences}</source>
        <translation>Til høyre: {differences}</translation>
    </message>
    <message>
        <source>{factor} times as large</source>
        <translation>{factor} ganger så stort</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>samme fil</translation>
    </message>
    <message>
        <source>the same in every pixel</source>
        <translation>like i hver piksel</translation>
    </message>
    <message>
        <source>cropped by {percent}</source>
        <translation>beskåret med {percent}</translation>
    </message>
    <message>
        <source>shows {percent} more</source>
        <translation>viser {percent} mer</translation>
    </message>
    <message>
        <source>with a border</source>
        <translation>med ramme</translation>
    </message>
    <message>
        <source>without the border</source>
        <translation>uten rammen</translation>
    </message>
    <message>
        <source>turned by {degrees}°</source>
        <translation>dreid {degrees}°</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>speilvendt</translation>
    </message>
    <message>
        <source>in grey</source>
        <translation>i gråtoner</translation>
    </message>
    <message>
        <source>in colour</source>
        <translation>i farger</translation>
    </message>
    <message>
        <source>brighter</source>
        <translation>lysere</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>mørkere</translation>
    </message>
    <message>
        <source>other colours</source>
        <translation>andre farger</translation>
    </message>
    <message>
        <source>something added or removed</source>
        <translation>noe lagt til eller fjernet</translation>
    </message>
    <message>
        <source>stretched</source>
        <translation>strukket</translation>
    </message>
    <message>
        <source>named by {program}</source>
        <translation>nevnt av {program}</translation>
    </message>
    <message>
        <source>Probably the same: {percent}</source>
        <translation>Trolig like: {percent}</translation>
    </message>
    <message>
        <source>Probably not the same: {percent}</source>
        <translation>Trolig ikke like: {percent}</translation>
    </message>
    <message>
        <source>1 answer</source>
        <translation>1 svar</translation>
    </message>
    <message>
        <source>{count} answers</source>
        <translation>{count} svar</translation>
    </message>
    <message>
        <source>more would change little</source>
        <translation>flere ville endre lite</translation>
    </message>
    <message>
        <source>about 1 more until it is sure</source>
        <translation>omtrent 1 til før det er sikkert</translation>
    </message>
    <message>
        <source>about {count} more until it is sure</source>
        <translation>omtrent {count} til før det er sikkert</translation>
    </message>
    <message>
        <source>1 image was not compared yet</source>
        <translation>1 bilde er ikke sammenlignet ennå</translation>
    </message>
    <message>
        <source>{count} images were not compared yet</source>
        <translation>{count} bilder er ikke sammenlignet ennå</translation>
    </message>
    <message>
        <source>1 pair to look at was named.</source>
        <translation>1 par å se på ble nevnt.</translation>
    </message>
    <message>
        <source>{count} pairs to look at were named.</source>
        <translation>{count} par å se på ble nevnt.</translation>
    </message>
    <message>
        <source>1 answer was taken.</source>
        <translation>1 svar ble tatt imot.</translation>
    </message>
    <message>
        <source>{count} answers were taken.</source>
        <translation>{count} svar ble tatt imot.</translation>
    </message>
    <message>
        <source>1 file is not in the catalogue: {file}.</source>
        <translation>1 fil er ikke i katalogen: {file}.</translation>
    </message>
    <message>
        <source>{count} files are not in the catalogue, as {file}.</source>
        <translation>{count} filer er ikke i katalogen, som {file}.</translation>
    </message>
    <message>
        <source>1 cluster</source>
        <translation>1 gruppe</translation>
    </message>
    <message>
        <source>{count} clusters</source>
        <translation>{count} grupper</translation>
    </message>
    <message>
        <source>{count} certain</source>
        <translation>{count} sikre</translation>
    </message>
    <message>
        <source>1 image is set aside; nothing is deleted.</source>
        <translation>1 bilde legges til side; ingenting slettes.</translation>
    </message>
    <message>
        <source>{count} images are set aside; nothing is deleted.</source>
        <translation>{count} bilder legges til side; ingenting slettes.</translation>
    </message>
    <message>
        <source>1 label is handed over to those that stay.</source>
        <translation>1 merkelapp gis videre til dem som blir.</translation>
    </message>
    <message>
        <source>{count} labels are handed over to those that stay.</source>
        <translation>{count} merkelapper gis videre til dem som blir.</translation>
    </message>
    <message>
        <source>1 title is handed over.</source>
        <translation>1 tittel gis videre.</translation>
    </message>
    <message>
        <source>{count} titles are handed over.</source>
        <translation>{count} titler gis videre.</translation>
    </message>
    <message>
        <source>1 label contradicts an earlier answer and is not handed over.</source>
        <translation>1 merkelapp strider mot et tidligere svar og gis ikke videre.</translation>
    </message>
    <message>
        <source>{count} labels contradict earlier answers and are not handed over.</source>
        <translation>{count} merkelapper strider mot tidligere svar og gis ikke videre.</translation>
    </message>
    <message>
        <source>One undo takes all of it back.</source>
        <translation>Ett angre tar alt tilbake.</translation>
    </message>
    <message>
        <source>Hand over although rejected: {labels}</source>
        <translation>Gi videre selv om avvist: {labels}</translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message>
        <source>Find duplicates</source>
        <translation>Finn duplikater</translation>
    </message>
    <message>
        <source>Who stays…</source>
        <translation>Hvem som blir…</translation>
    </message>
    <message>
        <source>Import a result…</source>
        <translation>Hent inn et resultat…</translation>
    </message>
    <message>
        <source>What is shown of the duplicates</source>
        <translation>Hva som vises av duplikatene</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Grupper</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Lagt til side</translation>
    </message>
    <message>
        <source>Look at what czkawka (JSON), fclones (JSON) or a table of this program names: only what a table states as a relation is taken as an answer</source>
        <translation>Se på det czkawka (JSON), fclones (JSON) eller en tabell fra dette programmet nevner: bare det en tabell oppgir som forhold, blir tatt som svar</translation>
    </message>
    <message>
        <source>Looking for duplicates that wait…</source>
        <translation>Ser etter duplikater som venter…</translation>
    </message>
    <message>
        <source>Duplicates are being looked for. They appear here as soon as they are found.</source>
        <translation>Det letes etter duplikater. De vises her så snart de er funnet.</translation>
    </message>
    <message>
        <source>Duplicates are found by comparing images. Nabolag first looks at every image once; that takes some minutes and goes on in the background.</source>
        <translation>Duplikater finnes ved å sammenligne bilder. Nabolag ser først på hvert bilde én gang; det tar noen minutter og går i bakgrunnen.</translation>
    </message>
    <message>
        <source>Encode images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>Nabolag compares all images and shows those that are probably the same. Nothing is deleted: what you do not need is set aside.</source>
        <translation>Nabolag sammenligner alle bilder og viser dem som trolig er like. Ingenting slettes: det du ikke trenger, legges til side.</translation>
    </message>
    <message>
        <source>Duplicates are being looked for…</source>
        <translation>Det letes etter duplikater…</translation>
    </message>
    <message>
        <source>No cluster waits. Answers to questions may find more.</source>
        <translation>Ingen gruppe venter. Svar på spørsmål kan finne flere.</translation>
    </message>
    <message>
        <source>Answer questions</source>
        <translation>Svar på spørsmål</translation>
    </message>
    <message>
        <source>What another program found</source>
        <translation>Det et annet program har funnet</translation>
    </message>
    <message>
        <source>Results (*.json *.csv)</source>
        <translation>Resultater (*.json *.csv)</translation>
    </message>
</context>
<context>
    <name>DuplicatesStrip</name>
    <message>
        <source>Duplicates of it</source>
        <translation>Duplikater av det</translation>
    </message>
</context>
<context>
    <name>Emptiness</name>
    <message>
        <source>No path, title or label holds “{words}”.</source>
        <translation>Ingen sti, tittel eller merkelapp inneholder «{words}».</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Søk etter innhold</translation>
    </message>
    <message>
        <source>None of the images that fit these filters is encoded yet.</source>
        <translation>Ingen av bildene som passer til disse filtrene, er enkodet ennå.</translation>
    </message>
    <message>
        <source>Encode the images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>No image fits these filters.</source>
        <translation>Ingen bilder passer til disse filtrene.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Fjern filtre</translation>
    </message>
    <message>
        <source>The archive is being read. Images appear here as they are found.</source>
        <translation>Arkivet leses. Bildene dukker opp her etter hvert som de blir funnet.</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Stopp lesingen</translation>
    </message>
    <message>
        <source>This catalogue has no images yet.</source>
        <translation>Denne katalogen har ingen bilder ennå.</translation>
    </message>
    <message>
        <source>Look for images</source>
        <translation>Se etter bilder</translation>
    </message>
    <message>
        <source>The images could not be listed. {reason}</source>
        <translation>Bildene kunne ikke listes opp. {reason}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
</context>
<context>
    <name>EncoderStep</name>
    <message>
        <source>How should images be compared?</source>
        <translation>Hvordan skal bilder sammenlignes?</translation>
    </message>
    <message>
        <source>An encoder turns each image into numbers, so that similar images can be found. You can change it at any time; nothing is lost.</source>
        <translation>En enkoder gjør hvert bilde om til tall, slik at lignende bilder kan finnes. Du kan bytte når som helst; ingenting går tapt.</translation>
    </message>
    <message>
        <source>More encoders…</source>
        <translation>Flere enkodere…</translation>
    </message>
    <message>
        <source>Get it…</source>
        <translation>Hent den…</translation>
    </message>
    <message>
        <source>Get {name}</source>
        <translation>Hent {name}</translation>
    </message>
</context>
<context>
    <name>Encoders</name>
    <message>
        <source>Built-in encoder (small)</source>
        <translation>Innebygd enkoder (liten)</translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation>{size} minne</translation>
    </message>
    <message>
        <source>licence {name}</source>
        <translation>lisens {name}</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installert</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} å laste ned</translation>
    </message>
    <message>
        <source>to download</source>
        <translation>kan lastes ned</translation>
    </message>
    <message>
        <source>Built-in encoder</source>
        <translation>Innebygd enkoder</translation>
    </message>
</context>
<context>
    <name>EncodersDialog</name>
    <message>
        <source>Encoders</source>
        <translation>Enkodere</translation>
    </message>
    <message>
        <source>An encoder turns images into numbers that can be compared. The larger ones find better suggestions and take longer. Changing it keeps all labels; images are encoded again.</source>
        <translation>En enkoder gjør bilder om til tall som kan sammenlignes. De store finner bedre forslag og bruker lengre tid. Alle merkelapper beholdes når du bytter; bildene enkodes på nytt.</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Fra en fil…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Fra en mappe…</translation>
    </message>
    <message>
        <source>Search encoders</source>
        <translation>Søk blant enkodere</translation>
    </message>
    <message>
        <source>More encoders…</source>
        <translation>Flere enkodere…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Tilstand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Størrelse</translation>
    </message>
    <message>
        <source>Numbers per image</source>
        <translation>Tall per bilde</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Minne</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisens</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Kilde</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Download this encoder</source>
        <translation>Last ned denne enkoderen</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>Fremdrift for nedlastingen</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>Avbryt nedlastingen</translation>
    </message>
    <message>
        <source>Use this encoder</source>
        <translation>Bruk denne enkoderen</translation>
    </message>
    <message>
        <source>Architecture of the file</source>
        <translation>Filens arkitektur</translation>
    </message>
    <message>
        <source>Use with this architecture</source>
        <translation>Bruk med denne arkitekturen</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>i bruk</translation>
    </message>
    <message>
        <source>Fewer encoders</source>
        <translation>Færre enkodere</translation>
    </message>
    <message>
        <source>More encoders ({count})</source>
        <translation>Flere enkodere ({count})</translation>
    </message>
    <message>
        <source>Fetching it contacts {host}. Nothing of yours is sent. On a computer without internet, bring the file and choose “From a file”.</source>
        <translation>Nedlastingen kontakter {host}. Ingenting av ditt sendes. På en maskin uten internett tar du med filen og velger «Fra en fil».</translation>
    </message>
    <message>
        <source>Download {size} from {host}</source>
        <translation>Last ned {size} fra {host}</translation>
    </message>
    <message>
        <source>Download from {host}</source>
        <translation>Last ned fra {host}</translation>
    </message>
    <message>
        <source>Download what reads words from {host}</source>
        <translation>Last ned det som leser ord fra {host}</translation>
    </message>
    <message>
        <source>unknown; its page on the hub has it</source>
        <translation>ukjent; den står på siden til enkoderen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Starter…</translation>
    </message>
    <message>
        <source>The download failed.</source>
        <translation>Nedlastingen mislyktes.</translation>
    </message>
    <message>
        <source>Encoder from a file</source>
        <translation>Enkoder fra en fil</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.bin)</source>
        <translation>Vekter (*.safetensors *.pt *.bin)</translation>
    </message>
    <message>
        <source>Encoder from a folder</source>
        <translation>Enkoder fra en mappe</translation>
    </message>
    <message>
        <source>Looking at the file…</source>
        <translation>Ser på filen…</translation>
    </message>
</context>
<context>
    <name>EnlargedImage</name>
    <message>
        <source>The image, large</source>
        <translation>Bildet i stort</translation>
    </message>
    <message>
        <source>Labels can be put on it all the same. “Files with problems” in the File menu lists all such files.</source>
        <translation>Det kan likevel få merkelapper. «Filer med problemer» i Fil-menyen viser alle slike filer.</translation>
    </message>
</context>
<context>
    <name>EnlargedReference</name>
    <message>
        <source>Similar labelled image</source>
        <translation>Lignende merket bilde</translation>
    </message>
</context>
<context>
    <name>Evaluate</name>
    <message>
        <source>{before}: {before_test} test images, {before_labels} labels. {after}: {after_test} test images, {after_labels} labels.</source>
        <translation>{before}: {before_test} prøvebilder, {before_labels} merkelapper. {after}: {after_test} prøvebilder, {after_labels} merkelapper.</translation>
    </message>
    <message>
        <source>The images were encoded by different encoders.</source>
        <translation>Bildene ble enkodet av ulike enkodere.</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>uendret</translation>
    </message>
    <message>
        <source>Within what chance alone may bring: inside the earlier 95 % interval</source>
        <translation>Innenfor det tilfeldigheter alene kan gi: i det tidligere 95 %-intervallet</translation>
    </message>
    <message>
        <source>{gain}, may be chance</source>
        <translation>{gain}, kan være tilfeldig</translation>
    </message>
    <message>
        <source>Suggester</source>
        <translation>Forslagsmåte</translation>
    </message>
    <message>
        <source>Overall score</source>
        <translation>Samlet resultat</translation>
    </message>
    <message>
        <source>F score, micro average</source>
        <translation>F-mål, mikrosnitt</translation>
    </message>
    <message>
        <source>Labels found</source>
        <translation>Merkelapper funnet</translation>
    </message>
    <message>
        <source>Recall, micro average</source>
        <translation>Sensitivitet, mikrosnitt</translation>
    </message>
    <message>
        <source>Suggestions right</source>
        <translation>Forslag riktige</translation>
    </message>
    <message>
        <source>Precision, micro average</source>
        <translation>Presisjon, mikrosnitt</translation>
    </message>
    <message>
        <source>Every label alike</source>
        <translation>Alle merkelapper likt</translation>
    </message>
    <message>
        <source>F score, macro average</source>
        <translation>F-mål, makrosnitt</translation>
    </message>
    <message>
        <source>Order right</source>
        <translation>Riktig rekkefølge</translation>
    </message>
    <message>
        <source>Area under the ROC curve, micro average</source>
        <translation>Arealet under ROC-kurven, mikrosnitt</translation>
    </message>
    <message>
        <source>Keys per image</source>
        <translation>Tastetrykk per bilde</translation>
    </message>
    <message>
        <source>Keys by grid</source>
        <translation>Tastetrykk i rutenett</translation>
    </message>
    <message>
        <source>Found and right</source>
        <translation>Funnet og riktig</translation>
    </message>
    <message>
        <source>Telling apart</source>
        <translation>Å skille fra hverandre</translation>
    </message>
    <message>
        <source>Trust in percentages</source>
        <translation>Tillit til prosentene</translation>
    </message>
    <message>
        <source>More labelled images</source>
        <translation>Flere merkede bilder</translation>
    </message>
    <message>
        <source>Work per image</source>
        <translation>Arbeid per bilde</translation>
    </message>
    <message>
        <source>makes the suggestions now</source>
        <translation>lager forslagene nå</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>anbefalt</translation>
    </message>
    <message>
        <source>of {all}</source>
        <translation>av {all}</translation>
    </message>
    <message>
        <source>How well each suggester does, with how far chance may move it.</source>
        <translation>Hvor godt hver forslagsmåte gjør det, og hvor mye tilfeldigheter kan flytte det.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Fra</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Til</translation>
    </message>
    <message>
        <source>The more labels are to be found, the fewer of the suggestions are right. The dot is where suggestions are shown now.</source>
        <translation>Jo flere merkelapper som skal finnes, desto færre av forslagene er riktige. Prikken er der forslag vises nå.</translation>
    </message>
    <message>
        <source>How well labels that belong are told from those that do not.</source>
        <translation>Hvor godt merkelapper som hører til, skilles fra dem som ikke gjør det.</translation>
    </message>
    <message>
        <source>Wrongly suggested</source>
        <translation>Feilaktig foreslått</translation>
    </message>
    <message>
        <source>Whether suggestions shown with 70 % are right about 70 % of the time: dots on the dotted line are.</source>
        <translation>Om forslag som vises med 70 %, er riktige omtrent 70 % av gangene: det er prikker på den prikkede linjen.</translation>
    </message>
    <message>
        <source>Shown between</source>
        <translation>Vist mellom</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Forslag</translation>
    </message>
    <message>
        <source>Shown on average</source>
        <translation>Vist i snitt</translation>
    </message>
    <message>
        <source>Were right</source>
        <translation>Var riktige</translation>
    </message>
    <message>
        <source>What labelling more images brings.</source>
        <translation>Hva det gir å merke flere bilder.</translation>
    </message>
    <message>
        <source>Labelled images</source>
        <translation>Merkede bilder</translation>
    </message>
    <message>
        <source>Give or take</source>
        <translation>Pluss/minus</translation>
    </message>
    <message>
        <source>Key presses until the labels of an image are exactly right.</source>
        <translation>Tastetrykk til merkelappene på et bilde er helt riktige.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Godta</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Avvis</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Skriv</translation>
    </message>
    <message>
        <source>Rare and frequent labels</source>
        <translation>Sjeldne og vanlige merkelapper</translation>
    </message>
    <message>
        <source>How well each label is suggested, by how often it occurs.</source>
        <translation>Hvor godt hver merkelapp foreslås, etter hvor ofte den forekommer.</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Merkelapp</translation>
    </message>
    <message>
        <source>Test images</source>
        <translation>Prøvebilder</translation>
    </message>
    <message>
        <source>Found and right by label</source>
        <translation>Funnet og riktig per merkelapp</translation>
    </message>
    <message>
        <source>What most test images carry. A row of the table shows that label alone, the plot’s name at the left shows all again.</source>
        <translation>Det flest testbilder har. En rad i tabellen viser den merkelappen alene, diagrammets navn til venstre viser alle igjen.</translation>
    </message>
    <message>
        <source>Finds by chance</source>
        <translation>Funn ved tilfeldighet</translation>
    </message>
    <message>
        <source>Names stay ahead of images alone up to {count} labelled images.</source>
        <translation>Navn ligger foran bilder alene helt opp til {count} merkede bilder.</translation>
    </message>
    <message>
        <source>Images alone overtake names at about {count} labelled images.</source>
        <translation>Bilder alene går forbi navn ved omtrent {count} merkede bilder.</translation>
    </message>
    <message>
        <source>every suggestion counts alike</source>
        <translation>teller hvert forslag likt</translation>
    </message>
    <message>
        <source>Micro average: all pairs of image and label are pooled</source>
        <translation>Mikrosnitt: alle par av bilde og merkelapp slås sammen</translation>
    </message>
    <message>
        <source>every label counts alike</source>
        <translation>teller hver merkelapp likt</translation>
    </message>
    <message>
        <source>Macro average over the labels of the test images</source>
        <translation>Makrosnitt over merkelappene på prøvebildene</translation>
    </message>
    <message>
        <source>labels count as often as they occur</source>
        <translation>teller merkelapper så ofte de forekommer</translation>
    </message>
    <message>
        <source>Average over labels, weighted by their support</source>
        <translation>Snitt over merkelapper, vektet etter forekomst</translation>
    </message>
    <message>
        <source>F score with beta {beta}: found labels count more than right suggestions. With it the 95 % interval from drawing the test images again and again (bootstrap)</source>
        <translation>F-mål med beta {beta}: funne merkelapper teller mer enn riktige forslag. Med 95 %-intervall fra gjentatte trekninger av prøvebildene (bootstrap)</translation>
    </message>
    <message>
        <source>One threshold</source>
        <translation>Én terskel</translation>
    </message>
    <message>
        <source>Key presses to get the labels exactly right one image at a time, and how many it takes to type all</source>
        <translation>Tastetrykk til merkelappene er helt riktige, ett bilde om gangen, og hvor mange det tar å skrive alle</translation>
    </message>
    <message>
        <source>Recall: of the labels an image has, how many were suggested</source>
        <translation>Sensitivitet: hvor mange av merkelappene et bilde har, som ble foreslått</translation>
    </message>
    <message>
        <source>Precision: of the suggestions, how many belong. Depends on the prevalence: the share of all pairs of image and label that belong together</source>
        <translation>Presisjon: hvor mange av forslagene som hører til. Avhenger av prevalensen: andelen av alle par av bilde og merkelapp som hører sammen</translation>
    </message>
    <message>
        <source>Whole image right</source>
        <translation>Hele bildet riktig</translation>
    </message>
    <message>
        <source>Subset accuracy: images whose suggestions are exactly right</source>
        <translation>Eksakt treff: bilder der forslagene er helt riktige</translation>
    </message>
    <message>
        <source>Area under the ROC curve: how often a label that belongs gets a higher confidence than one that does not. 50 % is chance</source>
        <translation>Arealet under ROC-kurven: hvor ofte en merkelapp som hører til, får høyere sikkerhet enn en som ikke gjør det. 50 % er tilfeldig</translation>
    </message>
    <message>
        <source>Order of finds</source>
        <translation>Funn i rekkefølge</translation>
    </message>
    <message>
        <source>Wrong ones left out</source>
        <translation>Gale holdt utenfor</translation>
    </message>
    <message>
        <source>Specificity: of the labels that do not belong, how many were not suggested</source>
        <translation>Spesifisitet: hvor mange av merkelappene som ikke hører til, som ikke ble foreslått</translation>
    </message>
    <message>
        <source>Decisions right</source>
        <translation>Riktige avgjørelser</translation>
    </message>
    <message>
        <source>Accuracy: pairs of image and label decided rightly</source>
        <translation>Nøyaktighet: par av bilde og merkelapp som er riktig avgjort</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>Kvadrert feil</translation>
    </message>
    <message>
        <source>Mean over pairs of (confidence - truth) squared, times 1000</source>
        <translation>Snitt over par av (sikkerhet - fasit) i annen, ganger 1000</translation>
    </message>
    <message>
        <source>Percentages off by</source>
        <translation>Avvik i prosent</translation>
    </message>
    <message>
        <source>Expected calibration error of the suggestions shown: how far the percentage is from how often it is right</source>
        <translation>Forventet kalibreringsfeil for forslagene som vises: hvor langt prosenten er fra hvor ofte den stemmer</translation>
    </message>
    <message>
        <source>Key presses to get the labels exactly right label by label in a grid, and their share of typing all. A grid shows the images whose suggestion reaches its threshold or is right with {weakest} at least, {images} to a page, those of {ticked} and above ticked: one key a page, one for every tick that is wrong or missing. What no grid showed is then typed. Going on to the next image is not counted, here or one image at a time</source>
        <translation>Tastetrykk til merkelappene er helt riktige når man tar merkelapp for merkelapp i et rutenett, og hvor stor del det er av å skrive alle. Rutenettet viser bildene der forslaget når terskelen eller stemmer med minst {weakest}, {images} på en side, og de fra {ticked} er huket av: ett tastetrykk per side og ett for hver hake som er feil eller mangler. Det ingen rutenett viste, skrives etterpå. Å gå videre til neste bilde telles ikke, verken her eller når man tar ett bilde om gangen</translation>
    </message>
    <message>
        <source>One image at a time, a curator accepts {accepted}, rejects {rejected} and types {typed} labels per image.</source>
        <translation>Ett bilde om gangen: {accepted} forslag godtas, {rejected} avvises og {typed} merkelapper skrives per bilde.</translation>
    </message>
    <message>
        <source>Support: test images that carry the label</source>
        <translation>Forekomst: prøvebilder som har merkelappen</translation>
    </message>
    <message>
        <source>The overall score where every label is suggested from the same confidence on, and none from one of its own. Told where every suggestion counts alike</source>
        <translation>Samlet mål når alle merkelapper foreslås fra samme konfidens, og ingen fra sin egen. Vises når alle forslag teller likt</translation>
    </message>
    <message>
        <source>Average precision: area under the precision-recall curve. With it the 95 % interval</source>
        <translation>Gjennomsnittlig presisjon: arealet under presisjon–sensitivitet-kurven. Med 95 %-intervallet</translation>
    </message>
    <message>
        <source>The order of finds that scores without any meaning have: the prevalence, averaged alike</source>
        <translation>Funn i rekkefølge for tall helt uten mening: prevalensen, med samme gjennomsnitt</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Lært av</translation>
    </message>
    <message>
        <source>Reference images that carry the label</source>
        <translation>Referansebilder som har merkelappen</translation>
    </message>
    <message>
        <source>F score of this label</source>
        <translation>F-målet for merkelappen</translation>
    </message>
    <message>
        <source>Recall of this label</source>
        <translation>Sensitiviteten for merkelappen</translation>
    </message>
    <message>
        <source>Precision of this label</source>
        <translation>Presisjonen for merkelappen</translation>
    </message>
    <message>
        <source>Area under the ROC curve of this label</source>
        <translation>Arealet under ROC-kurven for merkelappen</translation>
    </message>
    <message>
        <source>Average precision of this label: area under its precision-recall curve. With it the 95 % interval</source>
        <translation>Merkelappens gjennomsnittlige presisjon: arealet under presisjon–sensitivitet-kurven. Med 95 %-intervallet</translation>
    </message>
    <message>
        <source>Prevalence: the share of the test images that carry the label, which is the order of finds that scores without any meaning have</source>
        <translation>Prevalens: andelen av testbildene som har merkelappen, som er funn i rekkefølge for tall helt uten mening</translation>
    </message>
    <message>
        <source>Suggested from</source>
        <translation>Foreslås fra</translation>
    </message>
    <message>
        <source>Threshold: the lowest confidence that is suggested. Marked with a dot where the label has one of its own</source>
        <translation>Terskel: den laveste sikkerheten som foreslås. Merket med en prikk der merkelappen har sin egen</translation>
    </message>
    <message>
        <source>With “{suggester}”, labelling takes about {keys} keys an image in place of {all} when typing everything, for {labels} labels with at least {minimum} images.</source>
        <translation>Med «{suggester}» tar det rundt {keys} tastetrykk per bilde, mot {all} når alt skrives, for {labels} merkelapper med minst {minimum} bilder.</translation>
    </message>
    <message>
        <source>With “{suggester}”, labelling takes about {by_grid} keys an image label by label in a grid and {keys} one image at a time, in place of {all} when typing everything, for {labels} labels with at least {minimum} images.</source>
        <translation>Med «{suggester}» tar det rundt {by_grid} tastetrykk per bilde merkelapp for merkelapp i et rutenett og {keys} med ett bilde om gangen, mot {all} når alt skrives, for {labels} merkelapper med minst {minimum} bilder.</translation>
    </message>
    <message>
        <source>Measured on {test} labelled images that were kept aside; learned from {known} others. {labels} labels with at least {minimum} images to learn from; {rare} rarer ones left out.</source>
        <translation>Målt på {test} merkede bilder som ble holdt til side; lært av {known} andre. {labels} merkelapper med minst {minimum} bilder å lære av; {rare} sjeldnere er utelatt.</translation>
    </message>
    <message>
        <source>{count} near copies left out.</source>
        <translation>{count} nesten like kopier er utelatt.</translation>
    </message>
    <message>
        <source>Divided as {file} says.</source>
        <translation>Delt slik {file} sier.</translation>
    </message>
    <message>
        <source>Encoder: {name}.</source>
        <translation>Enkoder: {name}.</translation>
    </message>
    <message>
        <source>Of all pairs of image and label, {share} belong together.</source>
        <translation>Av alle par av bilde og merkelapp hører {share} sammen.</translation>
    </message>
    <message>
        <source>“{label}” belongs and was not suggested ({percent})</source>
        <translation>«{label}» hører til og ble ikke foreslått ({percent})</translation>
    </message>
    <message>
        <source>“{label}” was suggested ({percent}) and does not belong</source>
        <translation>«{label}» ble foreslått ({percent}) og hører ikke til</translation>
    </message>
</context>
<context>
    <name>EvaluatePage</name>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Earlier reports by date</source>
        <translation>Tidligere rapporter etter dato</translation>
    </message>
    <message>
        <source>Suggester to look at</source>
        <translation>Forslagsmåte å se på</translation>
    </message>
    <message>
        <source>Whose labels, mistakes and work are shown</source>
        <translation>Den som det vises merkelapper, feil og arbeid for</translation>
    </message>
    <message>
        <source>Suggester</source>
        <translation>Forslagsmåte</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Lagre rapporten…</translation>
    </message>
    <message>
        <source>New evaluation…</source>
        <translation>Ny vurdering…</translation>
    </message>
    <message>
        <source>Report of</source>
        <translation>Rapport fra</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Oversikt</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Diagrammer</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Worst mistakes</source>
        <translation>Verste feil</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Side om side</translation>
    </message>
    <message>
        <source>Looking for earlier reports…</source>
        <translation>Ser etter tidligere rapporter…</translation>
    </message>
    <message>
        <source>The images are not encoded yet, so nothing can be suggested or measured.</source>
        <translation>Bildene er ikke enkodet ennå, så ingenting kan foreslås eller måles.</translation>
    </message>
    <message>
        <source>Encode images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>{labelled} images have labels. From {needed} on it can be measured how good the suggestions are; from a few hundred on the figures become steady.</source>
        <translation>{labelled} bilder har merkelapper. Fra {needed} kan det måles hvor gode forslagene er; fra noen hundre blir tallene stabile.</translation>
    </message>
    <message>
        <source>Go to the library</source>
        <translation>Gå til biblioteket</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>Folder to save the report in</source>
        <translation>Mappe å lagre rapporten i</translation>
    </message>
    <message>
        <source>Report saved in {folder}: a page to read, the figures and the plots.</source>
        <translation>Rapporten er lagret i {folder}: en side å lese, tallene og diagrammene.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Vis i mappe</translation>
    </message>
</context>
<context>
    <name>EvidenceModel</name>
    <message>
        <source>carries {label}</source>
        <translation>har {label}</translation>
    </message>
    <message>
        <source>without {label}</source>
        <translation>uten {label}</translation>
    </message>
    <message>
        <source>{percent} percent, {vote}. Labels: {labels}</source>
        <translation>{percent} prosent, {vote}. Merkelapper: {labels}</translation>
    </message>
</context>
<context>
    <name>EvidenceStrip</name>
    <message>
        <source>Similar labelled images</source>
        <translation>Lignende merkede bilder</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Export</source>
        <translation>Eksporter</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Hva som skal eksporteres</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>Til hva</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Picture files</source>
        <translation>Bildefiler</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>Om det</translation>
    </message>
    <message>
        <source>Where to export to</source>
        <translation>Hvor det skal eksporteres til</translation>
    </message>
    <message>
        <source>Choose where to export to</source>
        <translation>Velg hvor det skal eksporteres til</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Mappe</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>Eksporter merkelapper</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Velg…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Vis i mappen</translation>
    </message>
    <message>
        <source>Replace the file and export</source>
        <translation>Erstatt filen og eksporter</translation>
    </message>
    <message>
        <source>Say which file to export to.</source>
        <translation>Oppgi hvilken fil det skal eksporteres til.</translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Foreslått</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Mapper</translation>
    </message>
    <message>
        <source>Source of labels</source>
        <translation>Merkelappenes opphav</translation>
    </message>
    <message>
        <source>Language of captions</source>
        <translation>Språk i bildetekster</translation>
    </message>
    <message>
        <source>Show only this</source>
        <translation>Vis bare denne</translation>
    </message>
    <message>
        <source>Do not filter by this any more</source>
        <translation>Ikke filtrer på denne lenger</translation>
    </message>
    <message>
        <source>And this</source>
        <translation>Og denne</translation>
    </message>
    <message>
        <source>Exclude no longer</source>
        <translation>Ikke utelat lenger</translation>
    </message>
    <message>
        <source>Not this (exclude)</source>
        <translation>Ikke denne (utelat)</translation>
    </message>
</context>
<context>
    <name>FacetSection</name>
    <message>
        <source>Search {facet}</source>
        <translation>Søk i {facet}</translation>
    </message>
</context>
<context>
    <name>FacetTexts</name>
    <message>
        <source>All images</source>
        <translation>Alle bilder</translation>
    </message>
    <message>
        <source>Without labels</source>
        <translation>Uten merkelapp</translation>
    </message>
    <message>
        <source>With labels</source>
        <translation>Med merkelapp</translation>
    </message>
    <message>
        <source>With suggestions</source>
        <translation>Med forslag</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Gjennomgått</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Uleselige</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Mangler</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Lagt til side</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importert</translation>
    </message>
    <message>
        <source>Added by hand</source>
        <translation>Lagt til for hånd</translation>
    </message>
    <message>
        <source>Accepted suggestion</source>
        <translation>Godtatt forslag</translation>
    </message>
    <message>
        <source>Merged duplicate</source>
        <translation>Sammenslått duplikat</translation>
    </message>
    <message>
        <source>Text rule</source>
        <translation>Tekstregel</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>I filen</translation>
    </message>
    <message>
        <source>From a table</source>
        <translation>Fra en tabell</translation>
    </message>
    <message>
        <source>Written by hand</source>
        <translation>Skrevet for hånd</translation>
    </message>
    <message>
        <source>Translated</source>
        <translation>Oversatt</translation>
    </message>
    <message>
        <source>Read in the picture</source>
        <translation>Lest i bildet</translation>
    </message>
    <message>
        <source>Unknown language</source>
        <translation>Ukjent språk</translation>
    </message>
</context>
<context>
    <name>FactsTable</name>
    <message>
        <source>What is known of the images</source>
        <translation>Hva som er kjent om bildene</translation>
    </message>
    <message>
        <source>Not the same in all</source>
        <translation>Ikke likt i alle</translation>
    </message>
</context>
<context>
    <name>FailureRow</name>
    <message>
        <source>Details of the problem</source>
        <translation>Detaljer om problemet</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detaljer</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Fjern</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Fjern denne meldingen</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Something went wrong inside the program. What was saved is safe; you can go on. Help, Open log folder, has the details.</source>
        <translation>Noe gikk galt i programmet. Det som er lagret, er trygt, og du kan fortsette. Detaljene finner du under Hjelp, Åpne loggmappen.</translation>
    </message>
</context>
<context>
    <name>FigureView</name>
    <message>
        <source>Drawing…</source>
        <translation>Tegner…</translation>
    </message>
    <message>
        <source>This plot cannot be drawn: {reason}</source>
        <translation>Dette diagrammet kan ikke tegnes: {reason}</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Åpne mappen</translation>
    </message>
    <message>
        <source>Predict for all images…</source>
        <translation>Forutsi for alle bilder …</translation>
    </message>
    <message>
        <source>A table of all images with the likelihood of a yes and what it is counted as</source>
        <translation>En tabell over alle bilder med sannsynligheten for ja og hva det regnes som</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Tall</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Hva som sammenlignes</translation>
    </message>
    <message>
        <source>With what it has to beat</source>
        <translation>Med det som må slås</translation>
    </message>
    <message>
        <source>And with six other ways to learn</source>
        <translation>Og med seks andre måter å lære på</translation>
    </message>
    <message>
        <source>Six settings of optimiser, learning rate and batch, as they were compared for offensive pictures; takes some minutes</source>
        <translation>Seks innstillinger av optimerer, læringsrate og bunkestørrelse, slik de ble sammenlignet for støtende bilder; tar noen minutter</translation>
    </message>
    <message>
        <source>Cost an image, by threshold</source>
        <translation>Kostnad per bilde, etter terskel</translation>
    </message>
    <message>
        <source>Measuring… The bar below shows how far it is and can stop it.</source>
        <translation>Måler … Linjen nedenfor viser hvor langt det er kommet, og kan stoppe det.</translation>
    </message>
    <message>
        <source>Answer some more images first: there have to be a few with yes and a few with no.</source>
        <translation>Svar for noen flere bilder først: det må være noen med ja og noen med nei.</translation>
    </message>
    <message>
        <source>Measure how well the answers given so far foretell others, what a threshold costs, and whether that beats simpler ways.</source>
        <translation>Mål hvor godt svarene så langt forutsier andre, hva en terskel koster, og om det slår enklere måter.</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>Prediksjoner</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Clear all</source>
        <translation>Fjern alle</translation>
    </message>
    <message>
        <source>a deleted label</source>
        <translation>en slettet merkelapp</translation>
    </message>
    <message>
        <source>By meaning:</source>
        <translation>Etter innhold:</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>i {folder}</translation>
    </message>
    <message>
        <source>Do not search for {name}</source>
        <translation>Ikke søk etter {name}</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>Vis alle bilder</translation>
    </message>
    <message>
        <source>Do not filter by this any more</source>
        <translation>Ikke filtrer på dette lenger</translation>
    </message>
    <message>
        <source>Remove the filter {name}</source>
        <translation>Fjern filteret {name}</translation>
    </message>
</context>
<context>
    <name>FilterEditor</name>
    <message>
        <source>Filter the images</source>
        <translation>Filtrer bildene</translation>
    </message>
    <message>
        <source>Source of captions</source>
        <translation>Kilde til bildetekster</translation>
    </message>
    <message>
        <source>year, month or day</source>
        <translation>år, måned eller dag</translation>
    </message>
    <message>
        <source>2019, 2019-05 or 2019-05-17</source>
        <translation>2019, 2019-05 eller 2019-05-17</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Merkelapp</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Forslag</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tatt</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Størrelse</translation>
    </message>
    <message>
        <source>Longer side</source>
        <translation>Lengste side</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Source of labels</source>
        <translation>Merkelappenes opphav</translation>
    </message>
    <message>
        <source>Labelled by</source>
        <translation>Merkelapp fra</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Merkelapp satt</translation>
    </message>
    <message>
        <source>What holds of the label</source>
        <translation>Hva som gjelder for merkelappen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Vis</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>all of</source>
        <translation>alle av</translation>
    </message>
    <message>
        <source>one of</source>
        <translation>én av</translation>
    </message>
    <message>
        <source>none of</source>
        <translation>ingen av</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>foreslått</translation>
    </message>
    <message>
        <source>with suggestions</source>
        <translation>med forslag</translation>
    </message>
    <message>
        <source>without suggestions</source>
        <translation>uten forslag</translation>
    </message>
    <message>
        <source>with captions</source>
        <translation>med bildetekster</translation>
    </message>
    <message>
        <source>without captions</source>
        <translation>uten bildetekster</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>landscape</source>
        <translation>liggende</translation>
    </message>
    <message>
        <source>portrait</source>
        <translation>stående</translation>
    </message>
    <message>
        <source>square</source>
        <translation>kvadratisk</translation>
    </message>
    <message>
        <source> or </source>
        <translation> eller </translation>
    </message>
    <message>
        <source>not {label}</source>
        <translation>ikke {label}</translation>
    </message>
    <message>
        <source>suggested: {label}</source>
        <translation>foreslått: {label}</translation>
    </message>
    <message>
        <source>with captions</source>
        <translation>med bildetekster</translation>
    </message>
    <message>
        <source>without captions</source>
        <translation>uten bildetekster</translation>
    </message>
    <message>
        <source>caption: {what}</source>
        <translation>bildetekst: {what}</translation>
    </message>
    <message>
        <source>with suggestions</source>
        <translation>med forslag</translation>
    </message>
    <message>
        <source>without suggestions</source>
        <translation>uten forslag</translation>
    </message>
    <message>
        <source>taken {range}</source>
        <translation>tatt {range}</translation>
    </message>
    <message>
        <source>longer side {range} px</source>
        <translation>lengste side {range} px</translation>
    </message>
    <message>
        <source>labelled by {name}</source>
        <translation>merkelapp fra {name}</translation>
    </message>
    <message>
        <source>labelled {range}</source>
        <translation>merkelapp fra {range}</translation>
    </message>
    <message>
        <source>duplicates of one image</source>
        <translation>duplikatene av ett bilde</translation>
    </message>
</context>
<context>
    <name>FolderStep</name>
    <message>
        <source>Which images?</source>
        <translation>Hvilke bilder?</translation>
    </message>
    <message>
        <source>Choose the folder that holds your images. Folders inside it are included. Nothing in it is ever changed.</source>
        <translation>Velg mappen som inneholder bildene dine. Undermapper tas med. Ingenting i den blir noen gang endret.</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>Bildemappe</translation>
    </message>
    <message>
        <source>Catalogue file</source>
        <translation>Katalogfil</translation>
    </message>
    <message>
        <source>Holds every label and decision. A folder of the same name beside it holds thumbnails and backups. Keep both together; they do not go into the folder of images.</source>
        <translation>Inneholder alle merkelapper og avgjørelser. En mappe med samme navn ved siden av inneholder miniatyrer og sikkerhetskopier. Hold dem samlet; de skal ikke ligge i bildemappen.</translation>
    </message>
    <message>
        <source>Open the catalogue that is there</source>
        <translation>Åpne katalogen som finnes der</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Velg…</translation>
    </message>
    <message>
        <source>Choose: {field}</source>
        <translation>Velg: {field}</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>1 other file</source>
        <translation>1 annen fil</translation>
    </message>
    <message>
        <source>{count} other files</source>
        <translation>{count} andre filer</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Mappen finnes ikke.</translation>
    </message>
    <message>
        <source>This is a file and no folder. Choose the folder it is in.</source>
        <translation>Dette er en fil og ikke en mappe. Velg mappen den ligger i.</translation>
    </message>
    <message>
        <source>Say where the catalogue file goes.</source>
        <translation>Oppgi hvor katalogfilen skal ligge.</translation>
    </message>
    <message>
        <source>The catalogue cannot lie inside the folder of images. Move it out.</source>
        <translation>Katalogen kan ikke ligge i bildemappen. Flytt den ut.</translation>
    </message>
    <message>
        <source>There is a catalogue of that name already: choose another name.</source>
        <translation>Det finnes alt en katalog med det navnet: velg et annet navn.</translation>
    </message>
    <message>
        <source>The folder for the catalogue does not exist.</source>
        <translation>Mappen til katalogen finnes ikke.</translation>
    </message>
    <message>
        <source>Nothing can be written there. Choose another place.</source>
        <translation>Det går ikke å skrive der. Velg et annet sted.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Teller…</translation>
    </message>
    <message>
        <source>The folder cannot be read: {reason}</source>
        <translation>Mappen kan ikke leses: {reason}</translation>
    </message>
    <message>
        <source>Catalogues (*{suffix})</source>
        <translation>Kataloger (*{suffix})</translation>
    </message>
</context>
<context>
    <name>FormatChooser</name>
    <message>
        <source>Keywords beside the pictures…</source>
        <translation>Stikkord ved siden av bildene …</translation>
    </message>
</context>
<context>
    <name>GalleriesPanel</name>
    <message>
        <source>First encoder</source>
        <translation>Første enkoder</translation>
    </message>
    <message>
        <source>Second encoder</source>
        <translation>Andre enkoder</translation>
    </message>
    <message>
        <source>Encoders that the images were encoded with</source>
        <translation>Enkodere som bildene er enkodet med</translation>
    </message>
    <message>
        <source>A text to look for; Enter shows what is found</source>
        <translation>En tekst å lete etter; Enter viser hva som blir funnet</translation>
    </message>
    <message>
        <source>Text to look for</source>
        <translation>Tekst å lete etter</translation>
    </message>
    <message>
        <source>Compare all captions</source>
        <translation>Sammenlign alle bildetekster</translation>
    </message>
    <message>
        <source>Find the image of every caption with both, and list what changed most</source>
        <translation>Finn bildet til hver bildetekst med begge, og list opp det som endret seg mest</translation>
    </message>
    <message>
        <source>against</source>
        <translation>mot</translation>
    </message>
    <message>
        <source>Which captions are listed</source>
        <translation>Hvilke bildetekster som listes opp</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Bedre</translation>
    </message>
    <message>
        <source>Captions whose image comes further up</source>
        <translation>Bildetekster der bildet kommer høyere opp</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>Dårligere</translation>
    </message>
    <message>
        <source>Captions whose image comes further down</source>
        <translation>Bildetekster der bildet kommer lenger ned</translation>
    </message>
    <message>
        <source>Captions that changed most</source>
        <translation>Bildetekster som endret seg mest</translation>
    </message>
    <message>
        <source>Looking for encoders…</source>
        <translation>Ser etter enkodere…</translation>
    </message>
    <message>
        <source>With a second encoder you see here what each of the two finds for a text. Encode the images with another one, or train one.</source>
        <translation>Med enda en enkoder ser du her hva hver av de to finner for en tekst. Enkod bildene med en annen, eller tren en.</translation>
    </message>
    <message>
        <source>Choose an encoder…</source>
        <translation>Velg en enkoder…</translation>
    </message>
    <message>
        <source>Type a text, or compare all captions.</source>
        <translation>Skriv en tekst, eller sammenlign alle bildetekster.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Leter…</translation>
    </message>
    <message>
        <source>Comparing… The bar below shows how far it is.</source>
        <translation>Sammenligner… Linjen under viser hvor langt det er kommet.</translation>
    </message>
    <message>
        <source>{captions} captions: {better} find their image further up with {second}, {worse} further down. Mean reciprocal rank {before} → {after}.</source>
        <translation>{captions} bildetekster: {better} finner bildet sitt høyere opp med {second}, {worse} lenger ned. Gjennomsnittlig resiprok rang {before} → {after}.</translation>
    </message>
    <message>
        <source>{encoder} may have been trained on these captions: its figures on others are under Training.</source>
        <translation>{encoder} kan være trent på disse bildetekstene: Tallene for andre står under Trening.</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>The first of {images} images</source>
        <translation>De første av {images} bilder</translation>
    </message>
    <message>
        <source>The caption&apos;s own image has no features of this encoder</source>
        <translation>Bildetekstens eget bilde har ingen trekk fra denne enkoderen</translation>
    </message>
    <message>
        <source>The caption&apos;s own image comes at place {rank} of {images}</source>
        <translation>Bildetekstens eget bilde kommer på plass {rank} av {images}</translation>
    </message>
    <message>
        <source>Review {file}</source>
        <translation>Gå gjennom {file}</translation>
    </message>
    <message>
        <source>the caption&apos;s own image</source>
        <translation>bildetekstens eget bilde</translation>
    </message>
</context>
<context>
    <name>GapPanel</name>
    <message>
        <source>How much closer captions are to their own image than to others. Groups far below the rest are where captions tell something else than what is to be seen, are in another language, or belong to other images.</source>
        <translation>Hvor mye nærmere bildetekstene er sitt eget bilde enn andre. Grupper langt under resten er der bildetekstene forteller noe annet enn det som er å se, er på et annet språk, eller hører til andre bilder.</translation>
    </message>
    <message>
        <source>Find a group</source>
        <translation>Finn en gruppe</translation>
    </message>
    <message>
        <source>Groups of captions</source>
        <translation>Grupper av bildetekster</translation>
    </message>
    <message>
        <source>Enter or a double click on a folder shows its images</source>
        <translation>Enter eller dobbeltklikk på en mappe viser bildene i den</translation>
    </message>
</context>
<context>
    <name>GlossaryDialog</name>
    <message>
        <source>Glossary</source>
        <translation>Ordliste</translation>
    </message>
    <message>
        <source>Save the label names, let somebody who knows them fill in the column “manual” in a spreadsheet, and read the file again. Nothing leaves this computer.</source>
        <translation>Lagre navnene på merkelappene, la noen som kan dem, fylle ut kolonnen «manual» i et regneark, og les filen inn igjen. Ingenting forlater denne datamaskinen.</translation>
    </message>
    <message>
        <source>Names that would change</source>
        <translation>Navn som vil bli endret</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Merkelapp</translation>
    </message>
    <message>
        <source>In English now</source>
        <translation>På engelsk nå</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nytt</translation>
    </message>
    <message>
        <source>Save glossary…</source>
        <translation>Lagre ordliste…</translation>
    </message>
    <message>
        <source>Read glossary…</source>
        <translation>Les ordliste…</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Overta</translation>
    </message>
    <message>
        <source>Take over the new names</source>
        <translation>Overta de nye navnene</translation>
    </message>
    <message>
        <source>Save glossary</source>
        <translation>Lagre ordliste</translation>
    </message>
    <message>
        <source>Table for a spreadsheet (*.csv)</source>
        <translation>Tabell til regneark (*.csv)</translation>
    </message>
    <message>
        <source>Tab-separated table (*.tsv)</source>
        <translation>Tabulatordelt tabell (*.tsv)</translation>
    </message>
    <message>
        <source>Term base for translation programs (*.tbx)</source>
        <translation>Termbase til oversettelsesprogrammer (*.tbx)</translation>
    </message>
    <message>
        <source>{count} labels saved to {file}.</source>
        <translation>{count} merkelapper lagret i {file}.</translation>
    </message>
    <message>
        <source>Read glossary</source>
        <translation>Les ordliste</translation>
    </message>
    <message>
        <source>Glossaries (*.csv *.tsv *.txt *.tbx *.xml)</source>
        <translation>Ordlister (*.csv *.tsv *.txt *.tbx *.xml)</translation>
    </message>
    <message>
        <source>Take over 1 name</source>
        <translation>Overta 1 navn</translation>
    </message>
    <message>
        <source>Take over {count} names</source>
        <translation>Overta {count} navn</translation>
    </message>
    <message>
        <source>{added} new, {changed} changed, {same} as they were, {empty} left empty.</source>
        <translation>{added} nye, {changed} endret, {same} som før, {empty} ikke fylt ut.</translation>
    </message>
    <message>
        <source>Of no label here ({count}): {names}.</source>
        <translation>Ikke navn på noen merkelapp her ({count}): {names}.</translation>
    </message>
    <message>
        <source>There twice with different names, the first counts ({count}): {names}.</source>
        <translation>Står to ganger med ulike navn, den første gjelder ({count}): {names}.</translation>
    </message>
    <message>
        <source>English name too long ({count}): {names}.</source>
        <translation>For langt engelsk navn ({count}): {names}.</translation>
    </message>
    <message>
        <source>1 name taken over. Undo takes it back.</source>
        <translation>1 navn overtatt. Angre tar det tilbake.</translation>
    </message>
    <message>
        <source>{count} names taken over. Undo takes them back.</source>
        <translation>{count} navn overtatt. Angre tar dem tilbake.</translation>
    </message>
</context>
<context>
    <name>GridBar</name>
    <message>
        <source>Which images of the label</source>
        <translation>Hvilke bilder av merkelappen</translation>
    </message>
    <message>
        <source>Also show</source>
        <translation>Vis også</translation>
    </message>
    <message>
        <source>Which other images are mixed in</source>
        <translation>Hvilke andre bilder som tas med</translation>
    </message>
</context>
<context>
    <name>HandOverDialog</name>
    <message>
        <source>Hand labels over?</source>
        <translation>Gi merkelapper videre?</translation>
    </message>
    <message>
        <source>It is not certain that these are the same. Their labels may not fit the image that stays.</source>
        <translation>Det er ikke sikkert at disse er like. Merkelappene passer kanskje ikke bildet som blir.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Set aside without labels</source>
        <translation>Legg til side uten merkelapper</translation>
    </message>
    <message>
        <source>Hand over and set aside</source>
        <translation>Gi videre og legg til side</translation>
    </message>
    <message>
        <source>Labels: {labels}</source>
        <translation>Merkelapper: {labels}</translation>
    </message>
    <message>
        <source>Not handed over, for they were rejected for one of them: {labels}</source>
        <translation>Gis ikke videre, for de ble avvist for ett av dem: {labels}</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>Historikk</translation>
    </message>
    <message>
        <source>Every change to this catalogue, the last one first.</source>
        <translation>Alle endringer i denne katalogen, den siste først.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Når</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Hvem</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Hva</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Tilstand</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>angret</translation>
    </message>
</context>
<context>
    <name>ImageActions</name>
    <message>
        <source>Back to the thumbnails</source>
        <translation>Tilbake til miniatyrene</translation>
    </message>
</context>
<context>
    <name>ImageDetailsView</name>
    <message>
        <source>Together</source>
        <translation>Til sammen</translation>
    </message>
    <message>
        <source>Keywords found</source>
        <translation>Nøkkelord som ble funnet</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historikk</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Tittel</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildetekst</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Sted</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>Koordinater</translation>
    </message>
    <message>
        <source>Creator</source>
        <translation>Opphav</translation>
    </message>
    <message>
        <source>Copyright</source>
        <translation>Opphavsrett</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Eksponering</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Mappe</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Lagt til</translation>
    </message>
    <message>
        <source>{size} together</source>
        <translation>{size} til sammen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>{width} × {height} px</source>
        <translation>{width} × {height} px</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Størrelse</translation>
    </message>
    <message>
        <source>, first of {count} frames</source>
        <translation>, første av {count} bilder i filen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tatt</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Gjennomgått</translation>
    </message>
    <message>
        <source>from {source}</source>
        <translation>fra {source}</translation>
    </message>
    <message>
        <source>{line} (undone)</source>
        <translation>{line} (angret)</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Image</source>
        <translation>Bilde</translation>
    </message>
</context>
<context>
    <name>ImagesStep</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>Alle bilder</translation>
    </message>
    <message>
        <source>Of these</source>
        <translation>Av disse</translation>
    </message>
    <message>
        <source>All, also those without a label</source>
        <translation>Alle, også de uten merkelapp</translation>
    </message>
    <message>
        <source>Those with a label</source>
        <translation>De med en merkelapp</translation>
    </message>
    <message>
        <source>Those that a curator decided something about</source>
        <translation>De som en kurator har bestemt noe om</translation>
    </message>
    <message>
        <source>Those that are reviewed</source>
        <translation>De som er gjennomgått</translation>
    </message>
    <message>
        <source>Images that are set aside as duplicates stay out.</source>
        <translation>Bilder som er lagt til side som duplikater, blir ikke med.</translation>
    </message>
    <message>
        <source>Divide into train, validation and test</source>
        <translation>Del i trening, validering og test</translation>
    </message>
    <message>
        <source>Every label is divided by the same shares, also rare ones. Duplicates, and likely ones, lie in one part.</source>
        <translation>Hver merkelapp deles etter de samme andelene, også sjeldne. Duplikater, og sannsynlige, ligger i samme del.</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>Andeler</translation>
    </message>
    <message>
        <source>Shares of train, validation and test</source>
        <translation>Andeler til trening, validering og test</translation>
    </message>
    <message>
        <source>Number of the division</source>
        <translation>Delingens nummer</translation>
    </message>
    <message>
        <source>Another number divides otherwise, the same one alike</source>
        <translation>Et annet nummer deler annerledes, det samme deler likt</translation>
    </message>
    <message>
        <source>As a table says…</source>
        <translation>Som en tabell sier …</translation>
    </message>
    <message>
        <source>Images of the saved settings</source>
        <translation>Bildene i de lagrede innstillingene</translation>
    </message>
    <message>
        <source>What the Library showed</source>
        <translation>Det biblioteket viste</translation>
    </message>
    <message>
        <source>The image selected in the Library</source>
        <translation>Bildet som er valgt i biblioteket</translation>
    </message>
    <message>
        <source>{count} images selected in the Library</source>
        <translation>{count} bilder som er valgt i biblioteket</translation>
    </message>
    <message>
        <source>Saved search: {name}</source>
        <translation>Lagret søk: {name}</translation>
    </message>
    <message>
        <source>Table of files and their parts</source>
        <translation>Tabell over filer og delene deres</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabeller (*.csv)</translation>
    </message>
</context>
<context>
    <name>ImportDifference</name>
    <message>
        <source>What would change</source>
        <translation>Hva som ville bli endret</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Merkelapp</translation>
    </message>
    <message>
        <source>Comes</source>
        <translation>Kommer</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>Går</translation>
    </message>
    <message>
        <source>Is there already</source>
        <translation>Er der alt</translation>
    </message>
    <message>
        <source>Stays off</source>
        <translation>Blir borte</translation>
    </message>
    <message>
        <source>Take off what people left out who looked the images through</source>
        <translation>Ta av det som ble utelatt av dem som så gjennom bildene</translation>
    </message>
    <message>
        <source>Comparing with the catalogue…</source>
        <translation>Sammenlikner med katalogen …</translation>
    </message>
    <message>
        <source>Nothing would change: the catalogue says all of it already.</source>
        <translation>Ingenting ville bli endret: katalogen sier alt dette fra før.</translation>
    </message>
    <message>
        <source>1 image would change.</source>
        <translation>1 bilde ville bli endret.</translation>
    </message>
    <message>
        <source>{count} images would change.</source>
        <translation>{count} bilder ville bli endret.</translation>
    </message>
    <message>
        <source>1 suggestion would be rejected.</source>
        <translation>1 forslag ville bli avvist.</translation>
    </message>
    <message>
        <source>{count} suggestions would be rejected.</source>
        <translation>{count} forslag ville bli avvist.</translation>
    </message>
    <message>
        <source>1 label is new.</source>
        <translation>1 merkelapp er ny.</translation>
    </message>
    <message>
        <source>{count} labels are new.</source>
        <translation>{count} merkelapper er nye.</translation>
    </message>
</context>
<context>
    <name>ImportKeywordsDialog</name>
    <message>
        <source>Import keywords</source>
        <translation>Importer nøkkelord</translation>
    </message>
    <message>
        <source>From a table of files and their keywords (CSV), from what this program exported, or from Label Studio, CVAT or FiftyOne. What a curator took off an image stays off. Undo takes the import back.</source>
        <translation>Fra en tabell over filer og nøkkelordene deres (CSV), fra det dette programmet har eksportert, eller fra Label Studio, CVAT eller FiftyOne. Det en kurator har tatt av et bilde, blir ikke lagt på igjen. Angre tar importen tilbake.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
</context>
<context>
    <name>JobTab</name>
    <message>
        <source>It did not finish; nothing is half done.</source>
        <translation>Det ble ikke ferdig; ingenting er halvgjort.</translation>
    </message>
</context>
<context>
    <name>KeysEditor</name>
    <message>
        <source>Actions and their keys</source>
        <translation>Handlinger og tastene deres</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Hvor</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Handling</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Taster</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Ny tast</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>Bruk denne tasten</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>Tilbake til standard</translation>
    </message>
    <message>
        <source>This key is taken: {action} ({where}).</source>
        <translation>Tasten er opptatt: {action} ({where}).</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>All keys</source>
        <translation>Alle taster</translation>
    </message>
    <message>
        <source>Keys can be changed in the settings.</source>
        <translation>Tastene kan endres i innstillingene.</translation>
    </message>
</context>
<context>
    <name>KeywordListDialog</name>
    <message>
        <source>Read keyword list</source>
        <translation>Les nøkkelordliste</translation>
    </message>
</context>
<context>
    <name>KeywordTableForm</name>
    <message>
        <source>Keyword table</source>
        <translation>Nøkkelordtabell</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Velg…</translation>
    </message>
    <message>
        <source>Choose the keyword table</source>
        <translation>Velg nøkkelordtabellen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Mappe …</translation>
    </message>
    <message>
        <source>Choose the folder of an export</source>
        <translation>Velg mappen til en eksport</translation>
    </message>
    <message>
        <source>Column with the file</source>
        <translation>Kolonne med filen</translation>
    </message>
    <message>
        <source>Column with the keywords</source>
        <translation>Kolonne med nøkkelordene</translation>
    </message>
    <message>
        <source>Between keywords</source>
        <translation>Mellom nøkkelord</translation>
    </message>
    <message>
        <source>Text encoding</source>
        <translation>Tegnkoding</translation>
    </message>
    <message>
        <source>First rows of the table, as they will be read</source>
        <translation>De første radene i tabellen, slik de vil bli lest</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Nøkkelord</translation>
    </message>
    <message>
        <source>Rows that fit no file</source>
        <translation>Rader som ikke passer til noen fil</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grunn</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Filen finnes ikke.</translation>
    </message>
    <message>
        <source>Choose the column that names the file of each row.</source>
        <translation>Velg kolonnen som oppgir filen for hver rad.</translation>
    </message>
    <message>
        <source>Choose the column that holds the keywords.</source>
        <translation>Velg kolonnen som inneholder nøkkelordene.</translation>
    </message>
    <message>
        <source>The table has keywords for 1 file of the archive.</source>
        <translation>Tabellen har nøkkelord for 1 fil i arkivet.</translation>
    </message>
    <message>
        <source>The table has keywords for {count} files of the archive.</source>
        <translation>Tabellen har nøkkelord for {count} filer i arkivet.</translation>
    </message>
    <message>
        <source>1 row fits no file:</source>
        <translation>1 rad passer ikke til noen fil:</translation>
    </message>
    <message>
        <source>{count} rows fit no file:</source>
        <translation>{count} rader passer ikke til noen fil:</translation>
    </message>
    <message>
        <source>Most cells hold “{likely}” but no “{separator}”, so that each would become one label: “{example}”. Choose what stands between keywords, unless that is meant.</source>
        <translation>De fleste cellene har «{likely}», men ikke «{separator}», så hver av dem ville blitt én merkelapp: «{example}». Velg hva som står mellom nøkkelordene, med mindre det er slik ment.</translation>
    </message>
    <message>
        <source>Folder of an export</source>
        <translation>Mappe fra en eksport</translation>
    </message>
    <message>
        <source>Tables and exports (*.csv *.tsv *.txt *.json *.jsonl *.parquet *.xml)</source>
        <translation>Tabeller og eksporter (*.csv *.tsv *.txt *.json *.jsonl *.parquet *.xml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle filer (*)</translation>
    </message>
</context>
<context>
    <name>KeywordsStep</name>
    <message>
        <source>Which keywords are there already?</source>
        <translation>Hvilke nøkkelord finnes allerede?</translation>
    </message>
    <message>
        <source>Keywords stored in the images (IPTC, XMP) or in sidecar files beside them are read by themselves. A table of keywords (CSV) can be read too.</source>
        <translation>Nøkkelord som er lagret i bildene (IPTC, XMP) eller i følgefiler ved siden av dem, leses av seg selv. En tabell med nøkkelord (CSV) kan også leses.</translation>
    </message>
    <message>
        <source>Read keywords from a table as well</source>
        <translation>Les også nøkkelord fra en tabell</translation>
    </message>
    <message>
        <source>Keyword tables that were found</source>
        <translation>Nøkkelordtabeller som ble funnet</translation>
    </message>
    <message>
        <source>1 table of keywords was found and is read:</source>
        <translation>1 nøkkelordtabell ble funnet og leses:</translation>
    </message>
    <message>
        <source>{count} tables of keywords were found. This one is read:</source>
        <translation>{count} nøkkelordtabeller ble funnet. Denne leses:</translation>
    </message>
</context>
<context>
    <name>LabelChanges</name>
    <message>
        <source>Read keyword list</source>
        <translation>Les nøkkelordliste</translation>
    </message>
    <message>
        <source>Keyword lists and SKOS (*.txt *.rdf *.ttl *.jsonld)</source>
        <translation>Nøkkelordlister og SKOS (*.txt *.rdf *.ttl *.jsonld)</translation>
    </message>
    <message>
        <source>Keyword lists (*.txt)</source>
        <translation>Nøkkelordlister (*.txt)</translation>
    </message>
    <message>
        <source>Write keyword list</source>
        <translation>Skriv nøkkelordliste</translation>
    </message>
</context>
<context>
    <name>LabelDelegate</name>
    <message>
        <source>Remove this label (Delete)</source>
        <translation>Fjern denne merkelappen (Delete)</translation>
    </message>
</context>
<context>
    <name>LabelDetails</name>
    <message>
        <source>The label</source>
        <translation>Merkelappen</translation>
    </message>
    <message>
        <source>{count} labels selected</source>
        <translation>{count} merkelapper valgt</translation>
    </message>
</context>
<context>
    <name>LabelEffects</name>
    <message>
        <source>{gained} get “{label}”, {joined} have it already; {after} carry it then.</source>
        <translation>{gained} får «{label}», {joined} har den alt; {after} har den etterpå.</translation>
    </message>
    <message>
        <source>Other names of it will be: {names}.</source>
        <translation>Andre navn på den blir: {names}.</translation>
    </message>
    <message>
        <source>{count} decisions on suggestions go along.</source>
        <translation>{count} avgjørelser om forslag følger med.</translation>
    </message>
    <message>
        <source>{images} lose a label; {without} carry none then.</source>
        <translation>{images} mister en merkelapp; {without} har ingen etterpå.</translation>
    </message>
    <message>
        <source>These other names go too: {names}.</source>
        <translation>Disse andre navnene forsvinner også: {names}.</translation>
    </message>
    <message>
        <source>{images} get the new label in the place of “{label}”; {left} keep it.</source>
        <translation>{images} får den nye merkelappen i stedet for «{label}»; {left} beholder den.</translation>
    </message>
    <message>
        <source>It will lie at the top level.</source>
        <translation>Den kommer på øverste nivå.</translation>
    </message>
    <message>
        <source>{count} labels under it go along.</source>
        <translation>{count} merkelapper under den følger med.</translation>
    </message>
    <message>
        <source>{created} new labels, {known} are there already.</source>
        <translation>{created} nye merkelapper, {known} finnes fra før.</translation>
    </message>
    <message>
        <source>These will lie under it: {names}.</source>
        <translation>Disse kommer til å ligge under den: {names}.</translation>
    </message>
    <message>
        <source>No image loses a label.</source>
        <translation>Ingen bilder mister en merkelapp.</translation>
    </message>
    <message>
        <source>These move one level up: {names}.</source>
        <translation>Disse flyttes ett nivå opp: {names}.</translation>
    </message>
    <message>
        <source>It will lie under “{label}”.</source>
        <translation>Den kommer til å ligge under «{label}».</translation>
    </message>
    <message>
        <source>“{label}” then finds {images} more.</source>
        <translation>«{label}» finner da {images} til.</translation>
    </message>
    <message>
        <source>{moved} get another place, {aliases} other names are added.</source>
        <translation>{moved} får en ny plass, {aliases} andre navn legges til.</translation>
    </message>
    <message>
        <source>{count} labels get an English name.</source>
        <translation>{count} etiketter får engelsk navn.</translation>
    </message>
    <message>
        <source>Left out, as other labels have these names: {names}.</source>
        <translation>Utelatt, siden andre merkelapper har disse navnene: {names}.</translation>
    </message>
    <message>
        <source>Not moved, as they would lie under themselves: {names}.</source>
        <translation>Ikke flyttet, siden de ville ligge under seg selv: {names}.</translation>
    </message>
    <message>
        <source>{count} lines are left out or mended.</source>
        <translation>{count} linjer er utelatt eller rettet.</translation>
    </message>
    <message>
        <source>{labels} labels written to {file}.</source>
        <translation>{labels} merkelapper skrevet til {file}.</translation>
    </message>
    <message>
        <source>Lightroom will not take these as they are: {names}.</source>
        <translation>Lightroom tar ikke imot disse som de er: {names}.</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>Undo takes it back.</source>
        <translation>Angre tar det tilbake.</translation>
    </message>
</context>
<context>
    <name>LabelEntry</name>
    <message>
        <source>Matching labels</source>
        <translation>Merkelapper som passer</translation>
    </message>
    <message>
        <source>Add a label…</source>
        <translation>Legg til en merkelapp…</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Legg til en merkelapp</translation>
    </message>
</context>
<context>
    <name>LabelExamples</name>
    <message>
        <source>Example image</source>
        <translation>Eksempelbilde</translation>
    </message>
    <message>
        <source>Review {file}</source>
        <translation>Gå gjennom {file}</translation>
    </message>
</context>
<context>
    <name>LabelGridView</name>
    <message>
        <source>What becomes of images without a tick</source>
        <translation>Hva som skjer med bilder uten hake</translation>
    </message>
    <message>
        <source>From which percentage images are ticked</source>
        <translation>Fra hvilken prosent bilder er huket av</translation>
    </message>
    <message>
        <source>Looking for images…</source>
        <translation>Leter etter bilder…</translation>
    </message>
</context>
<context>
    <name>LabelKeys</name>
    <message>
        <source>The image before has no labels.</source>
        <translation>Bildet før har ingen merkelapper.</translation>
    </message>
    <message>
        <source>There are no labels to copy.</source>
        <translation>Det er ingen merkelapper å kopiere.</translation>
    </message>
    <message>
        <source>No labels have been copied.</source>
        <translation>Ingen merkelapper er kopiert.</translation>
    </message>
</context>
<context>
    <name>LabelKeysMenu</name>
    <message>
        <source>Labels on keys</source>
        <translation>Merkelapper på taster</translation>
    </message>
    <message>
        <source>No label has a key yet</source>
        <translation>Ingen merkelapp har en tast ennå</translation>
    </message>
</context>
<context>
    <name>LabelLinks</name>
    <message>
        <source>Move under a label…</source>
        <translation>Flytt under en merkelapp…</translation>
    </message>
    <message>
        <source>Move under a label</source>
        <translation>Flytt under en merkelapp</translation>
    </message>
    <message>
        <source>Add another name…</source>
        <translation>Legg til et annet navn…</translation>
    </message>
    <message>
        <source>Add another name</source>
        <translation>Legg til et annet navn</translation>
    </message>
    <message>
        <source>Lies under</source>
        <translation>Ligger under</translation>
    </message>
    <message>
        <source>Also called</source>
        <translation>Kalles også</translation>
    </message>
    <message>
        <source>Put at the top level</source>
        <translation>Sett på øverste nivå</translation>
    </message>
    <message>
        <source>Remove this name</source>
        <translation>Fjern dette navnet</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Labels of this image</source>
        <translation>Merkelappene til dette bildet</translation>
    </message>
</context>
<context>
    <name>LabelMatchModel</name>
    <message>
        <source>Create “{name}”</source>
        <translation>Opprett «{name}»</translation>
    </message>
    <message>
        <source>Create “{name}” below “{above}”</source>
        <translation>Opprett «{name}» under «{above}»</translation>
    </message>
</context>
<context>
    <name>LabelMenu</name>
    <message>
        <source>Show all images with it</source>
        <translation>Vis alle bilder med den</translation>
    </message>
    <message>
        <source>Confirm it on its images</source>
        <translation>Bekreft den på bildene</translation>
    </message>
    <message>
        <source>Show on Labels</source>
        <translation>Vis under Merkelapper</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Gi nytt navn …</translation>
    </message>
</context>
<context>
    <name>LabelModel</name>
    <message>
        <source>saving…</source>
        <translation>lagrer…</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importert</translation>
    </message>
    <message>
        <source>text rule: {words}</source>
        <translation>tekstregel: {words}</translation>
    </message>
    <message>
        <source>from a duplicate</source>
        <translation>fra et duplikat</translation>
    </message>
    <message>
        <source>you</source>
        <translation>deg</translation>
    </message>
    <message>
        <source>accepted by {name}</source>
        <translation>godtatt av {name}</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>godtatt</translation>
    </message>
    <message>
        <source>accepted at {share}</source>
        <translation>godtatt ved {share}</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Labels of the selected images</source>
        <translation>Merkelappene til de valgte bildene</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Foreslått</translation>
    </message>
    <message>
        <source>Suggestions for the selected images</source>
        <translation>Forslag til de valgte bildene</translation>
    </message>
    <message>
        <source>No labels yet.</source>
        <translation>Ingen merkelapper ennå.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Gå gjennom</translation>
    </message>
    <message>
        <source>Mark reviewed</source>
        <translation>Merk som gjennomgått</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Velg alle</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Lagrer…</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>Ingenting å endre.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Lagret.</translation>
    </message>
    <message>
        <source>Saved on {count} images.</source>
        <translation>Lagret på {count} bilder.</translation>
    </message>
    <message>
        <source>Not saved. {reason}</source>
        <translation>Ikke lagret. {reason}</translation>
    </message>
    <message>
        <source>{count} images selected</source>
        <translation>{count} bilder valgt</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Ingenting valgt</translation>
    </message>
    <message>
        <source>Select images to see and change their labels.</source>
        <translation>Velg bilder for å se og endre merkelappene deres.</translation>
    </message>
    <message>
        <source>{count} selected but hidden by the filter.</source>
        <translation>{count} valgt, men skjult av filteret.</translation>
    </message>
    <message>
        <source>Mark not reviewed</source>
        <translation>Merk som ikke gjennomgått</translation>
    </message>
</context>
<context>
    <name>LabelSetKeys</name>
    <message>
        <source>Set of labels on keys</source>
        <translation>Sett av merkelapper på taster</translation>
    </message>
    <message>
        <source>Name of the set</source>
        <translation>Navn på settet</translation>
    </message>
    <message>
        <source>Make, rename or delete sets</source>
        <translation>Lag, gi nytt navn til eller slett sett</translation>
    </message>
    <message>
        <source>New set from these labels</source>
        <translation>Nytt sett av disse merkelappene</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Gi nytt navn</translation>
    </message>
    <message>
        <source>Delete this set</source>
        <translation>Slett dette settet</translation>
    </message>
    <message>
        <source>Label for the next free key…</source>
        <translation>Merkelapp til neste ledige tast …</translation>
    </message>
    <message>
        <source>Recent labels</source>
        <translation>Siste merkelapper</translation>
    </message>
    <message>
        <source>Give the next key a label</source>
        <translation>Gi neste tast en merkelapp</translation>
    </message>
    <message>
        <source>The labels you give come here, on keys from {key} on.</source>
        <translation>Merkelappene du gir, kommer hit, på taster fra {key}.</translation>
    </message>
    <message>
        <source>Take it off this key</source>
        <translation>Ta den av denne tasten</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>Nytt sett</translation>
    </message>
</context>
<context>
    <name>LabelTree</name>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>What the labels are sorted by</source>
        <translation>Hva merkelappene er sortert etter</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>På engelsk</translation>
    </message>
    <message>
        <source>Translated</source>
        <translation>Oversatt</translation>
    </message>
    <message>
        <source>Under</source>
        <translation>Under</translation>
    </message>
    <message>
        <source>Also called</source>
        <translation>Kalles også</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>By name alone</source>
        <translation>Bare på navnet</translation>
    </message>
    <message>
        <source>The label as it is written in the catalogue</source>
        <translation>Merkelappen slik den er skrevet i katalogen</translation>
    </message>
    <message>
        <source>The label it lies under (parent)</source>
        <translation>Merkelappen den ligger under (overordnet)</translation>
    </message>
    <message>
        <source>Other names it is found by (aliases)</source>
        <translation>Andre navn den finnes under (aliaser)</translation>
    </message>
    <message>
        <source>Images that carry the label or one under it</source>
        <translation>Bilder som har merkelappen eller en under den</translation>
    </message>
    <message>
        <source>How well the label is suggested, in the newest report of the Evaluate page (F2): 100 % finds all of its images and suggests no wrong one</source>
        <translation>Hvor godt merkelappen foreslås, i den nyeste rapporten på siden Vurder (F2): 100 % finner alle bildene og foreslår ingen feil</translation>
    </message>
    <message>
        <source>How well the encoder tells the label&apos;s images from others by its English name alone (zero-shot ROC AUC with its 95 % interval): 100 % always, 50 % like tossing a coin</source>
        <translation>Hvor godt enkoderen skiller merkelappens bilder fra andre bare på det engelske navnet (nullskudds ROC AUC med 95 %-intervallet): 100 % alltid, 50 % som mynt og krone</translation>
    </message>
    <message>
        <source>Quality (F2)</source>
        <translation>Kvalitet (F2)</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>for hånd</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>ikke ennå</translation>
    </message>
    <message>
        <source>All labels ({count})</source>
        <translation>Alle merkelapper ({count})</translation>
    </message>
    <message>
        <source>What the label is called in English: the name that images are compared with</source>
        <translation>Hva merkelappen heter på engelsk: navnet som bildene sammenlignes med</translation>
    </message>
    <message>
        <source>Where the label&apos;s English name is from: given by hand, by a translation service, from nowhere yet, or not needed as the label is in English</source>
        <translation>Hvor det engelske navnet kommer fra: gitt for hånd, fra en oversettelsestjeneste, ikke ennå, eller ikke nødvendig fordi merkelappen er på engelsk</translation>
    </message>
    <message>
        <source>by a service</source>
        <translation>av en tjeneste</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>ikke nødvendig</translation>
    </message>
    <message>
        <source>Names that find nothing ({count})</source>
        <translation>Navn som ikke finner noe ({count})</translation>
    </message>
    <message>
        <source>Untranslated ({count})</source>
        <translation>Ikke oversatt ({count})</translation>
    </message>
    <message>
        <source>No images ({count})</source>
        <translation>Uten bilder ({count})</translation>
    </message>
    <message>
        <source>Not known: fewer than 3 encoded images carry it</source>
        <translation>Ikke kjent: færre enn 3 enkodede bilder har den</translation>
    </message>
    <message>
        <source>{own} carry it, {below} only a label under it</source>
        <translation>{own} har den, {below} bare en merkelapp under den</translation>
    </message>
    <message>
        <source>Hardly better than chance: another name or a description may help</source>
        <translation>Knapt bedre enn tilfeldig: et annet navn eller en beskrivelse kan hjelpe</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>ikke kjent</translation>
    </message>
    <message>
        <source>Translated by {origin}: “{name}”</source>
        <translation>Oversatt av {origin}: «{name}»</translation>
    </message>
    <message>
        <source>1 image carries it</source>
        <translation>1 bilde har den</translation>
    </message>
    <message>
        <source>{count} images carry it</source>
        <translation>{count} bilder har den</translation>
    </message>
    <message>
        <source>{own}, {below} more a label under it</source>
        <translation>{own}, {below} til en merkelapp under den</translation>
    </message>
    <message>
        <source>Quality: not measured yet, the Evaluate page does it</source>
        <translation>Kvalitet: ikke målt ennå, siden Vurder gjør det</translation>
    </message>
    <message>
        <source>Quality: report of {time}, {suggester}</source>
        <translation>Kvalitet: rapport fra {time}, {suggester}</translation>
    </message>
    <message>
        <source>By name alone: the images are not encoded yet, see the Work menu.</source>
        <translation>Bare på navnet: bildene er ikke enkodet ennå, se menyen Arbeid.</translation>
    </message>
    <message>
        <source>By name alone: the encoder in use cannot read words. Choose another one in the Work menu.</source>
        <translation>Bare på navnet: enkoderen i bruk kan ikke lese ord. Velg en annen i menyen Arbeid.</translation>
    </message>
    <message>
        <source>spaces or punctuation: “{one}”, “{other}”</source>
        <translation>mellomrom eller tegnsetting: «{one}», «{other}»</translation>
    </message>
    <message>
        <source>singular and plural: “{one}”, “{other}”</source>
        <translation>entall og flertall: «{one}», «{other}»</translation>
    </message>
    <message>
        <source>order of the words: “{one}”, “{other}”</source>
        <translation>rekkefølgen på ordene: «{one}», «{other}»</translation>
    </message>
    <message>
        <source>spelling: “{one}”, “{other}”</source>
        <translation>stavemåte: «{one}», «{other}»</translation>
    </message>
    <message>
        <source>same English name: “{one}”, “{other}”</source>
        <translation>samme engelske navn: «{one}», «{other}»</translation>
    </message>
    <message>
        <source>{shared} of {all} images are the same</source>
        <translation>{shared} av {all} bilder er de samme</translation>
    </message>
</context>
<context>
    <name>LabelsActions</name>
    <message>
        <source>Show images</source>
        <translation>Vis bilder</translation>
    </message>
    <message>
        <source>Confirm…</source>
        <translation>Bekreft…</translation>
    </message>
    <message>
        <source>Similar names</source>
        <translation>Lignende navn</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Slå sammen…</translation>
    </message>
    <message>
        <source>Split off…</source>
        <translation>Skill ut…</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Flytt…</translation>
    </message>
    <message>
        <source>From captions…</source>
        <translation>Fra bildetekster…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Slett…</translation>
    </message>
    <message>
        <source>Glossary…</source>
        <translation>Ordliste…</translation>
    </message>
</context>
<context>
    <name>LabelsBar</name>
    <message>
        <source>Find a label</source>
        <translation>Finn en merkelapp</translation>
    </message>
    <message>
        <source>Which labels</source>
        <translation>Hvilke merkelapper</translation>
    </message>
    <message>
        <source>Names that find nothing: by the English name alone the label&apos;s images are found hardly better than by chance (AUC below 60 %, or an interval that reaches down to 50 %). Untranslated: nobody gave it an English name, and the archive&apos;s language is not set to English.</source>
        <translation>Navn som ikke finner noe: bare på det engelske navnet blir merkelappens bilder funnet knapt bedre enn tilfeldig (AUC under 60 %, eller et intervall som når ned til 50 %). Ikke oversatt: ingen har gitt den et engelsk navn, og arkivets språk er ikke satt til engelsk.</translation>
    </message>
    <message>
        <source>Labels that may be the same</source>
        <translation>Merkelapper som kan være like</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mer</translation>
    </message>
    <message>
        <source>More to do with the vocabulary</source>
        <translation>Mer å gjøre med vokabularet</translation>
    </message>
    <message>
        <source>Translate…</source>
        <translation>Oversett…</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Vis som tabell</translation>
    </message>
    <message>
        <source>Show as a tree</source>
        <translation>Vis som tre</translation>
    </message>
    <message>
        <source>Same labels? {count}</source>
        <translation>Like merkelapper? {count}</translation>
    </message>
</context>
<context>
    <name>LabelsPage</name>
    <message>
        <source>Reading the labels…</source>
        <translation>Leser merkelappene…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>No label fits.</source>
        <translation>Ingen merkelapp passer.</translation>
    </message>
    <message>
        <source>Show all labels</source>
        <translation>Vis alle merkelapper</translation>
    </message>
    <message>
        <source>This catalogue has no labels yet. They come with the keywords of the files, or you make them.</source>
        <translation>Denne katalogen har ingen merkelapper ennå. De kommer med nøkkelordene i filene, eller du lager dem.</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>Ny merkelapp…</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
    <message>
        <source>{shown} of {total} labels</source>
        <translation>{shown} av {total} merkelapper</translation>
    </message>
    <message>
        <source>1 changed name not kept yet</source>
        <translation>1 endret navn som ikke er beholdt ennå</translation>
    </message>
    <message>
        <source>{count} changed names not kept yet</source>
        <translation>{count} endrede navn som ikke er beholdt ennå</translation>
    </message>
    <message>
        <source>Looking at names: {done} of {total}</source>
        <translation>Ser på navn: {done} av {total}</translation>
    </message>
    <message>
        <source>Comparing names…</source>
        <translation>Sammenligner navn…</translation>
    </message>
    <message>
        <source>There is no other name to compare with.</source>
        <translation>Det finnes ikke noe annet navn å sammenligne med.</translation>
    </message>
    <message>
        <source>Names that mean nearly the same as “{name}”, the nearest first.</source>
        <translation>Navn som betyr nesten det samme som «{name}», de nærmeste først.</translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>Find a label</source>
        <translation>Finn en merkelapp</translation>
    </message>
    <message>
        <source>Labels and how well they are suggested</source>
        <translation>Merkelapper og hvor godt de foreslås</translation>
    </message>
    <message>
        <source>Enter shows the images with this label</source>
        <translation>Enter viser bildene med denne merkelappen</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
    <message>
        <source>{shown} of {total} labels</source>
        <translation>{shown} av {total} merkelapper</translation>
    </message>
</context>
<context>
    <name>LabelsStep</name>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>All, wherever they come from</source>
        <translation>Alle, uansett hvor de kommer fra</translation>
    </message>
    <message>
        <source>Those that a curator gave or accepted</source>
        <translation>De som en kurator har gitt eller godtatt</translation>
    </message>
    <message>
        <source>On at least so many images</source>
        <translation>På minst så mange bilder</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Kalt</translation>
    </message>
    <message>
        <source>As in the catalogue</source>
        <translation>Som i katalogen</translation>
    </message>
    <message>
        <source>In English, where there is an English name</source>
        <translation>På engelsk, der det finnes et engelsk navn</translation>
    </message>
    <message>
        <source>Add the labels above</source>
        <translation>Legg til merkelappene over</translation>
    </message>
    <message>
        <source>An image of a crane is then one of a bird too.</source>
        <translation>Et bilde av en trane er da også et av en fugl.</translation>
    </message>
    <message>
        <source>Open suggestions too</source>
        <translation>Åpne forslag også</translation>
    </message>
    <message>
        <source>They leave as suggestions, never as labels, where the format can tell.</source>
        <translation>De følger med som forslag, aldri som merkelapper, der formatet kan skille dem.</translation>
    </message>
    <message>
        <source>Right with a probability of at least</source>
        <translation>Riktig med en sannsynlighet på minst</translation>
    </message>
</context>
<context>
    <name>LanguageEditor</name>
    <message>
        <source>Contexts</source>
        <translation>Sammenhenger</translation>
    </message>
    <message>
        <source>A label is put into each of these, and the images are compared with the average. {label} stands for the label; {domain} and {kind} for the words above, and where a word is missing the context is left out.</source>
        <translation>En merkelapp settes inn i hver av disse, og bildene sammenlignes med gjennomsnittet. {label} står for merkelappen; {domain} og {kind} for ordene over, og der et ord mangler, utelates sammenhengen.</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Sammenheng</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Vekt</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Andel</translation>
    </message>
    <message>
        <source>Language of the labels</source>
        <translation>Språket i merkelappene</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Ikke oppgitt</translation>
    </message>
    <message>
        <source>Names to go by</source>
        <translation>Navn som teller</translation>
    </message>
    <message>
        <source>By hand, else automatic, else the label&apos;s own</source>
        <translation>For hånd, ellers automatisk, ellers merkelappens eget</translation>
    </message>
    <message>
        <source>The labels&apos; own</source>
        <translation>Merkelappenes egne</translation>
    </message>
    <message>
        <source>Automatic, else the label&apos;s own</source>
        <translation>Automatisk, ellers merkelappens eget</translation>
    </message>
    <message>
        <source>By hand, else the label&apos;s own</source>
        <translation>For hånd, ellers merkelappens eget</translation>
    </message>
    <message>
        <source>what the archive is about: military</source>
        <translation>hva arkivet handler om: military</translation>
    </message>
    <message>
        <source>what its labels are: vehicle</source>
        <translation>hva merkelappene er: vehicle</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Legg til</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Fjern</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>Tilbake til standard</translation>
    </message>
    <message>
        <source>no {word}</source>
        <translation>ingen {word}</translation>
    </message>
    <message>
        <source>At least one context has to stay, if only {label}.</source>
        <translation>Minst én sammenheng må stå igjen, om det så bare er {label}.</translation>
    </message>
    <message>
        <source>“{text}” needs {label} where the label goes.</source>
        <translation>«{text}» trenger {label} der merkelappen skal stå.</translation>
    </message>
    <message>
        <source>“{text}” is there twice.</source>
        <translation>«{text}» står der to ganger.</translation>
    </message>
    <message>
        <source>“{weight}” is no weight; write a number from 0 to 100.</source>
        <translation>«{weight}» er ingen vekt; skriv et tall fra 0 til 100.</translation>
    </message>
    <message>
        <source>“{text}” has braces that mean nothing; {label}, {domain} and {kind} do.</source>
        <translation>«{text}» har krøllparenteser som ikke betyr noe; det gjør {label}, {domain} og {kind}.</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Arabic</source>
        <translation>Arabisk</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>Bulgarsk</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>Bengali</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>Katalansk</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tsjekkisk</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dansk</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Tysk</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Gresk</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Engelsk</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spansk</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>Estisk</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>Baskisk</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>Persisk</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finsk</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Fransk</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>Irsk</translation>
    </message>
    <message>
        <source>Galician</source>
        <translation>Galisisk</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebraisk</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>Kroatisk</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Ungarsk</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>Indonesisk</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>Islandsk</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italiensk</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japansk</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreansk</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>Litauisk</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>Latvisk</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>Malayisk</translation>
    </message>
    <message>
        <source>Norwegian (Bokmål)</source>
        <translation>Norsk (bokmål)</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Nederlandsk</translation>
    </message>
    <message>
        <source>Norwegian (Nynorsk)</source>
        <translation>Norsk (nynorsk)</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polsk</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugisisk</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>Rumensk</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russisk</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>Slovakisk</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>Slovensk</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>Albansk</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>Serbisk</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Svensk</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thai</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Tyrkisk</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainsk</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>Vietnamesisk</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Kinesisk</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norsk</translation>
    </message>
</context>
<context>
    <name>LastExports</name>
    <message>
        <source>Last exports</source>
        <translation>Siste eksporter</translation>
    </message>
    <message>
        <source>What and how</source>
        <translation>Hva og hvordan</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Hvor til</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Når</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>{again} chooses the newest again, {export} writes it.</source>
        <translation>{again} velger den nyeste igjen, {export} skriver den.</translation>
    </message>
    <message>
        <source>filtered</source>
        <translation>filtrert</translation>
    </message>
    <message>
        <source>labelled images</source>
        <translation>bilder med merkelapp</translation>
    </message>
    <message>
        <source>decided images</source>
        <translation>bilder noen har avgjort noe på</translation>
    </message>
    <message>
        <source>reviewed images</source>
        <translation>gjennomgåtte bilder</translation>
    </message>
    <message>
        <source>a curator&apos;s labels</source>
        <translation>kurators merkelapper</translation>
    </message>
    <message>
        <source>labels on at least {count} images</source>
        <translation>merkelapper på minst {count} bilder</translation>
    </message>
    <message>
        <source>with the labels above</source>
        <translation>med merkelappene over</translation>
    </message>
    <message>
        <source>in English</source>
        <translation>på engelsk</translation>
    </message>
    <message>
        <source>suggestions from {share}</source>
        <translation>forslag fra {share}</translation>
    </message>
    <message>
        <source>pictures copied</source>
        <translation>bilder kopiert</translation>
    </message>
    <message>
        <source>pictures linked</source>
        <translation>bilder lenket</translation>
    </message>
    <message>
        <source>pictures as reflinks</source>
        <translation>bilder som reflinks</translation>
    </message>
    <message>
        <source>without metadata</source>
        <translation>uten metadata</translation>
    </message>
    <message>
        <source>Choose the same again</source>
        <translation>Velg det samme igjen</translation>
    </message>
</context>
<context>
    <name>LibraryBar</name>
    <message>
        <source>By meaning</source>
        <translation>Etter innhold</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Søk etter innhold</translation>
    </message>
    <message>
        <source>Order of the images</source>
        <translation>Rekkefølge på bildene</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Mappe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Dato</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Størrelse</translation>
    </message>
    <message>
        <source>Number of labels</source>
        <translation>Antall merkelapper</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Sikkerhet</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>Motsatt vei</translation>
    </message>
    <message>
        <source>Going up. Turn round</source>
        <translation>Stigende. Snu</translation>
    </message>
    <message>
        <source>Going down. Turn round</source>
        <translation>Synkende. Snu</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste først</translation>
    </message>
</context>
<context>
    <name>LibraryFooter</name>
    <message>
        <source>Update the list</source>
        <translation>Oppdater listen</translation>
    </message>
    <message>
        <source>Encode the images that are left out</source>
        <translation>Enkod bildene som er utelatt</translation>
    </message>
    <message>
        <source>Show the list of files with problems</source>
        <translation>Vis listen over filer med problemer</translation>
    </message>
    <message>
        <source>Progress of the archive</source>
        <translation>Framdrift i arkivet</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Framdrift</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{shown} images</source>
        <translation>{shown} bilder</translation>
    </message>
    <message>
        <source>{shown} of {total} images</source>
        <translation>{shown} av {total} bilder</translation>
    </message>
    <message>
        <source>{selected} selected</source>
        <translation>{selected} valgt</translation>
    </message>
    <message>
        <source>{selected} selected, {hidden} hidden by the filter</source>
        <translation>{selected} valgt, {hidden} skjult av filteret</translation>
    </message>
    <message>
        <source>The list has changed by {count} images: update</source>
        <translation>Listen er endret med {count} bilder: oppdater</translation>
    </message>
    <message>
        <source>The list has changed by 1 image: update</source>
        <translation>Listen er endret med 1 bilde: oppdater</translation>
    </message>
    <message>
        <source>{count} images are not encoded yet and left out: encode</source>
        <translation>{count} bilder er ikke enkodet ennå og er utelatt: enkod dem</translation>
    </message>
    <message>
        <source>1 image is not encoded yet and left out: encode</source>
        <translation>1 bilde er ikke enkodet ennå og er utelatt: enkod det</translation>
    </message>
    <message>
        <source>{count} unreadable</source>
        <translation>{count} uleselige</translation>
    </message>
    <message>
        <source>1 unreadable</source>
        <translation>1 uleselig</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>{count} mangler</translation>
    </message>
    <message>
        <source>{problems}: show</source>
        <translation>{problems}: vis</translation>
    </message>
</context>
<context>
    <name>LibraryLabelKeys</name>
    <message>
        <source>There is no image before this one.</source>
        <translation>Det er ikke noe bilde før dette.</translation>
    </message>
    <message>
        <source>Copied: {labels}.</source>
        <translation>Kopiert: {labels}.</translation>
    </message>
    <message>
        <source>There are no labels to copy.</source>
        <translation>Det er ingen merkelapper å kopiere.</translation>
    </message>
    <message>
        <source>No labels have been copied.</source>
        <translation>Ingen merkelapper er kopiert.</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Reading the list of images…</source>
        <translation>Leser listen over bilder…</translation>
    </message>
</context>
<context>
    <name>LibrarySearch</name>
    <message>
        <source>The images are being encoded. Then they can be searched by meaning.</source>
        <translation>Bildene enkodes nå. Deretter kan man søke etter innholdet i dem.</translation>
    </message>
    <message>
        <source>What was worked out from the images is damaged and was set aside. Encoding the images again brings it back.</source>
        <translation>Det som var regnet ut fra bildene, er skadet og ble lagt til side. Det kommer tilbake når bildene enkodes på nytt.</translation>
    </message>
    <message>
        <source>The images are not encoded yet. Once they are, they can be searched by what they show.</source>
        <translation>Bildene er ikke enkodet ennå. Når de er det, kan man søke etter det de viser.</translation>
    </message>
    <message>
        <source>Encode the images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>The encoder in use reads no words. Images can still be searched by images: choose one and press {key}, or drop a picture here.</source>
        <translation>Enkoderen som er i bruk, leser ikke ord. Man kan likevel søke etter bilder med bilder: velg ett og trykk {key}, eller slipp et bilde her.</translation>
    </message>
    <message>
        <source>Choose another encoder…</source>
        <translation>Velg en annen enkoder…</translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <source>From which percentage images are ticked</source>
        <translation>Fra hvilken prosent bilder er huket av</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>{position} of {count}</source>
        <translation>{position} av {count}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The folder of images {folder} is not there. Labels can be seen and changed all the same. Connect the disk, or say where the folder is now.</source>
        <translation>Bildemappen {folder} er ikke der. Merkelapper kan likevel ses og endres. Koble til disken, eller oppgi hvor mappen er nå.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Velg mappe…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsett</translation>
    </message>
    <message>
        <source>{images}, {problems}</source>
        <translation>{images}, {problems}</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>1 cannot be shown</source>
        <translation>1 kan ikke vises</translation>
    </message>
    <message>
        <source>{count} cannot be shown</source>
        <translation>{count} kan ikke vises</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Vis</translation>
    </message>
    <message>
        <source>{name} is neither a folder of images nor a catalogue. Drop the folder it lies in.</source>
        <translation>{name} er verken en bildemappe eller en katalog. Slipp mappen den ligger i.</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>How the map is drawn</source>
        <translation>Hvordan kartet er tegnet</translation>
    </message>
    <message>
        <source>What the points are coloured by</source>
        <translation>Hva punktene er farget etter</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Vis alt</translation>
    </message>
    <message>
        <source>See the whole map (0 on the map)</source>
        <translation>Se hele kartet (0 i kartet)</translation>
    </message>
    <message>
        <source>Groups of the map</source>
        <translation>Gruppene i kartet</translation>
    </message>
    <message>
        <source>Choose a group to see it stand out</source>
        <translation>Velg en gruppe for å se den tre fram</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Farg etter</translation>
    </message>
    <message>
        <source>This report has no map. Measure again to get one.</source>
        <translation>Denne rapporten har ikke noe kart. Mål på nytt for å få et.</translation>
    </message>
    <message>
        <source>Needs the Python package umap-learn, then a new measurement</source>
        <translation>Trenger Python-pakken umap-learn, og så en ny måling</translation>
    </message>
    <message>
        <source>This report has no such map</source>
        <translation>Denne rapporten har ikke noe slikt kart</translation>
    </message>
    <message>
        <source>{shown} of {all} images, each with a caption. The wheel zooms, dragging moves, arrow keys go from point to point; a click or Enter opens the image.</source>
        <translation>{shown} av {all} bilder, hvert med en bildetekst. Hjulet zoomer, dra for å flytte, piltastene går fra punkt til punkt; klikk eller Enter åpner bildet.</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Alle grupper</translation>
    </message>
    <message>
        <source>● images, △ captions</source>
        <translation>● bilder, △ bildetekster</translation>
    </message>
    <message>
        <source>1 point</source>
        <translation>1 punkt</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} punkter</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of captions and images</source>
        <translation>Kart over bildetekster og bilder</translation>
    </message>
</context>
<context>
    <name>MarkedCaptions</name>
    <message>
        <source>Captions with these words</source>
        <translation>Bildetekster med disse ordene</translation>
    </message>
    <message>
        <source>Captions with these words show here.</source>
        <translation>Her vises bildetekster med disse ordene.</translation>
    </message>
    <message>
        <source>(has it already)</source>
        <translation>(har den allerede)</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Make “{name}” another name of…</source>
        <translation>Gjør «{name}» til et annet navn på…</translation>
    </message>
    <message>
        <source>Merge {count} labels</source>
        <translation>Slå sammen {count} merkelapper</translation>
    </message>
    <message>
        <source>Make it another name</source>
        <translation>Gjør det til et annet navn</translation>
    </message>
    <message>
        <source>The label that stays</source>
        <translation>Merkelappen som blir</translation>
    </message>
    <message>
        <source>Type the label that stays…</source>
        <translation>Skriv merkelappen som blir…</translation>
    </message>
    <message>
        <source>It is this label already. Choose another one.</source>
        <translation>Det er denne merkelappen. Velg en annen.</translation>
    </message>
</context>
<context>
    <name>MistakeCard</name>
    <message>
        <source>Review {file}</source>
        <translation>Gå gjennom {file}</translation>
    </message>
    <message>
        <source>Carries: {labels}</source>
        <translation>Har: {labels}</translation>
    </message>
    <message>
        <source>Carries none of these labels</source>
        <translation>Har ingen av disse merkelappene</translation>
    </message>
    <message>
        <source>Most similar labelled images:</source>
        <translation>De mest lignende merkede bildene:</translation>
    </message>
    <message>
        <source>carries “{label}”</source>
        <translation>har «{label}»</translation>
    </message>
    <message>
        <source>does not carry “{label}”</source>
        <translation>har ikke «{label}»</translation>
    </message>
</context>
<context>
    <name>MistakesPanel</name>
    <message>
        <source>Worst mistakes</source>
        <translation>Verste feil</translation>
    </message>
    <message>
        <source>{suggester}: labels it missed</source>
        <translation>{suggester}: merkelapper som ble oversett</translation>
    </message>
    <message>
        <source>{suggester}: labels it wrongly suggested</source>
        <translation>{suggester}: merkelapper som feilaktig ble foreslått</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Ingen.</translation>
    </message>
    <message>
        <source>Some of these are mistakes of the labels, not of the suggester: click an image to review it.</source>
        <translation>Noen av disse er feil i merkingen, ikke i forslagene: klikk et bilde for å gå gjennom det.</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Shows and hides what stands below</source>
        <translation>Viser og skjuler det som står nedenfor</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <source>Move “{name}”</source>
        <translation>Flytt «{name}»</translation>
    </message>
    <message>
        <source>Move {count} labels</source>
        <translation>Flytt {count} merkelapper</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Flytt</translation>
    </message>
    <message>
        <source>Type the label to lie under…</source>
        <translation>Skriv merkelappen den skal ligge under…</translation>
    </message>
    <message>
        <source>The label to lie under</source>
        <translation>Merkelappen den skal ligge under</translation>
    </message>
    <message>
        <source>No label: the top level</source>
        <translation>Ingen merkelapp: øverste nivå</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lagre</translation>
    </message>
    <message>
        <source>“{name}” is there already: saving replaces it.</source>
        <translation>«{name}» finnes alt: lagring erstatter den.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Erstatt</translation>
    </message>
</context>
<context>
    <name>NameEditor</name>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>Navn på engelsk</translation>
    </message>
    <message>
        <source>a big lorry that carries soil
a photo of a {}</source>
        <translation>a big lorry that carries soil
a photo of a {}</translation>
    </message>
    <message>
        <source>One a line, in the place of the usual “a photo of a …”. {} stands for the English name; a line without it is a description that is taken as it is.</source>
        <translation>Én per linje, i stedet for det vanlige «a photo of a …». {} står for det engelske navnet; en linje uten er en beskrivelse som brukes som den er.</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>På engelsk</translation>
    </message>
    <message>
        <source>Description or own phrases</source>
        <translation>Beskrivelse eller egne uttrykk</translation>
    </message>
    <message>
        <source>Description or own phrases, one a line</source>
        <translation>Beskrivelse eller egne uttrykk, ett per linje</translation>
    </message>
    <message>
        <source>Found by name alone</source>
        <translation>Funnet bare på navnet</translation>
    </message>
    <message>
        <source>With what is typed</source>
        <translation>Med det som er skrevet</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behold</translation>
    </message>
    <message>
        <source>Keep the new name (Enter)</source>
        <translation>Behold det nye navnet (Enter)</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Tilbakestill</translation>
    </message>
    <message>
        <source>Bring the old name back (Escape)</source>
        <translation>Hent det gamle navnet tilbake (Escape)</translation>
    </message>
    <message>
        <source>The difference is within what chance explains.</source>
        <translation>Forskjellen er ikke større enn tilfeldigheter forklarer.</translation>
    </message>
    <message>
        <source>Better: the encoder finds more of its images.</source>
        <translation>Bedre: enkoderen finner flere av bildene.</translation>
    </message>
    <message>
        <source>Worse: the encoder finds fewer of its images.</source>
        <translation>Dårligere: enkoderen finner færre av bildene.</translation>
    </message>
</context>
<context>
    <name>NameJump</name>
    <message>
        <source>Go to: {name}</source>
        <translation>Gå til: {name}</translation>
    </message>
</context>
<context>
    <name>NewCatalogueAssistant</name>
    <message>
        <source>New catalogue</source>
        <translation>Ny katalog</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Tilbake</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Neste</translation>
    </message>
    <message>
        <source>Step {step} of {count}</source>
        <translation>Trinn {step} av {count}</translation>
    </message>
    <message>
        <source>Create catalogue and start</source>
        <translation>Opprett katalogen og start</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Fjern</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Fjern denne meldingen</translation>
    </message>
</context>
<context>
    <name>OptionField</name>
    <message>
        <source>names of labels, with commas between</source>
        <translation>navn på merkelapper, med komma mellom</translation>
    </message>
</context>
<context>
    <name>Outlook</name>
    <message>
        <source>What it will hold</source>
        <translation>Hva det vil inneholde</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>Første rader</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>De første radene i filen</translation>
    </message>
    <message>
        <source>No image fits what is chosen.</source>
        <translation>Ingen bilder passer til det som er valgt.</translation>
    </message>
    <message>
        <source>None of these images has such a label: the images alone would be named.</source>
        <translation>Ingen av disse bildene har en slik merkelapp: bare bildene ville bli nevnt.</translation>
    </message>
    <message>
        <source>{labellings} labellings with {labels} labels on {labelled} of {images} images.</source>
        <translation>{labellings} merkinger med {labels} merkelapper på {labelled} av {images} bilder.</translation>
    </message>
    <message>
        <source>{count} open suggestions.</source>
        <translation>{count} åpne forslag.</translation>
    </message>
    <message>
        <source>Picture files of {size} in the archive.</source>
        <translation>Bildefiler på {size} i arkivet.</translation>
    </message>
    <message>
        <source>The archive stays as it is.</source>
        <translation>Arkivet blir som det er.</translation>
    </message>
    <message>
        <source>Train {train}, validation {validation}, test {test}.</source>
        <translation>Trening {train}, validering {validation}, test {test}.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Filer</translation>
    </message>
    <message>
        <source>One image a line</source>
        <translation>Ett bilde per linje</translation>
    </message>
</context>
<context>
    <name>OverviewPanel</name>
    <message>
        <source>How figures are averaged</source>
        <translation>Hvordan snittet regnes</translation>
    </message>
    <message>
        <source>Suggesters</source>
        <translation>Forslagsmåter</translation>
    </message>
    <message>
        <source>On average,</source>
        <translation>Snittet</translation>
    </message>
    <message>
        <source>Makes the suggestions now</source>
        <translation>Lager forslagene nå</translation>
    </message>
    <message>
        <source>Suggest with “{name}”</source>
        <translation>Foreslå med «{name}»</translation>
    </message>
    <message>
        <source>What is found</source>
        <translation>Hva som blir funnet</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Hvorfor</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Hva som kan gjøres</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>What becomes of images without a tick</source>
        <translation>Hva som skjer med bilder uten hake</translation>
    </message>
    <message>
        <source>Reject what has no tick</source>
        <translation>Avvis det som ikke er huket av</translation>
    </message>
    <message>
        <source>Leave open what has no tick</source>
        <translation>La det som ikke er huket av, stå åpent</translation>
    </message>
</context>
<context>
    <name>PictureFoot</name>
    <message>
        <source>Title, file, date and folder</source>
        <translation>Tittel, fil, dato og mappe</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildetekst</translation>
    </message>
    <message>
        <source>What Enter will do</source>
        <translation>Hva Enter gjør</translation>
    </message>
</context>
<context>
    <name>PicturesStep</name>
    <message>
        <source>This format holds no picture files, it names them.</source>
        <translation>Dette formatet inneholder ingen bildefiler, det nevner dem.</translation>
    </message>
    <message>
        <source>With the picture files</source>
        <translation>Med bildefilene</translation>
    </message>
    <message>
        <source>Else they stay where they are, and the file names them.</source>
        <translation>Ellers blir de liggende der de er, og filen viser til dem.</translation>
    </message>
    <message>
        <source>They are</source>
        <translation>De blir</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>kopiert</translation>
    </message>
    <message>
        <source>linked: one file under two names</source>
        <translation>lenket: én fil under to navn</translation>
    </message>
    <message>
        <source>copied without taking room, where the disk can</source>
        <translation>kopiert uten å ta plass, der disken kan det</translation>
    </message>
    <message>
        <source>Longer side at most</source>
        <translation>Lengste side høyst</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>som den er</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>Skrevet som</translation>
    </message>
    <message>
        <source>what they are</source>
        <translation>det de er</translation>
    </message>
    <message>
        <source>Quality of JPEG and WebP</source>
        <translation>Kvalitet for JPEG og WebP</translation>
    </message>
    <message>
        <source>Convert colours to sRGB</source>
        <translation>Gjør om farger til sRGB</translation>
    </message>
    <message>
        <source>Leave out all that the files tell but the picture</source>
        <translation>Utelat alt filene forteller, unntatt bildet</translation>
    </message>
    <message>
        <source>Places, names, dates, cameras and keywords are often in the files. Whoever gets the dataset should not learn them by accident.</source>
        <translation>Steder, navn, datoer, kameraer og stikkord ligger ofte i filene. Den som får datasettet, skal ikke få vite dem ved et uhell.</translation>
    </message>
</context>
<context>
    <name>PicturesTab</name>
    <message>
        <source>Reading the pictures…</source>
        <translation>Leser bildene …</translation>
    </message>
    <message>
        <source>For programs that read no sidecars. This changes the picture files themselves, through the program exiftool. Each old file is kept first and can be brought back; a new one takes its place only where the picture is exactly the same.</source>
        <translation>For programmer som ikke leser sidefiler. Dette endrer selve bildefilene, med programmet exiftool. Hver gammel fil tas vare på først og kan hentes tilbake; en ny tar plassen bare der bildet er nøyaktig det samme.</translation>
    </message>
    <message>
        <source>I want my picture files to be changed</source>
        <translation>Jeg vil at bildefilene mine skal endres</translation>
    </message>
    <message>
        <source>What would change in the pictures</source>
        <translation>Hva som ville bli endret i bildene</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Comes</source>
        <translation>Kommer</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>Går</translation>
    </message>
    <message>
        <source>Left because</source>
        <translation>Blir stående fordi</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Skriv</translation>
    </message>
    <message>
        <source>Bring the last old pictures back</source>
        <translation>Hent de siste gamle bildene tilbake</translation>
    </message>
    <message>
        <source>Delete the old pictures…</source>
        <translation>Slett de gamle bildene …</translation>
    </message>
    <message>
        <source>Delete the old pictures</source>
        <translation>Slett de gamle bildene</translation>
    </message>
    <message>
        <source>The old picture files that are kept are deleted; {size} become free. What was written into the pictures stays, and cannot be taken back after that.</source>
        <translation>De gamle bildefilene som er tatt vare på, slettes; {size} blir ledig. Det som er skrevet i bildene, blir stående og kan ikke tas tilbake etterpå.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>The old pictures are deleted; {size} are free.</source>
        <translation>De gamle bildene er slettet; {size} er ledig.</translation>
    </message>
    <message>
        <source>Change 1 picture</source>
        <translation>Endre 1 bilde</translation>
    </message>
    <message>
        <source>Change {count} pictures</source>
        <translation>Endre {count} bilder</translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message>
        <source>F score on the test images</source>
        <translation>F-mål på prøvebildene</translation>
    </message>
    <message>
        <source>F score, 95 % interval</source>
        <translation>F-mål, 95 %-intervall</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>Presisjon og sensitivitet</translation>
    </message>
    <message>
        <source>Recall: share of the true labels that are suggested</source>
        <translation>Sensitivitet: andel av riktige merkelapper som foreslås</translation>
    </message>
    <message>
        <source>Precision: share of the suggestions that are right</source>
        <translation>Presisjon: andel av forslagene som er riktige</translation>
    </message>
    <message>
        <source>ROC curves</source>
        <translation>ROC-kurver</translation>
    </message>
    <message>
        <source>False-positive rate</source>
        <translation>Andel falske positive</translation>
    </message>
    <message>
        <source>True-positive rate</source>
        <translation>Andel sanne positive</translation>
    </message>
    <message>
        <source>Reliability of shown suggestions</source>
        <translation>Påliteligheten til viste forslag</translation>
    </message>
    <message>
        <source>Shown probability</source>
        <translation>Vist sannsynlighet</translation>
    </message>
    <message>
        <source>Share that is right</source>
        <translation>Andel som er riktig</translation>
    </message>
    <message>
        <source>calibration error</source>
        <translation>kalibreringsfeil</translation>
    </message>
    <message>
        <source>suggestions</source>
        <translation>forslag</translation>
    </message>
    <message>
        <source>F score with few labelled images</source>
        <translation>F-mål med få merkede bilder</translation>
    </message>
    <message>
        <source>Labelled images to learn from</source>
        <translation>Merkede bilder å lære av</translation>
    </message>
    <message>
        <source>images overtake names</source>
        <translation>bilder går forbi navn</translation>
    </message>
    <message>
        <source>F score</source>
        <translation>F-mål</translation>
    </message>
    <message>
        <source>Key presses per image</source>
        <translation>Tastetrykk per bilde</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>godta</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>avvis</translation>
    </message>
    <message>
        <source>type</source>
        <translation>skriv</translation>
    </message>
    <message>
        <source>label by label in a grid</source>
        <translation>merkelapp for merkelapp i et rutenett</translation>
    </message>
    <message>
        <source>typing everything</source>
        <translation>skrive alt</translation>
    </message>
    <message>
        <source>Labels: F score by number of images</source>
        <translation>Merkelapper: F-mål etter antall bilder</translation>
    </message>
    <message>
        <source>Test images with the label</source>
        <translation>Prøvebilder med merkelappen</translation>
    </message>
    <message>
        <source>Precision over recall of each label</source>
        <translation>Presisjon over sensitivitet for hver merkelapp</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>tilfeldighet</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Før</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Etter</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>gap</translation>
    </message>
    <message>
        <source>deviations</source>
        <translation>standardavvik</translation>
    </message>
    <message>
        <source>captions and their own images</source>
        <translation>bildetekster og egne bilder</translation>
    </message>
    <message>
        <source>captions and other images</source>
        <translation>bildetekster og andre bilder</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Cosinus</translation>
    </message>
    <message>
        <source>Share of pairs</source>
        <translation>Andel av par</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Kart</translation>
    </message>
    <message>
        <source>image</source>
        <translation>bilde</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>bildetekst</translation>
    </message>
    <message>
        <source>belong together</source>
        <translation>hører sammen</translation>
    </message>
</context>
<context>
    <name>PlotsPanel</name>
    <message>
        <source>Plots</source>
        <translation>Diagrammer</translation>
    </message>
    <message>
        <source>The figures behind the plot</source>
        <translation>Tallene bak diagrammet</translation>
    </message>
    <message>
        <source>The best {count} of {all} are shown, and the chosen one.</source>
        <translation>De {count} beste av {all} vises, og den valgte.</translation>
    </message>
</context>
<context>
    <name>PresetButton</name>
    <message>
        <source>Saved settings</source>
        <translation>Lagrede innstillinger</translation>
    </message>
    <message>
        <source>Settings of exports under a name; the command line knows them</source>
        <translation>Innstillinger for eksport under et navn; kommandolinjen kjenner dem</translation>
    </message>
    <message>
        <source>Save these settings…</source>
        <translation>Lagre disse innstillingene …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Slett</translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message>
        <source>Files with problems</source>
        <translation>Filer med problemer</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Tilstand</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grunn</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>Kopier listen</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>uleselig</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>mangler</translation>
    </message>
    <message>
        <source>The file is no longer there; its labels are kept.</source>
        <translation>Filen er ikke der lenger; merkelappene er beholdt.</translation>
    </message>
    <message>
        <source>1 file cannot be shown. Mend or replace it, then look for new files: its labels are waiting.</source>
        <translation>1 fil kan ikke vises. Reparer eller erstatt den, og se etter nye filer: merkelappene venter.</translation>
    </message>
    <message>
        <source>{count} files cannot be shown. Mend or replace them, then look for new files: their labels are waiting.</source>
        <translation>{count} filer kan ikke vises. Reparer eller erstatt dem, og se etter nye filer: merkelappene venter.</translation>
    </message>
    <message>
        <source>Every file of the archive is there and readable.</source>
        <translation>Alle filene i arkivet er der og kan leses.</translation>
    </message>
</context>
<context>
    <name>ProgressDialog</name>
    <message>
        <source>Progress of the archive</source>
        <translation>Framdrift i arkivet</translation>
    </message>
    <message>
        <source>Progress by folder</source>
        <translation>Framdrift etter mappe</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Mappe</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Med merkelapp</translation>
    </message>
    <message>
        <source>Without labels</source>
        <translation>Uten merkelapp</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Gjennomgått</translation>
    </message>
    <message>
        <source>With suggestions</source>
        <translation>Med forslag</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Uleselige</translation>
    </message>
    <message>
        <source>Progress by week</source>
        <translation>Framdrift etter uke</translation>
    </message>
    <message>
        <source>Week from</source>
        <translation>Uke fra</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Avgjørelser</translation>
    </message>
    <message>
        <source>Newly labelled images</source>
        <translation>Nylig merkede bilder</translation>
    </message>
    <message>
        <source>By week</source>
        <translation>Etter uke</translation>
    </message>
    <message>
        <source>{labelled} of {images} labelled ({share}), {reviewed} reviewed.</source>
        <translation>{labelled} av {images} har merkelapp ({share}), {reviewed} er gjennomgått.</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>The whole archive</source>
        <translation>Hele arkivet</translation>
    </message>
</context>
<context>
    <name>Purposes</name>
    <message>
        <source>For a spreadsheet or a script</source>
        <translation>Til et regneark eller et skript</translation>
    </message>
    <message>
        <source>To train a model</source>
        <translation>Til å trene en modell</translation>
    </message>
    <message>
        <source>To go on labelling elsewhere</source>
        <translation>Til å merke videre et annet sted</translation>
    </message>
    <message>
        <source>To publish</source>
        <translation>Til å publisere</translation>
    </message>
    <message>
        <source>For digiKam, Lightroom or darktable</source>
        <translation>Til digiKam, Lightroom eller darktable</translation>
    </message>
</context>
<context>
    <name>QuestionDialog</name>
    <message>
        <source>New question</source>
        <translation>Nytt spørsmål</translation>
    </message>
    <message>
        <source>Change the question</source>
        <translation>Endre spørsmålet</translation>
    </message>
    <message>
        <source>Such as: a map?</source>
        <translation>For eksempel: et kart?</translation>
    </message>
    <message>
        <source>What counts as a yes, for those who answer</source>
        <translation>Hva som teller som ja, for dem som svarer</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hjelp</translation>
    </message>
    <message>
        <source>A wrong yes costs</source>
        <translation>Et galt ja koster</translation>
    </message>
    <message>
        <source>A missed yes costs</source>
        <translation>Et oversett ja koster</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Add the question</source>
        <translation>Legg til spørsmålet</translation>
    </message>
    <message>
        <source>Keep the changes</source>
        <translation>Behold endringene</translation>
    </message>
    <message>
        <source>None: begin without answers</source>
        <translation>Ingen: begynn uten svar</translation>
    </message>
    <message>
        <source>Reviewed images without it</source>
        <translation>Gjennomgåtte bilder uten den</translation>
    </message>
    <message>
        <source>All other labelled images</source>
        <translation>Alle andre merkede bilder</translation>
    </message>
    <message>
        <source>Yes by the label</source>
        <translation>Ja etter etiketten</translation>
    </message>
    <message>
        <source>No are</source>
        <translation>Nei er</translation>
    </message>
    <message>
        <source>In any unit: only how the two compare counts</source>
        <translation>I hvilken enhet som helst: bare forholdet mellom de to teller</translation>
    </message>
</context>
<context>
    <name>QuestionList</name>
    <message>
        <source>Questions</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>New question…</source>
        <translation>Nytt spørsmål …</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Endre …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Fjern</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Is it the same?</source>
        <translation>Er det det samme?</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Like</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>Ikke like</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopi</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variant</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Can&apos;t say</source>
        <translation>Kan ikke si</translation>
    </message>
    <message>
        <source>Looking for the pairs that teach most…</source>
        <translation>Ser etter parene som lærer mest…</translation>
    </message>
    <message>
        <source>No pair is left to ask about.</source>
        <translation>Det er ingen flere par å spørre om.</translation>
    </message>
    <message>
        <source>Go to the clusters</source>
        <translation>Gå til gruppene</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Can&apos;t say</source>
        <translation>Kan ikke si</translation>
    </message>
    <message>
        <source>Least certain and random in turn</source>
        <translation>Mest usikre og tilfeldige på skift</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>Mest usikre først</translation>
    </message>
    <message>
        <source>Likeliest yes first</source>
        <translation>Mest sannsynlig ja først</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>Tilfeldig</translation>
    </message>
    <message>
        <source>Learns fastest, and still says how common a yes is.</source>
        <translation>Lærer raskest, og forteller likevel hvor vanlig et ja er.</translation>
    </message>
    <message>
        <source>Each answer teaches the most: nothing certain is known of these images.</source>
        <translation>Hvert svar lærer bort mest: om disse bildene vet man ingenting sikkert.</translation>
    </message>
    <message>
        <source>Finds the images that are a yes, where few are.</source>
        <translation>Finner bildene som er ja, der det er få av dem.</translation>
    </message>
    <message>
        <source>Says how common a yes is, and lets the other answers be judged fairly.</source>
        <translation>Forteller hvor vanlig et ja er, og gjør at de andre svarene kan vurderes rettferdig.</translation>
    </message>
    <message>
        <source>nothing answered yet</source>
        <translation>ingenting er besvart ennå</translation>
    </message>
    <message>
        <source>{count} yes</source>
        <translation>{count} ja</translation>
    </message>
    <message>
        <source>{count} no</source>
        <translation>{count} nei</translation>
    </message>
    <message>
        <source>{count} can&apos;t say</source>
        <translation>{count} kan ikke si</translation>
    </message>
    <message>
        <source>1 image left</source>
        <translation>1 bilde igjen</translation>
    </message>
    <message>
        <source>{count} images left</source>
        <translation>{count} bilder igjen</translation>
    </message>
    <message>
        <source>about {count} of them yes</source>
        <translation>omtrent {count} av dem ja</translation>
    </message>
    <message>
        <source>{count} in the last minute</source>
        <translation>{count} det siste minuttet</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>lagrer …</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>lagret</translation>
    </message>
    <message>
        <source>yes: {percent}</source>
        <translation>ja: {percent}</translation>
    </message>
    <message>
        <source>A wrong yes costs {wrong}, a missed yes {missed}.</source>
        <translation>Et galt ja koster {wrong}, et oversett ja {missed}.</translation>
    </message>
    <message>
        <source>So an image counts as a yes from {percent} likelihood on.</source>
        <translation>Derfor teller et bilde som ja fra {percent} sannsynlighet.</translation>
    </message>
    <message>
        <source>and 1 more caption</source>
        <translation>og 1 bildetekst til</translation>
    </message>
    <message>
        <source>and {count} more captions</source>
        <translation>og {count} bildetekster til</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>uten svar</translation>
    </message>
    <message>
        <source>the other answers speak against 1</source>
        <translation>de andre svarene taler imot 1</translation>
    </message>
    <message>
        <source>the other answers speak against {count}</source>
        <translation>de andre svarene taler imot {count}</translation>
    </message>
    <message>
        <source>Picture and words</source>
        <translation>Bilde og ord</translation>
    </message>
    <message>
        <source>Picture alone</source>
        <translation>Bildet alene</translation>
    </message>
    <message>
        <source>Meaning of the words alone</source>
        <translation>Ordenes betydning alene</translation>
    </message>
    <message>
        <source>Which words there are</source>
        <translation>Hvilke ord som finnes</translation>
    </message>
    <message>
        <source>Always the commoner answer</source>
        <translation>Alltid det vanligste svaret</translation>
    </message>
    <message>
        <source>Of those that are said to be it, the share that is (precision)</source>
        <translation>Andelen av dem som sies å være det, som er det (presisjon)</translation>
    </message>
    <message>
        <source>Of those that are it, the share that is found (recall)</source>
        <translation>Andelen av dem som er det, som blir funnet (gjenfinning)</translation>
    </message>
    <message>
        <source>Both in one figure (F1), with its 95 % interval</source>
        <translation>Begge i ett tall (F1), med 95 %-intervall</translation>
    </message>
    <message>
        <source>What it goes by</source>
        <translation>Hva det går etter</translation>
    </message>
    <message>
        <source>Yes: right</source>
        <translation>Ja: riktig</translation>
    </message>
    <message>
        <source>Yes: found</source>
        <translation>Ja: funnet</translation>
    </message>
    <message>
        <source>Yes: both (F1)</source>
        <translation>Ja: begge (F1)</translation>
    </message>
    <message>
        <source>No: right</source>
        <translation>Nei: riktig</translation>
    </message>
    <message>
        <source>No: found</source>
        <translation>Nei: funnet</translation>
    </message>
    <message>
        <source>No: both (F1)</source>
        <translation>Nei: begge (F1)</translation>
    </message>
    <message>
        <source>Order of yes</source>
        <translation>Rekkefølge av ja</translation>
    </message>
    <message>
        <source>Area under precision and recall (PR-AUC): 1 where every yes is before every no</source>
        <translation>Areal under presisjon og gjenfinning (PR-AUC): 1 der hvert ja kommer før hvert nei</translation>
    </message>
    <message>
        <source>Likelihood off by</source>
        <translation>Sannsynlighet feil med</translation>
    </message>
    <message>
        <source>Expected calibration error: how far the likelihoods are from what came true</source>
        <translation>Forventet kalibreringsfeil: hvor langt sannsynlighetene er fra det som viste seg</translation>
    </message>
    <message>
        <source>Cost an image</source>
        <translation>Kostnad per bilde</translation>
    </message>
    <message>
        <source>At the threshold that the costs name, with its 95 % interval</source>
        <translation>Ved terskelen som kostnadene gir, med 95 %-intervall</translation>
    </message>
    <message>
        <source>Measured on {answers} answers to images drawn at random, {yes} of them yes, each by models that had not seen it</source>
        <translation>Målt på {answers} svar for tilfeldig trukne bilder, {yes} av dem ja, hvert av modeller som ikke hadde sett det</translation>
    </message>
    <message>
        <source>Measured on {answers} answers, {yes} of them yes, each by models that had not seen it</source>
        <translation>Målt på {answers} svar, {yes} av dem ja, hvert av modeller som ikke hadde sett det</translation>
    </message>
    <message>
        <source>Finds {found} of the images that are a yes, and {right} of what it says is one is. Better than everything simpler, though that may be chance: more answers will tell.</source>
        <translation>Finner {found} av bildene som er ja, og {right} av det den sier er ja, er det. Bedre enn alt enklere, men det kan være tilfeldig: flere svar vil vise det.</translation>
    </message>
    <message>
        <source>Finds {found} of the images that are a yes, and {right} of what it says is one is. Better than everything simpler.</source>
        <translation>Finner {found} av bildene som er ja, og {right} av det den sier er ja, er det. Bedre enn alt enklere.</translation>
    </message>
    <message>
        <source>Finds {found} of the images that are a yes, and {right} of what it says is one is. Something simpler does as well: more answers may help.</source>
        <translation>Finner {found} av bildene som er ja, og {right} av det den sier er ja, er det. Noe enklere er like godt: flere svar kan hjelpe.</translation>
    </message>
    <message>
        <source>From {threshold} on an image costs {cost}. With hindsight {cheapest} would have cost least: {least}. Always no costs {no}, always yes {yes}.</source>
        <translation>Fra {threshold} koster et bilde {cost}. I ettertid ville {cheapest} kostet minst: {least}. Alltid nei koster {no}, alltid ja {yes}.</translation>
    </message>
    <message>
        <source>1 answer was written to {file}.</source>
        <translation>1 svar ble skrevet til {file}.</translation>
    </message>
    <message>
        <source>{count} answers were written to {file}.</source>
        <translation>{count} svar ble skrevet til {file}.</translation>
    </message>
    <message>
        <source>1 answer came or changed.</source>
        <translation>1 svar kom til eller ble endret.</translation>
    </message>
    <message>
        <source>{count} answers came or changed.</source>
        <translation>{count} svar kom til eller ble endret.</translation>
    </message>
    <message>
        <source>1 image has another answer and kept it.</source>
        <translation>1 bilde har et annet svar og beholdt det.</translation>
    </message>
    <message>
        <source>{count} images have another answer and kept it.</source>
        <translation>{count} bilder har et annet svar og beholdt det.</translation>
    </message>
    <message>
        <source>1 file of the table is not in the catalogue: {file}.</source>
        <translation>1 fil i tabellen er ikke i katalogen: {file}.</translation>
    </message>
    <message>
        <source>{count} files of the table are not in the catalogue, such as {file}.</source>
        <translation>{count} filer i tabellen er ikke i katalogen, som {file}.</translation>
    </message>
    <message>
        <source>Tables (*.csv *.jsonl)</source>
        <translation>Tabeller (*.csv *.jsonl)</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tabeller (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle filer (*)</translation>
    </message>
</context>
<context>
    <name>QuestionsPage</name>
    <message>
        <source>What is shown of the question</source>
        <translation>Hva som vises av spørsmålet</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Spør</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Svar</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Tall</translation>
    </message>
    <message>
        <source>Looking for questions…</source>
        <translation>Ser etter spørsmål …</translation>
    </message>
    <message>
        <source>A question is answered with yes, no or can&apos;t say, one key each. Unlike with labels, a no is an answer too, so that it can be learned what speaks against.</source>
        <translation>Et spørsmål besvares med ja, nei eller kan ikke si, én tast hver. I motsetning til med etiketter er også nei et svar, slik at det kan læres hva som taler imot.</translation>
    </message>
    <message>
        <source>New question…</source>
        <translation>Nytt spørsmål …</translation>
    </message>
    <message>
        <source>Removed the question “{name}” with its {count} answers.</source>
        <translation>Fjernet spørsmålet «{name}» med sine {count} svar.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>Order of the images to review</source>
        <translation>Rekkefølge på bildene som skal gjennomgås</translation>
    </message>
    <message>
        <source>Which images come first</source>
        <translation>Hvilke bilder som kommer først</translation>
    </message>
    <message>
        <source>Label to review</source>
        <translation>Merkelapp som skal gjennomgås</translation>
    </message>
    <message>
        <source>Only images with a suggestion of this label</source>
        <translation>Bare bilder med forslag om denne merkelappen</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle merkelapper</translation>
    </message>
    <message>
        <source>What these images are for</source>
        <translation>Hva disse bildene er til</translation>
    </message>
    <message>
        <source>Picked in the library ({count})</source>
        <translation>Plukket ut i biblioteket ({count})</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>{count} igjen</translation>
    </message>
</context>
<context>
    <name>RateLine</name>
    <message>
        <source>Requests a second over the last two minutes</source>
        <translation>Forespørsler i sekundet de siste to minuttene</translation>
    </message>
    <message>
        <source>last 2 minutes</source>
        <translation>siste 2 minutter</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>Gjenopprett en sikkerhetskopi</translation>
    </message>
    <message>
        <source>A backup holds the images known then, all labels and the history. It takes the place of the catalogue; the catalogue as it is now is kept as a backup first.</source>
        <translation>En sikkerhetskopi inneholder bildene som var kjent da, alle merkelapper og historikken. Den tar katalogens plass; katalogen slik den er nå, tas først vare på som sikkerhetskopi.</translation>
    </message>
    <message>
        <source>Choose catalogue…</source>
        <translation>Velg katalog…</translation>
    </message>
    <message>
        <source>Backups, the newest first</source>
        <translation>Sikkerhetskopier, den nyeste først</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tatt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Størrelse</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Hvorfor</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Inneholder</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Ta sikkerhetskopi nå</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Restore this backup…</source>
        <translation>Gjenopprett denne sikkerhetskopien…</translation>
    </message>
    <message>
        <source>Choose the catalogue first.</source>
        <translation>Velg katalogen først.</translation>
    </message>
    <message>
        <source>There are no backups of this catalogue yet.</source>
        <translation>Det finnes ingen sikkerhetskopier av denne katalogen ennå.</translation>
    </message>
    <message>
        <source>Everything changed since {time} leaves the catalogue. The catalogue as it is now is kept as a backup, so this can be taken back.</source>
        <translation>Alt som er endret siden {time}, forsvinner fra katalogen. Katalogen slik den er nå, tas vare på som sikkerhetskopi, så dette kan gjøres om.</translation>
    </message>
    <message>
        <source>Choose catalogue</source>
        <translation>Velg katalog</translation>
    </message>
    <message>
        <source>Catalogues (*{suffix})</source>
        <translation>Kataloger (*{suffix})</translation>
    </message>
    <message>
        <source>Restore backup of {time}</source>
        <translation>Gjenopprett kopien fra {time}</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>No labelled images yet. Label a few in the library, or type a label below.</source>
        <translation>Ingen merkede bilder ennå. Merk noen i biblioteket, eller skriv en merkelapp nedenfor.</translation>
    </message>
    <message>
        <source>The labelled images are not encoded yet.</source>
        <translation>De merkede bildene er ikke enkodet ennå.</translation>
    </message>
    <message>
        <source>The encoder in use knows no words, so the names of labels say nothing to it. Choose another suggester or encoder.</source>
        <translation>Enkoderen i bruk kan ingen ord, så navnene på merkelappene sier den ingenting. Velg en annen forslagsmåte eller enkoder.</translation>
    </message>
    <message>
        <source>There are no captions for this suggester to go by. Choose another suggester.</source>
        <translation>Det finnes ingen bildetekster denne forslagsmåten kan gå etter. Velg en annen forslagsmåte.</translation>
    </message>
    <message>
        <source>This image is not encoded yet.</source>
        <translation>Dette bildet er ikke enkodet ennå.</translation>
    </message>
    <message>
        <source>Nothing can be suggested: the image cannot be read.</source>
        <translation>Ingenting kan foreslås: bildet kan ikke leses.</translation>
    </message>
    <message>
        <source>This image is no longer in the catalogue.</source>
        <translation>Dette bildet er ikke lenger i katalogen.</translation>
    </message>
    <message>
        <source>Nothing is similar enough to suggest a label. Type one below.</source>
        <translation>Ingenting ligner nok til å foreslå en merkelapp. Skriv en nedenfor.</translation>
    </message>
    <message>
        <source>Every suggestion for this image is decided.</source>
        <translation>Alle forslag til dette bildet er avgjort.</translation>
    </message>
    <message>
        <source>Unlabelled images</source>
        <translation>Bilder uten merkelapper</translation>
    </message>
    <message>
        <source>Images that came without labels: first those that take the fewest keys, begun ones last.</source>
        <translation>Bilder som kom uten merkelapper: først de som trenger færrest tastetrykk, påbegynte til sist.</translation>
    </message>
    <message>
        <source>Probably missing</source>
        <translation>Mangler trolig</translation>
    </message>
    <message>
        <source>Labelled images that seem to lack a label; surest first.</source>
        <translation>Bilder med merkelapper som ser ut til å mangle en; sikreste først.</translation>
    </message>
    <message>
        <source>Probably wrong</source>
        <translation>Trolig feil</translation>
    </message>
    <message>
        <source>Labels that the other images speak against; surest first.</source>
        <translation>Merkelapper som de andre bildene taler mot; sikreste først.</translation>
    </message>
    <message>
        <source>Improves suggestions most</source>
        <translation>Bedrer forslagene mest</translation>
    </message>
    <message>
        <source>Unlabelled images whose labels would help most with the others.</source>
        <translation>Bilder uten merkelapper der merkelapper ville hjelpe mest med de andre.</translation>
    </message>
    <message>
        <source>Most confident first</source>
        <translation>Sikreste først</translation>
    </message>
    <message>
        <source>All images with suggestions; by their surest suggestion, highest first.</source>
        <translation>Alle bilder med forslag; etter det sikreste forslaget, høyeste først.</translation>
    </message>
    <message>
        <source>Least confident first</source>
        <translation>Usikreste først</translation>
    </message>
    <message>
        <source>All images with suggestions; by their surest suggestion, lowest first.</source>
        <translation>Alle bilder med forslag; etter det sikreste forslaget, laveste først.</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>Etter merkelapp</translation>
    </message>
    <message>
        <source>One label after the other; choose one to decide only that.</source>
        <translation>En merkelapp etter den andre; velg en for å avgjøre bare den.</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>Etter mappe</translation>
    </message>
    <message>
        <source>All images with suggestions, as they lie in the archive.</source>
        <translation>Alle bilder med forslag, slik de ligger i arkivet.</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Tilfeldig</translation>
    </message>
    <message>
        <source>All images with suggestions, shuffled: to see how good they are.</source>
        <translation>Alle bilder med forslag, stokket: for å se hvor gode de er.</translation>
    </message>
    <message>
        <source>Probably wrong. {keep} keeps the label, {remove} removes it.</source>
        <translation>Sannsynligvis gal. {keep} beholder merkelappen, {remove} fjerner den.</translation>
    </message>
    <message>
        <source>Probably missing. {add} adds the label, {reject} rejects it.</source>
        <translation>Mangler sannsynligvis. {add} legger merkelappen til, {reject} avviser den.</translation>
    </message>
    <message>
        <source>Similar images for “{label}”</source>
        <translation>Lignende bilder for «{label}»</translation>
    </message>
    <message>
        <source>Why “{label}” is in doubt</source>
        <translation>Hvorfor «{label}» er usikker</translation>
    </message>
    <message>
        <source>Why “{label}”</source>
        <translation>Hvorfor «{label}»</translation>
    </message>
    <message>
        <source>The name matches the image at {similarity}</source>
        <translation>Navnet passer til bildet med {similarity}</translation>
    </message>
    <message>
        <source>No similar labelled image carries this label now</source>
        <translation>Ingen lignende merkede bilder har denne merkelappen nå</translation>
    </message>
    <message>
        <source>Ticked from {percent}</source>
        <translation>Huket av fra {percent}</translation>
    </message>
    <message>
        <source>about {right} of 100 right at {percent} and above</source>
        <translation>omtrent {right} av 100 riktige fra {percent} og opp</translation>
    </message>
    <message>
        <source>captions</source>
        <translation>bildetekster</translation>
    </message>
    <message>
        <source>Reference images, compared by the cosine similarity of their features and weighed by the suggester. The weights of those that carry the label add up to its confidence; where the suggestions are calibrated, the percentage beside the label is how often suggestions of that confidence were right.</source>
        <translation>Referansebilder, sammenlignet etter kosinuslikhet mellom egenskapsvektorene og vektet av forslagsmåten. Vektene til dem som har merkelappen, summerer seg til sikkerheten; der forslagene er kalibrert, er prosenten ved merkelappen hvor ofte forslag med den sikkerheten var riktige.</translation>
    </message>
    <message>
        <source>1 similar labelled image speaks for it, weighing {percent}</source>
        <translation>1 lignende merket bilde taler for den, med vekt {percent}</translation>
    </message>
    <message>
        <source>{count} similar labelled images speak for it, weighing {percent} together</source>
        <translation>{count} lignende merkede bilder taler for den, med vekt {percent} til sammen</translation>
    </message>
    <message>
        <source>1 speaks against it, weighing {percent}</source>
        <translation>1 taler mot den, med vekt {percent}</translation>
    </message>
    <message>
        <source>{count} speak against it, weighing {percent} together</source>
        <translation>{count} taler mot den, med vekt {percent} til sammen</translation>
    </message>
    <message>
        <source>Nearly all of these are right</source>
        <translation>Nesten alle disse er riktige</translation>
    </message>
    <message>
        <source>Hardly any of these are right</source>
        <translation>Knapt noen av disse er riktige</translation>
    </message>
    <message>
        <source>About {count} of 10 of these are right</source>
        <translation>Omtrent {count} av 10 av disse er riktige</translation>
    </message>
    <message>
        <source>no image led to it; these are the most similar ones</source>
        <translation>ingen bilder førte til det; dette er de likeste</translation>
    </message>
    <message>
        <source>This suggester cannot say which images led to it; these are the most similar ones.</source>
        <translation>Denne forslagsmåten kan ikke si hvilke bilder som førte til det; dette er de som ligner mest.</translation>
    </message>
    <message>
        <source>of 100 suggestions like this, about {count} were right</source>
        <translation>av 100 slike forslag var omtrent {count} riktige</translation>
    </message>
    <message>
        <source>no longer suggested</source>
        <translation>foreslås ikke lenger</translation>
    </message>
    <message>
        <source>Labels can be put on it all the same. Space goes on to the next image; “Files with problems” in the File menu lists all such files.</source>
        <translation>Det kan likevel få merkelapper. Mellomrom går videre til neste bilde; «Filer med problemer» i Fil-menyen viser alle slike filer.</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>{enter}: add {labels}</source>
        <translation>{enter}: legg til {labels}</translation>
    </message>
    <message>
        <source>{enter}: keep {labels}</source>
        <translation>{enter}: behold {labels}</translation>
    </message>
    <message>
        <source>{enter}: nothing ticked, next</source>
        <translation>{enter}: ingenting huket av, neste</translation>
    </message>
    <message>
        <source>{enter}: pass over</source>
        <translation>{enter}: hopp over</translation>
    </message>
    <message>
        <source>take ticked, next</source>
        <translation>ta de avhukede, neste</translation>
    </message>
    <message>
        <source>tick</source>
        <translation>huk av</translation>
    </message>
    <message>
        <source>accept now</source>
        <translation>godta nå</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>avvis</translation>
    </message>
    <message>
        <source>reject all</source>
        <translation>avvis alle</translation>
    </message>
    <message>
        <source>add a label</source>
        <translation>legg til en merkelapp</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>angre</translation>
    </message>
    <message>
        <source>next</source>
        <translation>neste</translation>
    </message>
    <message>
        <source>back</source>
        <translation>tilbake</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>sammenlign</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>zoom</translation>
    </message>
    <message>
        <source>{path}
Labels: {labels}
Similarity {similarity}</source>
        <translation>{path}
Merkelapper: {labels}
Likhet {similarity}</translation>
    </message>
</context>
<context>
    <name>ReviewEmpty</name>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>You reviewed {images}.</source>
        <translation>Du gikk gjennom {images}.</translation>
    </message>
    <message>
        <source>1 suggestion</source>
        <translation>1 forslag</translation>
    </message>
    <message>
        <source>{count} suggestions</source>
        <translation>{count} forslag</translation>
    </message>
    <message>
        <source>You reviewed {images}, accepted {accepted} and rejected {rejected}.</source>
        <translation>Du gikk gjennom {images}, godtok {accepted} og avviste {rejected}.</translation>
    </message>
    <message>
        <source>Go through the skipped image</source>
        <translation>Gå gjennom bildet du hoppet over</translation>
    </message>
    <message>
        <source>Go through {count} skipped images</source>
        <translation>Gå gjennom {count} bilder du hoppet over</translation>
    </message>
    <message>
        <source>You passed over 1 image.</source>
        <translation>Du hoppet over 1 bilde.</translation>
    </message>
    <message>
        <source>You passed over {count} images.</source>
        <translation>Du hoppet over {count} bilder.</translation>
    </message>
    <message>
        <source>End of the queue</source>
        <translation>Slutten av køen</translation>
    </message>
    <message>
        <source>None of these images is waiting for review.</source>
        <translation>Ingen av disse bildene venter på gjennomgang.</translation>
    </message>
    <message>
        <source>Nothing left here</source>
        <translation>Ingenting igjen her</translation>
    </message>
    <message>
        <source>Review all images</source>
        <translation>Gå gjennom alle bilder</translation>
    </message>
    <message>
        <source>{done} Suggestions can now be made from what you decided.</source>
        <translation>{done} Nå kan det lages forslag ut fra det du har avgjort.</translation>
    </message>
    <message>
        <source>Nothing left to review</source>
        <translation>Ingenting igjen å gå gjennom</translation>
    </message>
    <message>
        <source>Make new suggestions</source>
        <translation>Lag nye forslag</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Se etter nå</translation>
    </message>
    <message>
        <source>Every image has a label</source>
        <translation>Alle bilder har en merkelapp</translation>
    </message>
    <message>
        <source>No label looks wrong</source>
        <translation>Ingen merkelapp ser gal ut</translation>
    </message>
    <message>
        <source>No label seems to be missing</source>
        <translation>Ingen merkelapp ser ut til å mangle</translation>
    </message>
    <message>
        <source>After more labels have been added or removed, look again.</source>
        <translation>Se etter igjen når flere merkelapper er lagt til eller fjernet.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Se etter igjen</translation>
    </message>
    <message>
        <source>Go to the library</source>
        <translation>Gå til biblioteket</translation>
    </message>
    <message>
        <source>No images</source>
        <translation>Ingen bilder</translation>
    </message>
    <message>
        <source>This catalogue has no image that can be shown.</source>
        <translation>Denne katalogen har ingen bilder som kan vises.</translation>
    </message>
    <message>
        <source>The images are not encoded yet</source>
        <translation>Bildene er ikke enkodet ennå</translation>
    </message>
    <message>
        <source>Encode images</source>
        <translation>Enkod bildene</translation>
    </message>
    <message>
        <source>Suggestions come from similar labelled images. Nabolag first looks at every image once; that takes some minutes and goes on in the background.</source>
        <translation>Forslagene kommer fra lignende merkede bilder. Nabolag ser først på hvert bilde én gang; det tar noen minutter og går i bakgrunnen.</translation>
    </message>
    <message>
        <source>Nabolag has not looked yet</source>
        <translation>Nabolag har ikke sett etter ennå</translation>
    </message>
    <message>
        <source>It compares every labelled image with the others. After that it can show labels that are probably wrong or missing, and the images most worth labelling next.</source>
        <translation>Det sammenligner hvert merkede bilde med de andre. Deretter kan det vise merkelapper som trolig er gale eller mangler, og bildene det lønner seg mest å merke nå.</translation>
    </message>
    <message>
        <source>Too few labelled images</source>
        <translation>For få merkede bilder</translation>
    </message>
    <message>
        <source>Suggestions come from images that carry labels, and there are none yet. Select a few images in the library that show the same thing and label them.</source>
        <translation>Forslagene kommer fra bilder med merkelapper, og det finnes ingen ennå. Velg noen bilder i biblioteket som viser det samme, og merk dem.</translation>
    </message>
    <message>
        <source>No suggestions yet</source>
        <translation>Ingen forslag ennå</translation>
    </message>
    <message>
        <source>Labels can be suggested from similar labelled images.</source>
        <translation>Merkelapper kan foreslås ut fra lignende merkede bilder.</translation>
    </message>
    <message>
        <source>Make suggestions</source>
        <translation>Lag forslag</translation>
    </message>
    <message>
        <source>No unlabelled image is waiting</source>
        <translation>Ingen bilder uten merkelapper venter</translation>
    </message>
    <message>
        <source>What may be missing or wrong on images that have labels has queues of its own.</source>
        <translation>Det som kan mangle eller være feil på bilder med merkelapper, har egne køer.</translation>
    </message>
    <message>
        <source>Look for missing labels</source>
        <translation>Se etter manglende merkelapper</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>Ingenting å gå gjennom</translation>
    </message>
    <message>
        <source>Every suggestion has been decided. Label more images in the library, then make suggestions again.</source>
        <translation>Alle forslag er avgjort. Merk flere bilder i biblioteket, og lag forslag igjen.</translation>
    </message>
    <message>
        <source>Look around in the library meanwhile.</source>
        <translation>Se deg om i biblioteket så lenge.</translation>
    </message>
    <message>
        <source>The archive is being read</source>
        <translation>Arkivet leses</translation>
    </message>
    <message>
        <source>Suggestions follow when every image was looked at.</source>
        <translation>Forslagene kommer når alle bildene er sett på.</translation>
    </message>
    <message>
        <source>Every image is being looked at</source>
        <translation>Alle bildene blir sett på</translation>
    </message>
    <message>
        <source>Suggestions follow right after it.</source>
        <translation>Forslagene kommer rett etterpå.</translation>
    </message>
    <message>
        <source>Suggestions are being made</source>
        <translation>Forslagene lages</translation>
    </message>
    <message>
        <source>They appear here as soon as they are there.</source>
        <translation>De vises her så snart de er klare.</translation>
    </message>
    <message>
        <source>Looking for images…</source>
        <translation>Leter etter bilder…</translation>
    </message>
    <message>
        <source>The queue could not be read</source>
        <translation>Køen kunne ikke leses</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
</context>
<context>
    <name>ReviewGrid</name>
    <message>
        <source>No image waits for “{label}”. Other labels do.</source>
        <translation>Ingen bilder venter på «{label}». Andre merkelapper gjør det.</translation>
    </message>
    <message>
        <source>Next label</source>
        <translation>Neste merkelapp</translation>
    </message>
    <message>
        <source>1 suggestion is for an image that came with labels.</source>
        <translation>1 forslag gjelder et bilde som kom med merkelapper.</translation>
    </message>
    <message>
        <source>{count} suggestions are for images that came with labels.</source>
        <translation>{count} forslag gjelder bilder som kom med merkelapper.</translation>
    </message>
    <message>
        <source>No image without labels waits. {more}</source>
        <translation>Ingen bilder uten merkelapper venter. {more}</translation>
    </message>
    <message>
        <source>Show these images</source>
        <translation>Vis disse bildene</translation>
    </message>
    <message>
        <source>Every suggestion has been decided.</source>
        <translation>Alle forslag er avgjort.</translation>
    </message>
    <message>
        <source>Make new suggestions</source>
        <translation>Lag nye forslag</translation>
    </message>
    <message>
        <source>Labels can be suggested from similar labelled images.</source>
        <translation>Merkelapper kan foreslås ut fra lignende merkede bilder.</translation>
    </message>
    <message>
        <source>Make suggestions</source>
        <translation>Lag forslag</translation>
    </message>
    <message>
        <source>No label looks wrong.</source>
        <translation>Ingen merkelapp ser gal ut.</translation>
    </message>
    <message>
        <source>No label seems to be missing.</source>
        <translation>Ingen merkelapp ser ut til å mangle.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Se etter igjen</translation>
    </message>
    <message>
        <source>Nabolag has not looked for wrong or missing labels yet.</source>
        <translation>Nabolag har ikke sett etter gale eller manglende merkelapper ennå.</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Se etter nå</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Foreslått</translation>
    </message>
    <message>
        <source>Probably wrong</source>
        <translation>Sannsynligvis gale</translation>
    </message>
    <message>
        <source>Probably missing</source>
        <translation>Sannsynligvis manglende</translation>
    </message>
    <message>
        <source>Images that the label is suggested for, the surest first</source>
        <translation>Bilder merkelappen er foreslått for, de sikreste først</translation>
    </message>
    <message>
        <source>Images that carry the label and look as if they should not</source>
        <translation>Bilder som har merkelappen, og ser ut som de ikke skulle hatt den</translation>
    </message>
    <message>
        <source>Labelled images that look as if the label were forgotten</source>
        <translation>Merkede bilder der merkelappen ser ut til å være glemt</translation>
    </message>
    <message>
        <source>{above} above, {below} below</source>
        <translation>{above} over, {below} under</translation>
    </message>
    <message>
        <source>{above} above, about {right} of them right; {below} below, about {some} right</source>
        <translation>{above} over, omtrent {right} av dem riktige; {below} under, omtrent {some} riktige</translation>
    </message>
    <message>
        <source>Keep {ticked}, take off {others}</source>
        <translation>Behold {ticked}, ta av {others}</translation>
    </message>
    <message>
        <source>Accept {ticked}</source>
        <translation>Godta {ticked}</translation>
    </message>
    <message>
        <source>Reject {others}</source>
        <translation>Avvis {others}</translation>
    </message>
    <message>
        <source>Leave {others} open</source>
        <translation>La {others} stå åpne</translation>
    </message>
    <message>
        <source>Accept {ticked}, reject {others}</source>
        <translation>Godta {ticked}, avvis {others}</translation>
    </message>
    <message>
        <source>Accept {ticked}, leave {others} open</source>
        <translation>Godta {ticked}, la {others} stå åpne</translation>
    </message>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation>{first}–{last} av {total}</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>ticked, {likelihood}</source>
        <translation>huket av, {likelihood}</translation>
    </message>
    <message>
        <source>not ticked, {likelihood}</source>
        <translation>ikke huket av, {likelihood}</translation>
    </message>
    <message>
        <source>take the page</source>
        <translation>ta siden</translation>
    </message>
    <message>
        <source>tick or untick</source>
        <translation>huk av eller ta bort</translation>
    </message>
    <message>
        <source>line up</source>
        <translation>grensen opp</translation>
    </message>
    <message>
        <source>line down</source>
        <translation>grensen ned</translation>
    </message>
    <message>
        <source>undo the page</source>
        <translation>angre siden</translation>
    </message>
    <message>
        <source>enlarge</source>
        <translation>forstørr</translation>
    </message>
    <message>
        <source>why</source>
        <translation>hvorfor</translation>
    </message>
    <message>
        <source>pass over</source>
        <translation>gå forbi</translation>
    </message>
    <message>
        <source>next label</source>
        <translation>neste merkelapp</translation>
    </message>
    <message>
        <source>find a label</source>
        <translation>finn en merkelapp</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Looking for similar images…</source>
        <translation>Leter etter lignende bilder…</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>No labels yet.</source>
        <translation>Ingen merkelapper ennå.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Forslag</translation>
    </message>
    <message>
        <source>Replace “{label}” with…</source>
        <translation>Bytt ut «{label}» med …</translation>
    </message>
</context>
<context>
    <name>ReviewViews</name>
    <message>
        <source>How to review</source>
        <translation>Hvordan du går gjennom</translation>
    </message>
    <message>
        <source>One at a time</source>
        <translation>Ett om gangen</translation>
    </message>
    <message>
        <source>Label in a grid</source>
        <translation>Merkelapp i rutenett</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Who stays, and what counts</source>
        <translation>Hvem som blir, og hva som teller</translation>
    </message>
    <message>
        <source>The first part of the list that tells two images apart decides which stays.</source>
        <translation>Det første punktet i listen som skiller to bilder, avgjør hvilket som blir.</translation>
    </message>
    <message>
        <source>What decides which image stays, in order</source>
        <translation>Hva som avgjør hvilket bilde som blir, i rekkefølge</translation>
    </message>
    <message>
        <source>File formats, the better first</source>
        <translation>Filformater, de bedre først</translation>
    </message>
    <message>
        <source>Names that stay, such as *_master.*</source>
        <translation>Navn som blir, som *_master.*</translation>
    </message>
    <message>
        <source>Folders that stay, such as scans/*</source>
        <translation>Mapper som blir, som scans/*</translation>
    </message>
    <message>
        <source>Folders of originals, one a line</source>
        <translation>Mapper med originaler, én per linje</translation>
    </message>
    <message>
        <source>Suspected from</source>
        <translation>Mistenkt fra</translation>
    </message>
    <message>
        <source>Certain from</source>
        <translation>Sikker fra</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopier</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianter</translation>
    </message>
    <message>
        <source>Series of one scene</source>
        <translation>Serier av samme motiv</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>Bruk dette</translation>
    </message>
    <message>
        <source>What decides, in order</source>
        <translation>Hva som avgjør, i rekkefølge</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Tidligere</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Senere</translation>
    </message>
    <message>
        <source>What counts as a duplicate</source>
        <translation>Hva som teller som duplikat</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>What is shown of the training</source>
        <translation>Hva som vises av treningen</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurver</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>Hvordan den lærte</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>Gap</translation>
    </message>
    <message>
        <source>How close captions are to their own images and to others</source>
        <translation>Hvor nær bildetekster er egne bilder og andre</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Kart</translation>
    </message>
    <message>
        <source>Captions and images laid out</source>
        <translation>Bildetekster og bilder lagt ut</translation>
    </message>
    <message>
        <source>Before and after: a gap of {before}, and of {after}.</source>
        <translation>Før og etter: et gap på {before}, og på {after}.</translation>
    </message>
</context>
<context>
    <name>SameLabelsPanel</name>
    <message>
        <source>Labels that may be the same</source>
        <translation>Merkelapper som kan være like</translation>
    </message>
    <message>
        <source>Back to the labels</source>
        <translation>Tilbake til merkelappene</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Slå sammen</translation>
    </message>
    <message>
        <source>Keep the other name</source>
        <translation>Behold det andre navnet</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>Ikke like</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>Forsvinner</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Blir</translation>
    </message>
</context>
<context>
    <name>SavePresetDialog</name>
    <message>
        <source>Everything that is chosen on this page but where it goes.</source>
        <translation>Alt som er valgt på denne siden, unntatt hvor det skal.</translation>
    </message>
    <message>
        <source>Save these settings</source>
        <translation>Lagre disse innstillingene</translation>
    </message>
    <message>
        <source>Name of the settings</source>
        <translation>Navn på innstillingene</translation>
    </message>
</context>
<context>
    <name>SaveSearchDialog</name>
    <message>
        <source>Its words, filters and order, as they are now.</source>
        <translation>Ordene, filtrene og rekkefølgen slik de er nå.</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Lagre dette søket</translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation>Navn på søket</translation>
    </message>
</context>
<context>
    <name>SavedSearchMenu</name>
    <message>
        <source>Save this search…</source>
        <translation>Lagre dette søket …</translation>
    </message>
    <message>
        <source>Rename, replace or delete…</source>
        <translation>Gi nytt navn, erstatt eller slett …</translation>
    </message>
</context>
<context>
    <name>SavedSearchesDialog</name>
    <message>
        <source>Saved searches</source>
        <translation>Lagrede søk</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Gi nytt navn</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Erstatt</translation>
    </message>
    <message>
        <source>Keep what the library shows now under this name</source>
        <translation>Behold det biblioteket viser nå, under dette navnet</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Slett</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
    <message>
        <source>Bring back the search that was deleted last</source>
        <translation>Hent tilbake søket som sist ble slettet</translation>
    </message>
    <message>
        <source>“{name}” is what the library shows now.</source>
        <translation>«{name}» er nå det biblioteket viser.</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>«{name}» er slettet.</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>There is no image {path}, in the catalogue or as a file.</source>
        <translation>Det finnes ikke noe bilde {path}, verken i katalogen eller som fil.</translation>
    </message>
    <message>
        <source>The language model starts; this takes a few seconds the first time…</source>
        <translation>Språkmodellen starter; det tar noen sekunder første gang…</translation>
    </message>
    <message>
        <source>Reading the words…</source>
        <translation>Leser ordene…</translation>
    </message>
    <message>
        <source>Looking at the picture…</source>
        <translation>Ser på bildet…</translation>
    </message>
    <message>
        <source>Reading what is known of the images…</source>
        <translation>Leser det som er kjent om bildene…</translation>
    </message>
    <message>
        <source>Comparing the images…</source>
        <translation>Sammenligner bildene…</translation>
    </message>
    <message>
        <source>Found by its caption: “{caption}”</source>
        <translation>Funnet på bildeteksten: «{caption}»</translation>
    </message>
    <message>
        <source>like {name}</source>
        <translation>som {name}</translation>
    </message>
    <message>
        <source>Searched as “{text}”</source>
        <translation>Søkt som «{text}»</translation>
    </message>
    <message>
        <source>Images like this come last.</source>
        <translation>Bilder som ligner på dette, kommer sist.</translation>
    </message>
    <message>
        <source>Do not search for this any more</source>
        <translation>Ikke søk etter dette lenger</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>e.g. truck + snow − people</source>
        <translation>f.eks. lastebil + snø − folk</translation>
    </message>
    <message>
        <source>Enter ranks all images by how well they fit;
those whose captions have all the words are among the first.
truck + snow − people: add and take away
-people -cars: none of these
0.5*snow: counts half
like:birds/0412.jpg: images like this one
Drop or paste a picture to search by it.</source>
        <translation>Enter ordner alle bilder etter hvor godt de passer;
de som har alle ordene i en bildetekst, er blant de første.
lastebil + snø − folk: legg til og trekk fra
-folk -biler: ingen av disse
0.5*snø: teller halvt
like:fugler/0412.jpg: bilder som dette
Slipp eller lim inn et bilde for å søke med det.</translation>
    </message>
    <message>
        <source>Shows the images whose path, title, labels or captions hold these words</source>
        <translation>Viser bildene som har disse ordene i sti, tittel, merkelapper eller bildetekster</translation>
    </message>
    <message>
        <source>Search words, labels, file names</source>
        <translation>Søk i ord, merkelapper, filnavn</translation>
    </message>
    <message>
        <source>Search images</source>
        <translation>Søk i bildene</translation>
    </message>
</context>
<context>
    <name>SearchCut</name>
    <message>
        <source>By meaning alone</source>
        <translation>Bare etter mening</translation>
    </message>
    <message>
        <source>Captions too</source>
        <translation>Bildetekster også</translation>
    </message>
    <message>
        <source>1 image stands out</source>
        <translation>1 bilde skiller seg ut</translation>
    </message>
    <message>
        <source>{count} images stand out</source>
        <translation>{count} bilder skiller seg ut</translation>
    </message>
    <message>
        <source>1 image stands out or has the words in a caption</source>
        <translation>1 bilde skiller seg ut eller har ordene i en bildetekst</translation>
    </message>
    <message>
        <source>{count} images stand out or have the words in a caption ({hits})</source>
        <translation>{count} bilder skiller seg ut eller har ordene i en bildetekst ({hits})</translation>
    </message>
    <message>
        <source>No image here stands out: all are shown, the most similar first.</source>
        <translation>Ingen bilder her skiller seg ut: alle vises, de mest like først.</translation>
    </message>
    <message>
        <source>{meant}: the first of all {total}.</source>
        <translation>{meant}: de første av alle {total}.</translation>
    </message>
    <message>
        <source>{meant}.</source>
        <translation>{meant}.</translation>
    </message>
    <message>
        <source>{meant}, with a similarity of {least} and more.</source>
        <translation>{meant}, med likhet {least} og mer.</translation>
    </message>
    <message>
        <source>Show those alone</source>
        <translation>Vis bare dem</translation>
    </message>
    <message>
        <source>Show all {total}</source>
        <translation>Vis alle {total}</translation>
    </message>
</context>
<context>
    <name>SelectionLabels</name>
    <message>
        <source>Put on all {total} images (Enter)</source>
        <translation>Sett på alle {total} bilder (Enter)</translation>
    </message>
    <message>
        <source>Remove from {count} images (Delete)</source>
        <translation>Fjern fra {count} bilder (Delete)</translation>
    </message>
    <message>
        <source>{count} of {total} images</source>
        <translation>{count} av {total} bilder</translation>
    </message>
    <message>
        <source>Accept on {count} images (Enter)</source>
        <translation>Godta på {count} bilder (Enter)</translation>
    </message>
    <message>
        <source>Accept (Enter)</source>
        <translation>Godta (Enter)</translation>
    </message>
    <message>
        <source>Reject on {count} images (Delete)</source>
        <translation>Avvis på {count} bilder (Delete)</translation>
    </message>
    <message>
        <source>Reject (Delete)</source>
        <translation>Avvis (Delete)</translation>
    </message>
    <message>
        <source>About {right} of these {count} are right.</source>
        <translation>Omtrent {right} av disse {count} er riktige.</translation>
    </message>
    <message>
        <source>Suggestions like this are right about {tens} in 10.</source>
        <translation>Omtrent {tens} av 10 slike forslag er riktige.</translation>
    </message>
    <message>
        <source>{name}, suggested for {count} of {total} images, {likelihood}</source>
        <translation>{name}, foreslått for {count} av {total} bilder, {likelihood}</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} av {total}</translation>
    </message>
</context>
<context>
    <name>Service</name>
    <message>
        <source>Stopped: programs get no answers.</source>
        <translation>Stoppet: programmer får ikke svar.</translation>
    </message>
    <message>
        <source>Starting: the encoder and the labelled images are being read.</source>
        <translation>Starter: enkoderen og de merkede bildene leses.</translation>
    </message>
    <message>
        <source>Ready: programs on this computer that show the token get answers.</source>
        <translation>Klar: programmer på denne datamaskinen som viser nøkkelen, får svar.</translation>
    </message>
    <message>
        <source>Stopping: what was asked is still answered, nothing new is taken.</source>
        <translation>Stopper: det som er spurt om, besvares ennå; ingenting nytt tas imot.</translation>
    </message>
    <message>
        <source>The token was missing or wrong.</source>
        <translation>Nøkkelen manglet eller var feil.</translation>
    </message>
    <message>
        <source>The service was asked under a name that is not its own.</source>
        <translation>Tjenesten ble spurt under et navn som ikke er dens eget.</translation>
    </message>
    <message>
        <source>A picture could not be read.</source>
        <translation>Et bilde kunne ikke leses.</translation>
    </message>
    <message>
        <source>A request held no picture.</source>
        <translation>En forespørsel hadde ikke noe bilde.</translation>
    </message>
    <message>
        <source>A picture was asked about that is not in the archive.</source>
        <translation>Det ble spurt om et bilde som ikke er i arkivet.</translation>
    </message>
    <message>
        <source>A picture was given by its address; addresses are not fetched.</source>
        <translation>Et bilde ble oppgitt med adressen; adresser hentes ikke.</translation>
    </message>
    <message>
        <source>A request was no form.</source>
        <translation>En forespørsel var ikke noe skjema.</translation>
    </message>
    <message>
        <source>A request was too large.</source>
        <translation>En forespørsel var for stor.</translation>
    </message>
    <message>
        <source>A request came in too slowly.</source>
        <translation>En forespørsel kom inn for langsomt.</translation>
    </message>
    <message>
        <source>More was asked at once than can be answered.</source>
        <translation>Det ble spurt om mer samtidig enn det kan svares på.</translation>
    </message>
    <message>
        <source>The model ended over a request; it is started anew.</source>
        <translation>Modellen avsluttet under en forespørsel; den startes på nytt.</translation>
    </message>
    <message>
        <source>An answer took too long.</source>
        <translation>Et svar tok for lang tid.</translation>
    </message>
    <message>
        <source>The service made a mistake.</source>
        <translation>Tjenesten gjorde en feil.</translation>
    </message>
    <message>
        <source>A question was asked that the catalogue does not have.</source>
        <translation>Det ble stilt et spørsmål som katalogen ikke har.</translation>
    </message>
    <message>
        <source>An address was asked for at which there is nothing.</source>
        <translation>Det ble spurt etter en adresse der det ikke er noe.</translation>
    </message>
    <message>
        <source>A suggester was asked that there is not.</source>
        <translation>Det ble spurt en forslagsmåte som ikke finnes.</translation>
    </message>
    <message>
        <source>The service ended by itself (exit code {code}). Nothing is lost: start it again.</source>
        <translation>Tjenesten avsluttet av seg selv (avslutningskode {code}). Ingenting er tapt: start den igjen.</translation>
    </message>
    <message>
        <source>The model is being started anew; until then requests are put off.</source>
        <translation>Modellen startes på nytt; inntil da utsettes forespørsler.</translation>
    </message>
    <message>
        <source>the built-in encoder</source>
        <translation>den innebygde enkoderen</translation>
    </message>
    <message>
        <source>In memory: {encoder}; suggester: {suggester}</source>
        <translation>I minnet: {encoder}; forslagsmåte: {suggester}</translation>
    </message>
    <message>
        <source>{rate} requests a second</source>
        <translation>{rate} forespørsler i sekundet</translation>
    </message>
    <message>
        <source>1 request since the start</source>
        <translation>1 forespørsel siden starten</translation>
    </message>
    <message>
        <source>{count} requests since the start</source>
        <translation>{count} forespørsler siden starten</translation>
    </message>
    <message>
        <source>{count} being answered</source>
        <translation>{count} besvares nå</translation>
    </message>
    <message>
        <source>{time} ms an answer</source>
        <translation>{time} ms per svar</translation>
    </message>
    <message>
        <source>A request was refused: {code}.</source>
        <translation>En forespørsel ble avvist: {code}.</translation>
    </message>
</context>
<context>
    <name>ServicePage</name>
    <message>
        <source>What goes wrong is shown here.</source>
        <translation>Det som går galt, vises her.</translation>
    </message>
    <message>
        <source>any free</source>
        <translation>en ledig</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Where the service listens on this computer</source>
        <translation>Der tjenesten lytter på denne datamaskinen</translation>
    </message>
    <message>
        <source>Last errors</source>
        <translation>Siste feil</translation>
    </message>
    <message>
        <source>Other programs on this computer send pictures here and get labels back, with the labelled images behind each. The catalogue is only read; what you decide meanwhile is in the next answer. The service ends when the catalogue is closed.</source>
        <translation>Andre programmer på denne datamaskinen sender bilder hit og får merkelapper tilbake, med de merkede bildene bak hver av dem. Katalogen blir bare lest; det du bestemmer imens, er med i neste svar. Tjenesten avsluttes når katalogen lukkes.</translation>
    </message>
    <message>
        <source>Looking at what may be asked…</source>
        <translation>Ser etter hva det kan spørres om…</translation>
    </message>
    <message>
        <source>Stop the service</source>
        <translation>Stopp tjenesten</translation>
    </message>
    <message>
        <source>Start the service</source>
        <translation>Start tjenesten</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Innstillinger</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Generelt</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Gå gjennom</translation>
    </message>
    <message>
        <source>This catalogue</source>
        <translation>Denne katalogen</translation>
    </message>
    <message>
        <source>Names and contexts</source>
        <translation>Navn og sammenhenger</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Taster</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Navnet ditt</translation>
    </message>
    <message>
        <source>Decisions are recorded under this name, from the next start.</source>
        <translation>Avgjørelser føres under dette navnet, fra neste start.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Som systemet</translation>
    </message>
    <message>
        <source>Changes with the next start.</source>
        <translation>Endres ved neste start.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Mørkt</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Lyst</translation>
    </message>
    <message>
        <source>Minutes between backups</source>
        <translation>Minutter mellom sikkerhetskopier</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>never</source>
        <translation>aldri</translation>
    </message>
    <message>
        <source>Back up every</source>
        <translation>Sikkerhetskopi hvert</translation>
    </message>
    <message>
        <source>Backups are taken while you work, when something changed, and thinned.</source>
        <translation>Sikkerhetskopier tas mens du arbeider, når noe er endret, og tynnes ut.</translation>
    </message>
    <message>
        <source>Tick suggestions from</source>
        <translation>Huk av forslag fra</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>One image at a time: Enter takes those that are at least so likely right. For all your catalogues.</source>
        <translation>Ett bilde om gangen: Enter tar dem som er minst så sannsynlig riktige. Gjelder alle katalogene dine.</translation>
    </message>
    <message>
        <source>In a grid, what has no tick</source>
        <translation>I et rutenett blir det som ikke er huket av,</translation>
    </message>
    <message>
        <source>is rejected</source>
        <translation>avvist</translation>
    </message>
    <message>
        <source>is left open</source>
        <translation>stående åpent</translation>
    </message>
    <message>
        <source>When a page of the grid is taken. For this catalogue.</source>
        <translation>Når en side av rutenettet tas. Gjelder denne katalogen.</translation>
    </message>
    <message>
        <source>Each file is read in a process of its own. One that needs more than this is left out and listed among the files with problems.</source>
        <translation>Hver fil leses i en egen prosess. En som trenger mer enn dette, utelates og føres opp blant filene med problemer.</translation>
    </message>
    <message>
        <source>Memory for one image</source>
        <translation>Minne for ett bilde</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Time for one image</source>
        <translation>Tid for ett bilde</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Holds from the next time new files are looked for.</source>
        <translation>Gjelder fra neste gang det letes etter nye filer.</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <source>How good are the suggestions?</source>
        <translation>Hvor gode er forslagene?</translation>
    </message>
    <message>
        <source>Some of your labelled images are kept aside, labels are suggested for them from the others, and the suggestions are held against yours. Your labels stay as they are, and you can go on working meanwhile.</source>
        <translation>Noen av de merkede bildene legges til side, det foreslås merkelapper for dem ut fra de andre, og forslagene holdes opp mot dine. Merkelappene dine blir som de er, og du kan arbeide videre imens.</translation>
    </message>
    <message>
        <source>What to evaluate</source>
        <translation>Hva som skal vurderes</translation>
    </message>
    <message>
        <source>Suggesters</source>
        <translation>Forslagsmåter</translation>
    </message>
    <message>
        <source>More suggesters ({count})</source>
        <translation>Flere forslagsmåter ({count})</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ingen</translation>
    </message>
    <message>
        <source>Choose all suggesters</source>
        <translation>Velg alle forslagsmåter</translation>
    </message>
    <message>
        <source>Choose no suggester</source>
        <translation>Velg ingen forslagsmåte</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Keep one in five labelled images aside, near copies together</source>
        <translation>Hold hvert femte merkede bilde til side, nesten like kopier samlet</translation>
    </message>
    <message>
        <source>60 % training, 20 % validation, 20 % test, stratified, seed 0</source>
        <translation>60 % trening, 20 % validering, 20 % prøve, stratifisert, frø 0</translation>
    </message>
    <message>
        <source>As a table says</source>
        <translation>Slik en tabell sier</translation>
    </message>
    <message>
        <source>A CSV file with the columns file and split: train, validation or test</source>
        <translation>En CSV-fil med kolonnene file og split: train, validation eller test</translation>
    </message>
    <message>
        <source>Table that divides the images</source>
        <translation>Tabell som deler bildene</translation>
    </message>
    <message>
        <source>CSV file with the columns file and split</source>
        <translation>CSV-fil med kolonnene file og split</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Velg…</translation>
    </message>
    <message>
        <source>Choose the table that divides the images</source>
        <translation>Velg tabellen som deler bildene</translation>
    </message>
    <message>
        <source>Encoder to measure</source>
        <translation>Enkoder som skal måles</translation>
    </message>
    <message>
        <source>Images that it has not seen are encoded with it first. The encoder in use stays.</source>
        <translation>Bilder den ikke har sett, enkodes med den først. Enkoderen som er i bruk, blir værende.</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Enkoder</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Vurder</translation>
    </message>
    <message>
        <source>Back to the report</source>
        <translation>Tilbake til rapporten</translation>
    </message>
    <message>
        <source>{name} (in use)</source>
        <translation>{name} (i bruk)</translation>
    </message>
    <message>
        <source>No image has a caption to go by.</source>
        <translation>Ingen bilder har en bildetekst å gå etter.</translation>
    </message>
    <message>
        <source>Recommended: {suggester}. {reason}</source>
        <translation>Anbefalt: {suggester}. {reason}</translation>
    </message>
    <message>
        <source>What suggesting labels for the whole archive takes</source>
        <translation>Hva det tar å foreslå merkelapper for hele arkivet</translation>
    </message>
    <message>
        <source>Choose at least one suggester.</source>
        <translation>Velg minst én forslagsmåte.</translation>
    </message>
    <message>
        <source>Say which table divides the images.</source>
        <translation>Si hvilken tabell som deler bildene.</translation>
    </message>
    <message>
        <source>There is no file {file}.</source>
        <translation>Filen {file} finnes ikke.</translation>
    </message>
    <message>
        <source>Waits for the work before it.</source>
        <translation>Venter på arbeidet foran.</translation>
    </message>
    <message>
        <source>Evaluating… The bar below shows how far it is and can stop it.</source>
        <translation>Vurderer… Linjen nedenfor viser hvor langt det er kommet, og kan stoppe det.</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-filer (*.csv)</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Everywhere</source>
        <translation>Overalt</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliotek</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Gjennomgang</translation>
    </message>
    <message>
        <source>Choose the same as for the last export</source>
        <translation>Velg det samme som i siste eksport</translation>
    </message>
    <message>
        <source>Keywords beside the pictures…</source>
        <translation>Stikkord ved siden av bildene …</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>Til hva</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Merkelapper</translation>
    </message>
    <message>
        <source>Picture files</source>
        <translation>Bildefiler</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>Om det</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Vurder</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Eksport</translation>
    </message>
    <message>
        <source>New catalogue…</source>
        <translation>Ny katalog…</translation>
    </message>
    <message>
        <source>Open catalogue…</source>
        <translation>Åpne katalog…</translation>
    </message>
    <message>
        <source>Look for new files</source>
        <translation>Se etter nye filer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Gjør om</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Historikk…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Ta sikkerhetskopi nå</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>Gjenopprett en sikkerhetskopi…</translation>
    </message>
    <message>
        <source>Import keywords…</source>
        <translation>Importer nøkkelord…</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>Eksporter merkelapper…</translation>
    </message>
    <message>
        <source>Close catalogue</source>
        <translation>Lukk katalogen</translation>
    </message>
    <message>
        <source>Translate label names…</source>
        <translation>Oversett merkelappnavn…</translation>
    </message>
    <message>
        <source>Translate captions…</source>
        <translation>Oversett bildetekster…</translation>
    </message>
    <message>
        <source>Clean captions…</source>
        <translation>Rens bildetekster…</translation>
    </message>
    <message>
        <source>Glossary of label names…</source>
        <translation>Ordliste for merkelappnavn…</translation>
    </message>
    <message>
        <source>Encoders…</source>
        <translation>Enkodere…</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>Åpne loggmappen</translation>
    </message>
    <message>
        <source>About Nabolag</source>
        <translation>Om Nabolag</translation>
    </message>
    <message>
        <source>Files with problems…</source>
        <translation>Filer med problemer…</translation>
    </message>
    <message>
        <source>Progress of the archive…</source>
        <translation>Framdrift i arkivet…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Innstillinger…</translation>
    </message>
    <message>
        <source>Menu of what the keyboard is at</source>
        <translation>Meny for det tastaturet er på</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle taster</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Avslutt</translation>
    </message>
    <message>
        <source>New evaluation…</source>
        <translation>Ny vurdering…</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikater</translation>
    </message>
    <message>
        <source>Clusters, questions, or what is set aside</source>
        <translation>Grupper, spørsmål eller det som er lagt til side</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>Finn duplikater</translation>
    </message>
    <message>
        <source>Who stays, and what counts…</source>
        <translation>Hvem som blir, og hva som teller…</translation>
    </message>
    <message>
        <source>Set the others aside, next cluster</source>
        <translation>Legg de andre til side, neste gruppe</translation>
    </message>
    <message>
        <source>Accept all certain clusters…</source>
        <translation>Godta alle sikre grupper…</translation>
    </message>
    <message>
        <source>Next cluster</source>
        <translation>Neste gruppe</translation>
    </message>
    <message>
        <source>Previous cluster</source>
        <translation>Forrige gruppe</translation>
    </message>
    <message>
        <source>Next image in it</source>
        <translation>Neste bilde i den</translation>
    </message>
    <message>
        <source>Previous image in it</source>
        <translation>Forrige bilde i den</translation>
    </message>
    <message>
        <source>Keep this image</source>
        <translation>Behold dette bildet</translation>
    </message>
    <message>
        <source>Not the same: take it out</source>
        <translation>Ikke likt: ta det ut</translation>
    </message>
    <message>
        <source>No two of them are the same</source>
        <translation>Ingen av dem er like</translation>
    </message>
    <message>
        <source>Merge with the next cluster</source>
        <translation>Slå sammen med neste gruppe</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Side om side</translation>
    </message>
    <message>
        <source>Hand rejected labels over all the same</source>
        <translation>Gi avviste merkelapper videre likevel</translation>
    </message>
    <message>
        <source>Flicker between keeper and this image</source>
        <translation>Blink mellom det som blir og dette bildet</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Forskjell</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Delt</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Lagt over</translation>
    </message>
    <message>
        <source>Aligned, or as they are</source>
        <translation>Innrettet, eller som de er</translation>
    </message>
    <message>
        <source>Move the split to the right</source>
        <translation>Flytt delingen mot høyre</translation>
    </message>
    <message>
        <source>Move the split to the left</source>
        <translation>Flytt delingen mot venstre</translation>
    </message>
    <message>
        <source>Back to the clusters</source>
        <translation>Tilbake til gruppene</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Like</translation>
    </message>
    <message>
        <source>A copy</source>
        <translation>En kopi</translation>
    </message>
    <message>
        <source>A variant</source>
        <translation>En variant</translation>
    </message>
    <message>
        <source>Of one series</source>
        <translation>Av samme serie</translation>
    </message>
    <message>
        <source>Can&apos;t say</source>
        <translation>Kan ikke si</translation>
    </message>
    <message>
        <source>Bring this image back</source>
        <translation>Hent tilbake dette bildet</translation>
    </message>
    <message>
        <source>Bring back all of the row</source>
        <translation>Hent tilbake hele raden</translation>
    </message>
    <message>
        <source>Move files that are set aside to a folder…</source>
        <translation>Flytt filer som er lagt til side, til en mappe…</translation>
    </message>
    <message>
        <source>Move files that are set aside to the trash…</source>
        <translation>Flytt filer som er lagt til side, til papirkurven…</translation>
    </message>
    <message>
        <source>Put moved files back…</source>
        <translation>Legg flyttede filer tilbake…</translation>
    </message>
    <message>
        <source>Write a list of what is set aside…</source>
        <translation>Skriv en liste over det som er lagt til side…</translation>
    </message>
    <message>
        <source>Next in the list</source>
        <translation>Neste i lista</translation>
    </message>
    <message>
        <source>Previous in the list</source>
        <translation>Forrige i lista</translation>
    </message>
    <message>
        <source>Duplicates: clusters</source>
        <translation>Duplikater: grupper</translation>
    </message>
    <message>
        <source>Duplicates: side by side</source>
        <translation>Duplikater: side om side</translation>
    </message>
    <message>
        <source>Duplicates: questions</source>
        <translation>Duplikater: spørsmål</translation>
    </message>
    <message>
        <source>Duplicates: set aside</source>
        <translation>Duplikater: lagt til side</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Lagre rapporten…</translation>
    </message>
    <message>
        <source>Find a label</source>
        <translation>Finn en merkelapp</translation>
    </message>
    <message>
        <source>Tree or table</source>
        <translation>Tre eller tabell</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle merkelapper</translation>
    </message>
    <message>
        <source>Show its images in the library</source>
        <translation>Vis bildene i biblioteket</translation>
    </message>
    <message>
        <source>Confirm it on its images</source>
        <translation>Bekreft den på bildene</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Gi nytt navn</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>Navn på engelsk</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Beskriv</translation>
    </message>
    <message>
        <source>Add another name</source>
        <translation>Legg til et annet navn</translation>
    </message>
    <message>
        <source>Make it another name of a label…</source>
        <translation>Gjør den til et annet navn på en merkelapp…</translation>
    </message>
    <message>
        <source>Move under a label…</source>
        <translation>Flytt under en merkelapp…</translation>
    </message>
    <message>
        <source>Move to the top level</source>
        <translation>Flytt til øverste nivå</translation>
    </message>
    <message>
        <source>Merge labels…</source>
        <translation>Slå sammen merkelapper…</translation>
    </message>
    <message>
        <source>Split off…</source>
        <translation>Skill ut…</translation>
    </message>
    <message>
        <source>Take it from captions…</source>
        <translation>Hent den fra bildetekster…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Slett…</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>Ny merkelapp…</translation>
    </message>
    <message>
        <source>Find similar names</source>
        <translation>Finn lignende navn</translation>
    </message>
    <message>
        <source>Read keyword list…</source>
        <translation>Les nøkkelordliste…</translation>
    </message>
    <message>
        <source>Write keyword list…</source>
        <translation>Skriv nøkkelordliste…</translation>
    </message>
    <message>
        <source>Merge the two</source>
        <translation>Slå sammen de to</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>Ikke like</translation>
    </message>
    <message>
        <source>Keep the other name</source>
        <translation>Behold det andre navnet</translation>
    </message>
    <message>
        <source>Back to the labels</source>
        <translation>Tilbake til merkelappene</translation>
    </message>
    <message>
        <source>Labels that may be the same</source>
        <translation>Merkelapper som kan være like</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Finn</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Søk etter innhold</translation>
    </message>
    <message>
        <source>Filter the images</source>
        <translation>Filtrer bildene</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Lagrede søk</translation>
    </message>
    <message>
        <source>Find similar images</source>
        <translation>Finn lignende bilder</translation>
    </message>
    <message>
        <source>Show its duplicates</source>
        <translation>Vis duplikatene av bildet</translation>
    </message>
    <message>
        <source>Search by a copied picture</source>
        <translation>Søk med et kopiert bilde</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Legg til en merkelapp</translation>
    </message>
    <message>
        <source>Review the selection</source>
        <translation>Gå gjennom utvalget</translation>
    </message>
    <message>
        <source>Show large (loupe)</source>
        <translation>Vis stort (lupe)</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Neste bilde</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Forrige bilde</translation>
    </message>
    <message>
        <source>Mark reviewed</source>
        <translation>Merk som gjennomgått</translation>
    </message>
    <message>
        <source>Mark not reviewed</source>
        <translation>Merk som ikke gjennomgått</translation>
    </message>
    <message>
        <source>Export these images</source>
        <translation>Eksporter disse bildene</translation>
    </message>
    <message>
        <source>Write a caption</source>
        <translation>Skriv en bildetekst</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Vis i filbehandleren</translation>
    </message>
    <message>
        <source>Copy the image</source>
        <translation>Kopier bildet</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Kopier filbanen</translation>
    </message>
    <message>
        <source>Go to a file name</source>
        <translation>Gå til et filnavn</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Fjern filtre</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Velg alle</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>Større bilder</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>Mindre bilder</translation>
    </message>
    <message>
        <source>One image at a time, or a label in a grid</source>
        <translation>Ett bilde om gangen, eller en merkelapp i rutenett</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Godta forslaget</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>Avvis alle</translation>
    </message>
    <message>
        <source>Take what is ticked, next</source>
        <translation>Ta det som er huket av, neste</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Ask, answers or figures</source>
        <translation>Spør, svar eller tall</translation>
    </message>
    <message>
        <source>New question…</source>
        <translation>Nytt spørsmål …</translation>
    </message>
    <message>
        <source>Change the question…</source>
        <translation>Endre spørsmålet …</translation>
    </message>
    <message>
        <source>Remove the question with its answers</source>
        <translation>Fjern spørsmålet med svarene</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>Neste spørsmål</translation>
    </message>
    <message>
        <source>Previous question</source>
        <translation>Forrige spørsmål</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Pass over</source>
        <translation>Hopp over</translation>
    </message>
    <message>
        <source>Change to yes</source>
        <translation>Endre til ja</translation>
    </message>
    <message>
        <source>Change to no</source>
        <translation>Endre til nei</translation>
    </message>
    <message>
        <source>Change to can&apos;t say</source>
        <translation>Endre til kan ikke si</translation>
    </message>
    <message>
        <source>Take the answer back</source>
        <translation>Ta svaret tilbake</translation>
    </message>
    <message>
        <source>Ask about the image again</source>
        <translation>Spør om bildet igjen</translation>
    </message>
    <message>
        <source>Take answers in…</source>
        <translation>Ta inn svar…</translation>
    </message>
    <message>
        <source>Questions: one image at a time</source>
        <translation>Spørsmål: ett bilde om gangen</translation>
    </message>
    <message>
        <source>Questions: answers</source>
        <translation>Spørsmål: svar</translation>
    </message>
    <message>
        <source>Questions: figures</source>
        <translation>Spørsmål: tall</translation>
    </message>
    <message>
        <source>Reject, next suggestion</source>
        <translation>Avvis, neste forslag</translation>
    </message>
    <message>
        <source>Correct a label</source>
        <translation>Rett en merkelapp</translation>
    </message>
    <message>
        <source>Same labels as the image before</source>
        <translation>Samme merkelapper som bildet før</translation>
    </message>
    <message>
        <source>Copy labels</source>
        <translation>Kopier merkelapper</translation>
    </message>
    <message>
        <source>Paste labels</source>
        <translation>Lim inn merkelapper</translation>
    </message>
    <message>
        <source>Next set</source>
        <translation>Neste sett</translation>
    </message>
    <message>
        <source>Give label 1</source>
        <translation>Gi merkelapp 1</translation>
    </message>
    <message>
        <source>Give label 2</source>
        <translation>Gi merkelapp 2</translation>
    </message>
    <message>
        <source>Give label 3</source>
        <translation>Gi merkelapp 3</translation>
    </message>
    <message>
        <source>Give label 4</source>
        <translation>Gi merkelapp 4</translation>
    </message>
    <message>
        <source>Give label 5</source>
        <translation>Gi merkelapp 5</translation>
    </message>
    <message>
        <source>Give label 6</source>
        <translation>Gi merkelapp 6</translation>
    </message>
    <message>
        <source>Give label 7</source>
        <translation>Gi merkelapp 7</translation>
    </message>
    <message>
        <source>Give label 8</source>
        <translation>Gi merkelapp 8</translation>
    </message>
    <message>
        <source>Give label 9</source>
        <translation>Gi merkelapp 9</translation>
    </message>
    <message>
        <source>Open in the system&apos;s viewer</source>
        <translation>Åpne i systemets bildeviser</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Captions…</source>
        <translation>Bildetekster…</translation>
    </message>
    <message>
        <source>Zoom both pictures together, or each alone</source>
        <translation>Zoom begge bildene sammen, eller hvert for seg</translation>
    </message>
    <message>
        <source>Open the evidence</source>
        <translation>Åpne grunnlaget</translation>
    </message>
    <message>
        <source>Tick suggestion 1</source>
        <translation>Huk av forslag 1</translation>
    </message>
    <message>
        <source>Tick suggestion 2</source>
        <translation>Huk av forslag 2</translation>
    </message>
    <message>
        <source>Tick suggestion 3</source>
        <translation>Huk av forslag 3</translation>
    </message>
    <message>
        <source>Tick suggestion 4</source>
        <translation>Huk av forslag 4</translation>
    </message>
    <message>
        <source>Tick suggestion 5</source>
        <translation>Huk av forslag 5</translation>
    </message>
    <message>
        <source>Tick suggestion 6</source>
        <translation>Huk av forslag 6</translation>
    </message>
    <message>
        <source>Tick suggestion 7</source>
        <translation>Huk av forslag 7</translation>
    </message>
    <message>
        <source>Tick suggestion 8</source>
        <translation>Huk av forslag 8</translation>
    </message>
    <message>
        <source>Tick suggestion 9</source>
        <translation>Huk av forslag 9</translation>
    </message>
    <message>
        <source>Review: a label in a grid</source>
        <translation>Gjennomgang: en merkelapp i rutenett</translation>
    </message>
    <message>
        <source>Take the page</source>
        <translation>Ta siden</translation>
    </message>
    <message>
        <source>Tick or untick</source>
        <translation>Huk av eller ta haken bort</translation>
    </message>
    <message>
        <source>Tick the whole page</source>
        <translation>Huk av hele siden</translation>
    </message>
    <message>
        <source>Untick the whole page</source>
        <translation>Ta bort alle haker på siden</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Forstørr</translation>
    </message>
    <message>
        <source>Show the evidence</source>
        <translation>Vis grunnlaget</translation>
    </message>
    <message>
        <source>Review it by itself</source>
        <translation>Gå gjennom det for seg</translation>
    </message>
    <message>
        <source>Move the line up</source>
        <translation>Flytt grensen opp</translation>
    </message>
    <message>
        <source>Move the line down</source>
        <translation>Flytt grensen ned</translation>
    </message>
    <message>
        <source>Pass over the page</source>
        <translation>Gå forbi siden</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Forrige side</translation>
    </message>
    <message>
        <source>Next label</source>
        <translation>Neste merkelapp</translation>
    </message>
    <message>
        <source>Previous label</source>
        <translation>Forrige merkelapp</translation>
    </message>
    <message>
        <source>Reject what has no tick, or leave it open</source>
        <translation>Avvis det uten hake, eller la det stå åpent</translation>
    </message>
    <message>
        <source>Suggested images</source>
        <translation>Foreslåtte bilder</translation>
    </message>
    <message>
        <source>Probably wrong ones</source>
        <translation>Sannsynligvis gale</translation>
    </message>
    <message>
        <source>Probably missing ones</source>
        <translation>Sannsynligvis manglende</translation>
    </message>
    <message>
        <source>Also weak suggestions</source>
        <translation>Også svake forslag</translation>
    </message>
    <message>
        <source>Also images that came with labels</source>
        <translation>Også bilder som kom med merkelapper</translation>
    </message>
    <message>
        <source>Also where the label is probably missing</source>
        <translation>Også der merkelappen sannsynligvis mangler</translation>
    </message>
    <message>
        <source>Tick suggestion 1 to 9</source>
        <translation>Huk av forslag 1 til 9</translation>
    </message>
    <message>
        <source>Give label 1 to 9 of the set</source>
        <translation>Gi merkelapp 1 til 9 i settet</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Take captions in…</source>
        <translation>Ta inn bildetekster…</translation>
    </message>
    <message>
        <source>Read words in pictures</source>
        <translation>Les ord i bilder</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Åpne rapporten</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Kart</translation>
    </message>
    <message>
        <source>Two encoders</source>
        <translation>To enkodere</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Tren…</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Tjeneste</translation>
    </message>
    <message>
        <source>Start or stop the service</source>
        <translation>Start eller stopp tjenesten</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Kopier adressen</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>Kopier nøkkelen</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Kopier kommandoen</translation>
    </message>
</context>
<context>
    <name>SidecarsChanged</name>
    <message>
        <source>Reading the sidecars…</source>
        <translation>Leser sidefilene …</translation>
    </message>
    <message>
        <source>What other programs changed</source>
        <translation>Hva andre programmer har endret</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Merkelapp</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Against it</source>
        <translation>Imot</translation>
    </message>
    <message>
        <source>Take over the ticked</source>
        <translation>Ta over de avkryssede</translation>
    </message>
    <message>
        <source>The catalogue is right</source>
        <translation>Katalogen har rett</translation>
    </message>
    <message>
        <source>Of the ticked: they are not asked about again, and writing undoes them there</source>
        <translation>Om de avkryssede: det spørres ikke om dem igjen, og skriving tar dem bort der</translation>
    </message>
    <message>
        <source>Taken over, they are one change that undo takes back. Those that a curator has decided against here are not ticked.</source>
        <translation>Tatt over er de én endring, som kan angres. De som en kurator har bestemt seg imot her, er ikke avkrysset.</translation>
    </message>
    <message>
        <source>The first {shown} of {count} are shown; look again after deciding.</source>
        <translation>De første {shown} av {count} vises; se igjen når de er avgjort.</translation>
    </message>
    <message>
        <source>rejected here</source>
        <translation>avvist her</translation>
    </message>
    <message>
        <source>given here since</source>
        <translation>gitt her siden</translation>
    </message>
    <message>
        <source>renamed here</source>
        <translation>fått nytt navn her</translation>
    </message>
</context>
<context>
    <name>SidecarsDialog</name>
    <message>
        <source>digiKam, Lightroom and darktable read keywords from a small XMP file beside each picture; all else in those files stays. The pictures are not touched unless you ask.</source>
        <translation>digiKam, Lightroom og darktable leser stikkord fra en liten XMP-fil ved siden av hvert bilde; alt annet i de filene blir stående. Bildene røres ikke uten at du ber om det.</translation>
    </message>
    <message>
        <source>Keywords beside the pictures</source>
        <translation>Stikkord ved siden av bildene</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Skriv</translation>
    </message>
    <message>
        <source>Changed by other programs</source>
        <translation>Endret av andre programmer</translation>
    </message>
    <message>
        <source>In the pictures themselves</source>
        <translation>I selve bildene</translation>
    </message>
</context>
<context>
    <name>SidecarsOut</name>
    <message>
        <source>Reading the sidecars…</source>
        <translation>Leser sidefilene …</translation>
    </message>
    <message>
        <source>New ones are called</source>
        <translation>Nye heter</translation>
    </message>
    <message>
        <source>photo.jpg.xmp, as digiKam and darktable do</source>
        <translation>bilde.jpg.xmp, som i digiKam og darktable</translation>
    </message>
    <message>
        <source>photo.xmp, as Lightroom and Bridge do</source>
        <translation>bilde.xmp, som i Lightroom og Bridge</translation>
    </message>
    <message>
        <source>Pictures that share one file but not their labels</source>
        <translation>Bilder som deler én fil, men ikke merkelapper</translation>
    </message>
    <message>
        <source>leave it as it is</source>
        <translation>la den være som den er</translation>
    </message>
    <message>
        <source>write the labels of all of them</source>
        <translation>skriv merkelappene til alle</translation>
    </message>
    <message>
        <source>give each a file of its own</source>
        <translation>gi hvert sin egen fil</translation>
    </message>
    <message>
        <source>Also those that other programs changed since</source>
        <translation>Også de som andre programmer har endret siden</translation>
    </message>
    <message>
        <source>Captions too, each with its language</source>
        <translation>Også bildetekster, hver med sitt språk</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Hva som ville bli endret</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Comes</source>
        <translation>Kommer</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>Går</translation>
    </message>
    <message>
        <source>Left because</source>
        <translation>Latt være fordi</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Skriv</translation>
    </message>
    <message>
        <source>Take the last writing back</source>
        <translation>Ta siste skriving tilbake</translation>
    </message>
    <message>
        <source>Write 1 file</source>
        <translation>Skriv 1 fil</translation>
    </message>
    <message>
        <source>Write {count} files</source>
        <translation>Skriv {count} filer</translation>
    </message>
</context>
<context>
    <name>SizeSlider</name>
    <message>
        <source>Size of the pictures</source>
        <translation>Størrelse på bildene</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl and the wheel)</source>
        <translation>Størrelse på bildene (Ctrl og musehjulet)</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>Split off from “{name}”</source>
        <translation>Skill ut fra «{name}»</translation>
    </message>
    <message>
        <source>Select the images that shall get the new label: click, Ctrl, Shift or drag.</source>
        <translation>Velg bildene som skal få den nye merkelappen: klikk, Ctrl, Shift eller dra.</translation>
    </message>
    <message>
        <source>Images with this label</source>
        <translation>Bilder med denne merkelappen</translation>
    </message>
    <message>
        <source>The new label&apos;s name</source>
        <translation>Den nye merkelappens navn</translation>
    </message>
    <message>
        <source>Split off {images}</source>
        <translation>Skill ut {images}</translation>
    </message>
    <message>
        <source>{count} selected. Type a name for the new label.</source>
        <translation>{count} valgt. Skriv et navn på den nye merkelappen.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Label some images of an archive, and the rest get suggestions, each with the similar images it came from. The archive itself is never changed.</source>
        <translation>Merk noen bilder i et arkiv, så får resten forslag, hvert med de lignende bildene det kom fra. Selve arkivet blir aldri endret.</translation>
    </message>
    <message>
        <source>A folder of images of yours. You can also drop it on this window.</source>
        <translation>En mappe med bilder. Du kan også slippe den på dette vinduet.</translation>
    </message>
    <message>
        <source>Open an archive…</source>
        <translation>Åpne et arkiv…</translation>
    </message>
    <message>
        <source>400 drawings in the public domain, half of them labelled.</source>
        <translation>400 tegninger uten opphavsrett, halvparten av dem merket.</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Prøv eksempelet</translation>
    </message>
    <message>
        <source>A catalogue made before: a file that ends in {suffix}.</source>
        <translation>En katalog laget før: en fil som slutter på {suffix}.</translation>
    </message>
    <message>
        <source>Open a catalogue…</source>
        <translation>Åpne en katalog…</translation>
    </message>
    <message>
        <source>Restore a catalogue from a backup…</source>
        <translation>Gjenopprett en katalog fra en sikkerhetskopi…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Nylige</translation>
    </message>
    <message>
        <source>Recent catalogues</source>
        <translation>Nylige kataloger</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>Åpner {name}…</translation>
    </message>
</context>
<context>
    <name>Suggesters</name>
    <message>
        <source>original names</source>
        <translation>opprinnelige navn</translation>
    </message>
    <message>
        <source>automatic names</source>
        <translation>automatiske navn</translation>
    </message>
    <message>
        <source>manual names</source>
        <translation>manuelle navn</translation>
    </message>
    <message>
        <source>best names</source>
        <translation>beste navn</translation>
    </message>
    <message>
        <source>suggests in about {seconds} s, {size}</source>
        <translation>foreslår på rundt {seconds} s, {size}</translation>
    </message>
    <message>
        <source>suggests in about {minutes} min, {size}</source>
        <translation>foreslår på rundt {minutes} min, {size}</translation>
    </message>
    <message>
        <source>Images and captions: no image has a caption</source>
        <translation>Bilder og bildetekster: ingen bilder har en bildetekst</translation>
    </message>
</context>
<context>
    <name>SuggestionDelegate</name>
    <message>
        <source>Ticked: {enter} takes it</source>
        <translation>Huket av: {enter} tar det</translation>
    </message>
    <message>
        <source>Not ticked: {enter} leaves it open</source>
        <translation>Ikke huket av: {enter} lar det stå åpent</translation>
    </message>
    <message>
        <source>Take back the acceptance</source>
        <translation>Ta tilbake godkjenningen</translation>
    </message>
    <message>
        <source>Take back the rejection</source>
        <translation>Ta tilbake avvisningen</translation>
    </message>
    <message>
        <source>(was {before})</source>
        <translation>(var {before})</translation>
    </message>
</context>
<context>
    <name>SuggestionList</name>
    <message>
        <source>Suggested labels</source>
        <translation>Foreslåtte merkelapper</translation>
    </message>
</context>
<context>
    <name>SuggestionModel</name>
    <message>
        <source>ticked</source>
        <translation>huket av</translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation>ikke huket av</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>godtatt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>avvist</translation>
    </message>
    <message>
        <source>{name}, {likelihood}, {state}</source>
        <translation>{name}, {likelihood}, {state}</translation>
    </message>
    <message>
        <source>probably wrong: {suggestion}</source>
        <translation>sannsynligvis gal: {suggestion}</translation>
    </message>
    <message>
        <source>probably missing: {suggestion}</source>
        <translation>mangler sannsynligvis: {suggestion}</translation>
    </message>
</context>
<context>
    <name>SuggestionsMenu</name>
    <message>
        <source>Accept a suggestion</source>
        <translation>Godta et forslag</translation>
    </message>
</context>
<context>
    <name>SummaryStep</name>
    <message>
        <source>Ready to start</source>
        <translation>Klar til å starte</translation>
    </message>
    <message>
        <source>The work runs in the background: images appear as they are read, then they are encoded, then suggestions follow. You can look around and label meanwhile, and stop and go on at any time.</source>
        <translation>Arbeidet går i bakgrunnen: bildene dukker opp etter hvert som de leses, så enkodes de, og så følger forslagene. Du kan se deg rundt og merke imens, og stoppe og fortsette når som helst.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Nøkkelord</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Enkoder</translation>
    </message>
    <message>
        <source>Your images stay where they are and are never written to or sent out.</source>
        <translation>Bildene dine blir der de er, og blir aldri skrevet til eller sendt ut.</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>those in the files and sidecars</source>
        <translation>de i filene og følgefilene</translation>
    </message>
    <message>
        <source>those in the files and sidecars, and in {table}</source>
        <translation>de i filene og følgefilene, og i {table}</translation>
    </message>
    <message>
        <source>built-in (small)</source>
        <translation>innebygd (liten)</translation>
    </message>
</context>
<context>
    <name>TaskBar</name>
    <message>
        <source>All changes saved</source>
        <translation>Alle endringer er lagret</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Lagrer…</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Progress of: {task}</source>
        <translation>Fremdrift for: {task}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Cancel: {task}</source>
        <translation>Avbryt: {task}</translation>
    </message>
    <message>
        <source>waits for the work before it</source>
        <translation>venter på arbeidet foran</translation>
    </message>
    <message>
        <source>Stopping; what is finished is kept…</source>
        <translation>Stopper; det som er ferdig, beholdes…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Stopper…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Starter…</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} av {total}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/s</translation>
    </message>
    <message>
        <source>{count} s left</source>
        <translation>{count} s igjen</translation>
    </message>
    <message>
        <source>{count} min left</source>
        <translation>{count} min igjen</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>{hours} t {minutes} min igjen</translation>
    </message>
</context>
<context>
    <name>TextRuleDialog</name>
    <message>
        <source>“{name}” from captions</source>
        <translation>«{name}» fra bildetekster</translation>
    </message>
    <message>
        <source>Images get the label where a caption has one of the words. Nothing is taken off, what somebody rejected does not come back, and one undo takes everything back.</source>
        <translation>Bilder får merkelappen der en bildetekst har ett av ordene. Ingenting tas bort, det noen har avvist, kommer ikke tilbake, og én angring tar alt tilbake.</translation>
    </message>
    <message>
        <source>Words and phrases, one a line</source>
        <translation>Ord og uttrykk, ett på hver linje</translation>
    </message>
    <message>
        <source>Whole words, whether large or small. flood* finds floods and flooding too.</source>
        <translation>Hele ord, store eller små bokstaver. flom* finner også flommen og flomvann.</translation>
    </message>
    <message>
        <source>Not where the caption has</source>
        <translation>Ikke der bildeteksten har</translation>
    </message>
    <message>
        <source>Words and phrases, one a line, that rule a caption out.</source>
        <translation>Ord og uttrykk, ett på hver linje, som utelukker en bildetekst.</translation>
    </message>
    <message>
        <source>Patterns (regular expressions)</source>
        <translation>Mønstre (regulære uttrykk)</translation>
    </message>
    <message>
        <source>One a line, for what words cannot say: \bm/s \w+</source>
        <translation>Ett på hver linje, for det ord ikke kan si: \bm/s \w+</translation>
    </message>
    <message>
        <source>Language of the captions</source>
        <translation>Språket i bildetekstene</translation>
    </message>
    <message>
        <source>Also images that are reviewed</source>
        <translation>Også bilder som er gjennomgått</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Ta tilbake</translation>
    </message>
    <message>
        <source>Take the label off the images that have it of this rule and where nobody has confirmed it</source>
        <translation>Ta merkelappen av bildene som har den fra denne regelen, og der ingen har bekreftet den</translation>
    </message>
    <message>
        <source>Save rule</source>
        <translation>Lagre regelen</translation>
    </message>
    <message>
        <source>Keep the rule, and change no image</source>
        <translation>Behold regelen, og endre ingen bilder</translation>
    </message>
    <message>
        <source>Add label</source>
        <translation>Legg til merkelapp</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>Alle språk</translation>
    </message>
    <message>
        <source>Looking at the captions…</source>
        <translation>Ser på bildetekstene…</translation>
    </message>
    <message>
        <source>Add to 1 image</source>
        <translation>Legg til på 1 bilde</translation>
    </message>
    <message>
        <source>Add to {count} images</source>
        <translation>Legg til på {count} bilder</translation>
    </message>
    <message>
        <source>Type a word that captions of this label have.</source>
        <translation>Skriv et ord som bildetekster med denne merkelappen har.</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 bilde</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} bilder</translation>
    </message>
    <message>
        <source>{images} found, {new} without the label</source>
        <translation>{images} funnet, {new} uten merkelappen</translation>
    </message>
    <message>
        <source>{count} have it</source>
        <translation>{count} har den</translation>
    </message>
    <message>
        <source>{count} where it was rejected</source>
        <translation>{count} der den er avvist</translation>
    </message>
    <message>
        <source>{count} reviewed without it</source>
        <translation>{count} gjennomgått uten den</translation>
    </message>
</context>
<context>
    <name>ThumbnailGrid</name>
    <message>
        <source>No labels yet</source>
        <translation>Ingen merkelapper ennå</translation>
    </message>
    <message>
        <source>Has suggestions to review</source>
        <translation>Har forslag å gå gjennom</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Gjennomgått</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Kan ikke leses</translation>
    </message>
    <message>
        <source>File is missing</source>
        <translation>Filen mangler</translation>
    </message>
    <message>
        <source>Set aside as a duplicate</source>
        <translation>Lagt til side som duplikat</translation>
    </message>
    <message>
        <source>Has possible duplicates</source>
        <translation>Har mulige duplikater</translation>
    </message>
    <message>
        <source>no labels</source>
        <translation>ingen merkelapper</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
</context>
<context>
    <name>ThumbnailView</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Similarity {score}</source>
        <translation>Likhet {score}</translation>
    </message>
</context>
<context>
    <name>TickGrid</name>
    <message>
        <source>Images of the label</source>
        <translation>Bilder av merkelappen</translation>
    </message>
</context>
<context>
    <name>TickLevel</name>
    <message>
        <source>Tick suggestions from this percentage on</source>
        <translation>Huk av forslag fra denne prosenten</translation>
    </message>
</context>
<context>
    <name>TogetherView</name>
    <message>
        <source>Two images laid over one another</source>
        <translation>To bilder lagt over hverandre</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Side om side</translation>
    </message>
    <message>
        <source>Flicker</source>
        <translation>Blink</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Forskjell</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Delt</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Lagt over</translation>
    </message>
    <message>
        <source>Aligned</source>
        <translation>Innrettet</translation>
    </message>
    <message>
        <source>How much of the one that stays shows</source>
        <translation>Hvor mye som vises av det som blir</translation>
    </message>
    <message>
        <source>Back to the clusters</source>
        <translation>Tilbake til gruppene</translation>
    </message>
    <message>
        <source>{first} to {last} shown</source>
        <translation>{first} til {last} vises</translation>
    </message>
    <message>
        <source>Choose another image with the arrow keys.</source>
        <translation>Velg et annet bilde med piltastene.</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Train an encoder</source>
        <translation>Tren en enkoder</translation>
    </message>
    <message>
        <source>Train an encoder on your captions</source>
        <translation>Tren en enkoder på bildetekstene dine</translation>
    </message>
    <message>
        <source>The encoder learns which captions belong to which images. It becomes an encoder of its own; the one it begins from, and all its features, stay as they are.</source>
        <translation>Enkoderen lærer hvilke bildetekster som hører til hvilke bilder. Den blir en egen enkoder; den den tar utgangspunkt i, og alle trekkene fra den, blir som de er.</translation>
    </message>
    <message>
        <source>Try five learning rates for a short while first</source>
        <translation>Prøv fem læringsrater en kort stund først</translation>
    </message>
    <message>
        <source>Without web addresses, user names, emoji and empty captions</source>
        <translation>Uten nettadresser, brukernavn, emoji og tomme bildetekster</translation>
    </message>
    <message>
        <source>Find labels no worse than the encoder it begins from</source>
        <translation>Finn merkelapper ikke dårligere enn utgangspunktet</translation>
    </message>
    <message>
        <source>Built-in; or an encoder&apos;s name, or the folder of a text model</source>
        <translation>Innebygd; eller navnet på en enkoder, eller mappen til en tekstmodell</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Metode</translation>
    </message>
    <message>
        <source>Begin from</source>
        <translation>Ta utgangspunkt i</translation>
    </message>
    <message>
        <source>Text tower</source>
        <translation>Teksttårn</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Innstillinger</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Bildetekster</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Tren</translation>
    </message>
    <message>
        <source>How long it takes is seen once it runs; it can be stopped any time.</source>
        <translation>Hvor lang tid det tar, ses når det er i gang; det kan stanses når som helst.</translation>
    </message>
    <message>
        <source>Looking how long it takes…</source>
        <translation>Ser hvor lang tid det tar…</translation>
    </message>
    <message>
        <source>Letters, digits, dots, dashes and blanks; a name that is not taken</source>
        <translation>Bokstaver, sifre, punktum, bindestreker og mellomrom; et navn som ikke er tatt</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Small heads on what is encoded</source>
        <translation>Små hoder på det som er enkodet</translation>
    </message>
    <message>
        <source>The whole encoder, or a part of it</source>
        <translation>Hele enkoderen, eller en del av den</translation>
    </message>
    <message>
        <source>Join an image tower and a text tower</source>
        <translation>Sett sammen et bildetårn og et teksttårn</translation>
    </message>
    <message>
        <source>Mix a trained encoder with its beginning</source>
        <translation>Bland en trent enkoder med utgangspunktet</translation>
    </message>
    <message>
        <source>Takes the features as they are and learns how to turn them. Minutes on any computer, and images are not encoded again.</source>
        <translation>Tar trekkene som de er, og lærer hvordan de skal dreies. Tar minutter på enhver datamaskin, og bildene enkodes ikke på nytt.</translation>
    </message>
    <message>
        <source>Changes the encoder itself, which takes hours without a graphics card. For full encoders.</source>
        <translation>Endrer selve enkoderen, som tar timer uten grafikkort. For fulle enkodere.</translation>
    </message>
    <message>
        <source>Makes an encoder of the images&apos; features and any text tower, such as one for other languages.</source>
        <translation>Lager en enkoder av bildenes trekk og et hvilket som helst teksttårn, for eksempel et for andre språk.</translation>
    </message>
    <message>
        <source>Looks for the mix of both that finds captions best and forgets least (WiSE-FT). Takes a minute.</source>
        <translation>Leter etter blandingen som finner bildetekster best og glemmer minst (WiSE-FT). Tar et minutt.</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Vanlig</translation>
    </message>
    <message>
        <source>As for social media (18 million pairs, whole CLIP)</source>
        <translation>Som for sosiale medier (18 millioner par, hele CLIP)</translation>
    </message>
    <message>
        <source>As for C-CLIP (two projections)</source>
        <translation>Som for C-CLIP (to projeksjoner)</translation>
    </message>
    <message>
        <source>As for low-rank adaptations</source>
        <translation>Som for lavrangstilpasninger</translation>
    </message>
    <message>
        <source>As for a whole encoder</source>
        <translation>Som for en hel enkoder</translation>
    </message>
    <message>
        <source>As for memes (small collections)</source>
        <translation>Som for memer (små samlinger)</translation>
    </message>
    <message>
        <source>{time} at most, {memory} of memory. {train} of {pairs} captions are trained on, the others say how good it gets.</source>
        <translation>{time} på det meste, {memory} minne. Det trenes på {train} av {pairs} bildetekster; de andre sier hvor god den blir.</translation>
    </message>
    <message>
        <source>Less than a minute</source>
        <translation>Mindre enn et minutt</translation>
    </message>
    <message>
        <source>About a minute</source>
        <translation>Rundt ett minutt</translation>
    </message>
    <message>
        <source>About {count} minutes</source>
        <translation>Rundt {count} minutter</translation>
    </message>
    <message>
        <source>About {count} hours</source>
        <translation>Rundt {count} timer</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>i gang</translation>
    </message>
    <message>
        <source>done</source>
        <translation>ferdig</translation>
    </message>
    <message>
        <source>did not help</source>
        <translation>hjalp ikke</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>satt på pause</translation>
    </message>
    <message>
        <source>“{name}” is being trained.</source>
        <translation>«{name}» trenes.</translation>
    </message>
    <message>
        <source>“{name}”, trained on {pairs} captions from {base}. Licence: {licence}.</source>
        <translation>«{name}», trent på {pairs} bildetekster ut fra {base}. Lisens: {licence}.</translation>
    </message>
    <message>
        <source>Nothing got better on captions that were held out, so no encoder was made of “{name}”.</source>
        <translation>Ingenting ble bedre på bildetekster som var holdt utenfor, så det ble ingen enkoder av «{name}».</translation>
    </message>
    <message>
        <source>“{name}” was stopped and can go on.</source>
        <translation>«{name}» ble stanset og kan fortsette.</translation>
    </message>
    <message>
        <source>On captions that it had not seen it is no better than before.</source>
        <translation>På bildetekster den ikke hadde sett, er den ikke bedre enn før.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Før</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Trent</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Etter</translation>
    </message>
    <message>
        <source>On captions that were held out</source>
        <translation>På bildetekster som var holdt utenfor</translation>
    </message>
    <message>
        <source>Captions by their image, MRR@100</source>
        <translation>Bildetekster ut fra bildet, MRR@100</translation>
    </message>
    <message>
        <source>Captions by their image, comes first</source>
        <translation>Bildetekster ut fra bildet, kommer først</translation>
    </message>
    <message>
        <source>Images by their caption, MRR@100</source>
        <translation>Bilder ut fra bildeteksten, MRR@100</translation>
    </message>
    <message>
        <source>Images by their caption, comes first</source>
        <translation>Bilder ut fra bildeteksten, kommer først</translation>
    </message>
    <message>
        <source>Gap of captions and images</source>
        <translation>Gapet mellom bildetekster og bilder</translation>
    </message>
    <message>
        <source>Labels by their names (AUC)</source>
        <translation>Merkelapper ut fra navnene (AUC)</translation>
    </message>
    <message>
        <source>Labels by similar images (F)</source>
        <translation>Merkelapper ut fra lignende bilder (F)</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Figures before and after</source>
        <translation>Tall før og etter</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Tren…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsett</translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation>Stans og behold den beste</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Use this encoder</source>
        <translation>Bruk denne enkoderen</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>Treninger</translation>
    </message>
    <message>
        <source>Stop for now; it goes on from there, to the bit</source>
        <translation>Stans for nå; den fortsetter derfra, bit for bit</translation>
    </message>
    <message>
        <source>Make the encoder of the best until now</source>
        <translation>Lag enkoderen av det beste til nå</translation>
    </message>
    <message>
        <source>See how good it is before it is used; the encoder in use stays</source>
        <translation>Se hvor god den er før den tas i bruk; enkoderen som er i bruk, blir værende</translation>
    </message>
    <message>
        <source>Encode the images with it; the features of other encoders stay</source>
        <translation>Enkod bildene med den; trekkene fra andre enkodere blir værende</translation>
    </message>
    <message>
        <source>Looking for trainings…</source>
        <translation>Ser etter treninger…</translation>
    </message>
    <message>
        <source>Labels: how good the suggestions are</source>
        <translation>Merkelapper: hvor gode forslagene er</translation>
    </message>
    <message>
        <source>Captions: how they and images meet</source>
        <translation>Bildetekster: hvordan de og bildene møtes</translation>
    </message>
    <message>
        <source>Train an encoder on the captions of this archive. With small heads on what is encoded already that takes minutes on any computer, and nothing is sent anywhere.</source>
        <translation>Tren en enkoder på bildetekstene i dette arkivet. Med små hoder på det som alt er enkodet, tar det minutter på enhver datamaskin, og ingenting sendes noe sted.</translation>
    </message>
    <message>
        <source>Stopping after this step, to make the encoder of the best…</source>
        <translation>Stopper etter dette steget for å lage enkoderen av det beste …</translation>
    </message>
    <message>
        <source>Pausing after this step…</source>
        <translation>Setter på pause etter dette steget …</translation>
    </message>
    <message>
        <source>The report will be on the page Evaluate, beside earlier ones.</source>
        <translation>Rapporten kommer på siden Vurder, ved siden av tidligere.</translation>
    </message>
</context>
<context>
    <name>TranslateDialog</name>
    <message>
        <source>Translate label names</source>
        <translation>Oversett merkelappnavn</translation>
    </message>
    <message>
        <source>A translation service on the internet, or one of your own, names the labels in English. Names given by hand stay. Nothing is sent before you agree below.</source>
        <translation>En oversettelsestjeneste på internett, eller en du selv driver, gir merkelappene engelske navn. Navn gitt for hånd blir stående. Ingenting sendes før du samtykker nedenfor.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sendes</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>På engelsk</translation>
    </message>
    <message>
        <source>Take the agreement back</source>
        <translation>Trekk samtykket tilbake</translation>
    </message>
    <message>
        <source>Without internet…</source>
        <translation>Uten internett…</translation>
    </message>
    <message>
        <source>A table that somebody who knows the words fills in</source>
        <translation>En tabell som noen som kan ordene, fyller ut</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Oversett</translation>
    </message>
    <message>
        <source>Choose the language…</source>
        <translation>Velg språket…</translation>
    </message>
    <message>
        <source>Translation service</source>
        <translation>Oversettelsestjeneste</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>Adressen til tjenesten</translation>
    </message>
    <message>
        <source>https://… of your own service; empty: the public one</source>
        <translation>https://… til din egen tjeneste; tomt: den offentlige</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Nøkkel</translation>
    </message>
    <message>
        <source>Empty: the one this computer&apos;s keyring has</source>
        <translation>Tomt: den som ligger i datamaskinens nøkkelring</translation>
    </message>
    <message>
        <source>Labels are in</source>
        <translation>Merkelappene er på</translation>
    </message>
    <message>
        <source>Translate captions</source>
        <translation>Oversett bildetekster</translation>
    </message>
    <message>
        <source>A translation service on the internet, or one of your own, says in English what captions say, of images that have none in English. The captions stay as they are. Nothing is sent before you agree below.</source>
        <translation>En oversettelsestjeneste på internett, eller en egen, sier på engelsk hva bildetekstene sier, for bilder som ikke har noen på engelsk. Bildetekstene blir som de er. Ingenting sendes før du samtykker nedenfor.</translation>
    </message>
    <message>
        <source>What is sent, and what came back</source>
        <translation>Hva som sendes, og hva som kom tilbake</translation>
    </message>
    <message>
        <source>Captions are in</source>
        <translation>Bildetekstene er på</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Tjeneste</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>key, or key@region; empty: the one this computer&apos;s keyring has</source>
        <translation>nøkkel, eller nøkkel@region; tomt: den i datamaskinens nøkkelring</translation>
    </message>
    <message>
        <source>Choose the language that the label names are in.</source>
        <translation>Velg språket som merkelappnavnene er på.</translation>
    </message>
    <message>
        <source>Choose the language of the captions to translate.</source>
        <translation>Velg språket til bildetekstene som skal oversettes.</translation>
    </message>
    <message>
        <source>All labels have English names; there is nothing to send.</source>
        <translation>Alle merkelapper har engelske navn; det er ingenting å sende.</translation>
    </message>
    <message>
        <source>All images with captions in this language have one in English, or none has a caption in it; there is nothing to send.</source>
        <translation>Alle bilder med bildetekster på dette språket har en på engelsk, eller ingen har noen på det; det er ingenting å sende.</translation>
    </message>
    <message>
        <source>Never sent, as there are no letters in them: {names}.</source>
        <translation>Sendes aldri, fordi de ikke har bokstaver: {names}.</translation>
    </message>
    <message>
        <source>The way to {host} is not encrypted: others on the network can read along.</source>
        <translation>Veien til {host} er ikke kryptert: andre på nettverket kan lese med.</translation>
    </message>
    <message>
        <source>{curator} agreed to {host} on {date}.</source>
        <translation>{curator} samtykket til {host} {date}.</translation>
    </message>
    <message>
        <source>I agree that this name is sent to {host}, and nothing else</source>
        <translation>Jeg samtykker i at dette navnet sendes til {host}, og ingenting annet</translation>
    </message>
    <message>
        <source>I agree that these {count} names are sent to {host}, and nothing else</source>
        <translation>Jeg samtykker i at disse {count} navnene sendes til {host}, og ingenting annet</translation>
    </message>
    <message>
        <source>I agree that this caption is sent to {host}, and nothing else</source>
        <translation>Jeg samtykker i at denne bildeteksten sendes til {host}, og ingenting annet</translation>
    </message>
    <message>
        <source>I agree that these {count} captions are sent to {host}, nothing else</source>
        <translation>Jeg samtykker i at disse {count} bildetekstene sendes til {host}, og ingenting annet</translation>
    </message>
    <message>
        <source>{done} of {total} asked; the task bar below can stop it.</source>
        <translation>{done} av {total} er spurt om; oppgavelinjen nederst kan stoppe det.</translation>
    </message>
    <message>
        <source>{translated} of {asked} captions translated. Undo takes them back.</source>
        <translation>{translated} av {asked} bildetekster oversatt. Angre tar dem tilbake.</translation>
    </message>
    <message>
        <source>Stopped. What was translated is kept.</source>
        <translation>Stoppet. Det som er oversatt, er beholdt.</translation>
    </message>
    <message>
        <source>The translation failed.</source>
        <translation>Oversettelsen mislyktes.</translation>
    </message>
    <message>
        <source>{translated} of {asked} names translated. Undo takes them back.</source>
        <translation>{translated} av {asked} navn oversatt. Angre tar dem tilbake.</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Move files to the trash</source>
        <translation>Flytt filer til papirkurven</translation>
    </message>
    <message>
        <source>The files of {images} go to the system&apos;s trash. The trash alone brings them back: neither undo nor “Put files back” can. Their labels stay here.</source>
        <translation>Filene til {images} går til systemets papirkurv. Bare papirkurven gir dem tilbake: verken angring eller «Legg filer tilbake» kan det. Merkelappene blir værende her.</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>En annen mappe…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>Flytt til papirkurven</translation>
    </message>
    <message>
        <source>A list of them is written to {folder}.</source>
        <translation>En liste over dem skrives til {folder}.</translation>
    </message>
    <message>
        <source>Folder for the list</source>
        <translation>Mappe for listen</translation>
    </message>
</context>
<context>
    <name>UndoActions</name>
    <message>
        <source>Undo: {change}</source>
        <translation>Angre: {change}</translation>
    </message>
    <message>
        <source>Redo: {change}</source>
        <translation>Gjør om: {change}</translation>
    </message>
    <message>
        <source>Undone: {change}</source>
        <translation>Angret: {change}</translation>
    </message>
    <message>
        <source>Done again: {change}</source>
        <translation>Gjort om igjen: {change}</translation>
    </message>
</context>
<context>
    <name>WaitingPanel</name>
    <message>
        <source>Find a label</source>
        <translation>Finn en merkelapp</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 merkelapp</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} merkelapper</translation>
    </message>
    <message>
        <source>1 to decide</source>
        <translation>1 å avgjøre</translation>
    </message>
    <message>
        <source>{count} to decide</source>
        <translation>{count} å avgjøre</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Teller…</translation>
    </message>
</context>
<context>
    <name>WaitingView</name>
    <message>
        <source>Labels that wait</source>
        <translation>Merkelapper som venter</translation>
    </message>
</context>
<context>
    <name>WindowMenus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fil</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Åpne nylige</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Rediger</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Vis</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>På denne siden</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Som systemet</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Mørkt</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Lyst</translation>
    </message>
    <message>
        <source>&amp;Work</source>
        <translation>&amp;Arbeid</translation>
    </message>
    <message>
        <source>Suggest with</source>
        <translation>Foreslå med</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hjelp</translation>
    </message>
    <message>
        <source>Open a catalogue</source>
        <translation>Åpne en katalog</translation>
    </message>
    <message>
        <source>Catalogues (*{suffix})</source>
        <translation>Kataloger (*{suffix})</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Ingen ennå</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>Bildemappe</translation>
    </message>
    <message>
        <source>More suggesters</source>
        <translation>Flere forslagsmåter</translation>
    </message>
    <message>
        <source>Images and captions</source>
        <translation>Bilder og bildetekster</translation>
    </message>
    <message>
        <source>Compare them on Evaluate</source>
        <translation>Sammenlign dem under Vurder</translation>
    </message>
    <message>
        <source>{suggester} (recommended)</source>
        <translation>{suggester} (anbefalt)</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>{task}: stopped before it changed anything.</source>
        <translation>{task}: stoppet før noe ble endret.</translation>
    </message>
    <message>
        <source>{task}: stopped at {progress}; what is finished is kept.</source>
        <translation>{task}: stoppet ved {progress}; det som er ferdig, er beholdt.</translation>
    </message>
    <message>
        <source>{task} stopped because of a fault in the program. What was finished is kept; starting it again goes on from there.</source>
        <translation>{task} stoppet på grunn av en feil i programmet. Det som var ferdig, er beholdt; start på nytt for å fortsette derfra.</translation>
    </message>
</context>
<context>
    <name>WorkLeft</name>
    <message>
        <source>1 image not read yet</source>
        <translation>1 bilde ikke lest ennå</translation>
    </message>
    <message>
        <source>{count} images not read yet</source>
        <translation>{count} bilder ikke lest ennå</translation>
    </message>
    <message>
        <source>the folder of images not read to its end</source>
        <translation>bildemappen ikke lest til ende</translation>
    </message>
    <message>
        <source>1 image not encoded</source>
        <translation>1 bilde ikke enkodet</translation>
    </message>
    <message>
        <source>{count} images not encoded</source>
        <translation>{count} bilder ikke enkodet</translation>
    </message>
    <message>
        <source>suggestions not yet fitted to this archive</source>
        <translation>forslagene ikke tilpasset arkivet ennå</translation>
    </message>
    <message>
        <source>no suggestions made</source>
        <translation>ingen forslag laget</translation>
    </message>
    <message>
        <source>Not finished: {parts}.</source>
        <translation>Ikke ferdig: {parts}.</translation>
    </message>
</context>
</TS>
