# Navn, sammenhenger og søk med ord; oversettelsestjenester.

contexts-column-missing = { $path } har ingen kolonne «context»; den første linjen må være context,weight.
contexts-none = { $path } inneholder ingen sammenhenger.
contexts-line-no-weight = { $path }, linje { NUMBER($line, useGrouping: 0) }: «{ $written }» er ingen vekt.
contexts-line-wrong = { $path }, linje { NUMBER($line, useGrouping: 0) }: { $reason }
context-lacks-label = Sammenhengen «{ $context }» mangler { $label }: skriv { $label } der navnet på merkelappen skal stå.
context-odd-braces = Sammenhengen «{ $context }» har krøllparenteser som ikke betyr noe: { $label }, { $domain } og { $kind } er kjent.
context-weight-out-of-range = Vekten til sammenhengen «{ $context }» er { $weight }; oppgi en fra 0 til { $highest }.
consent-missing = Ingenting sendes til { $host } før en kurator samtykker; se på hva som ville bli sendt, og samtykk så.
consent-incomplete = { $missing } av { $names } navn er det ikke samtykket i å sende til { $host }; se på hva som ville bli sendt, og samtykk så.
consent-to-other-host = { $missing } av { $names } navn er det ikke samtykket i å sende til { $host } (samtykket gjaldt { $agreed }); se på hva som ville bli sendt, og samtykk så.
key-missing = Det finnes ingen nøkkel til { $host } i nøkkelringen på denne datamaskinen.
keyring-unusable = Denne datamaskinen har ingen nøkkelring som tar vare på nøkler, eller den er låst; legg nøkkelen i miljøvariabelen { $variable } i stedet.
language-not-guessed = Språket det skal oversettes fra, gjettes aldri: oppgi hvilket det er, for eksempel nb, de eller es.
language-is-norwegian = Norsk er nb (bokmål) eller nn (nynorsk); oppgi hvilket av dem.
language-unknown = Det finnes ikke noe språk «{ $language }» å oversette fra; velg et av { $languages }.
provider-not-from-language = { $provider } oversetter ikke fra { $language }.
provider-wants-key = { $host } vil ha en nøkkel; det finnes ingen i nøkkelringen på denne datamaskinen eller i miljøvariabelen { $variable }.
provider-key-of-other = Denne nøkkelen hører til tjenesten { $provider }; velg den.
provider-unknown = Det finnes ingen oversettelsestjeneste «{ $provider }»; velg en av { $providers }.
address-wrong = { $address } er ingen adresse; skriv den som https://translate.example.org.
address-has-password = La navn og passord være utenfor adressen; nøkler oppbevares for seg.
host-used-up-today = Det som kan oversettes hos { $host } i dag, er brukt opp.
host-refused-name = { $host } avviste navnet: { $reason }.
host-reports-error = { $host } melder om en feil.
host-answered-in-language = { $host } svarte på et annet språk ({ $language }) enn engelsk.
host-no-translation = { $host } ga ingen oversettelse av dette navnet.
host-no-word = { $host } svarte uten noe ord.
host-answer-too-long = { $host } svarte med { $characters } tegn, og det er for mange til et navn.
host-other-script = { $host } svarte med en annen skrift enn den engelsk skrives med.
host-answered-question = { $host } svarte med navnet selv.
host-answer-repeats = { $host } svarte med de samme ordene om og om igjen.
name-not-agreed = Dette navnet var det ikke samtykket i å sende; ingenting ble sendt.
name-too-long = { $host } tar imot færre enn { $fewer_than } tegn; dette navnet har { $characters }.
run-time-over = Tiden for denne kjøringen, { $limit_s } s, er ute.
host-no-answer = { $host } svarte ikke innen { $limit_s } s.
host-not-asked = { $host } ble ikke spurt.
host-wants-pause = { $reason } Tjenesten vil ha en pause på { $pause_min ->
        [one] 1 minutt
       *[other] { NUMBER($pause_min, maximumFractionDigits: 0) } minutter
    }.
host-answer-unreadable = { $host } svarte med noe som ikke er en oversettelse.
host-other-than-agreed = Bare { $host } kan spørres, men { $other } skulle bli det.
nobody-waits = Ingen venter på dette svaret lenger.
host-sent-too-much = { $host } sendte mer enn en oversettelse.
host-other-address = { $host } vil bli spurt på en annen av adressene sine enn denne.
host-points-elsewhere = { $host } svarte med å vise til { $other }, som det ikke var samtykket i; ingenting ble sendt dit.
host-asked-too-often = { $host } sier at tjenesten ble spurt for ofte.
host-has-fault = { $host } har en egen feil (status { NUMBER($status, useGrouping: 0) }).
host-refuses-key = { $host } godtar ikke nøkkelen, eller vil ha en{ $said }.
host-used-up = Det som kan oversettes hos { $host }, er brukt opp{ $said }.
host-no-service = { $host } har ingen oversettelsestjeneste på denne adressen.
host-refused-name-with = { $host } avviste navnet (status { NUMBER($status, useGrouping: 0) }{ $said }).
host-not-safe = Forbindelsen til { $host } er ikke trygg: sertifikatet er feil.
proxy-lets-nothing-through = Mellomtjeneren i innstillingene på denne datamaskinen slipper ingenting gjennom.
host-no-address = { $host } er ingen adresse som kan spørres.
host-unreachable = { $host } kan ikke nås; kanskje er denne datamaskinen ikke på nett.
host-broke-off = { $host } brøt forbindelsen.
stopped-while-waiting = Stoppet mens det ble ventet.
stopped-while-waiting-for-answer = Stoppet mens det ble ventet på svar.
search-cancels-out = Det som legges til og det som trekkes fra, opphever hverandre, så det er ingenting igjen å søke etter. Ta bort et ledd.

# Hvorfor et søk ikke kan leses; delen er det som ble skrevet.
query-empty = Det er ingenting å søke etter. Skriv ord, eller like: og et bilde.
query-quote-open = Et anførselstegn er ikke lukket: { $part }
query-nothing-behind = Det står ingenting etter { $part }. Et tegn som hører til et ord, settes i anførselstegn.
query-two-signs = Det står to tegn etter hverandre: { $part }
query-no-path = like: må følges av stien til et bilde.
query-no-words = Det er ikke noe ord å søke etter i { $part }.
query-weight-out-of-range = En vekt må være mer enn 0 og høyst { $highest }: { $part }
query-too-many-terms = Et søk kan ha høyst { $most } ledd.
query-term-too-long = Ett ledd kan ha høyst { $most } tegn: { $part }
caption-step-unknown = { $step } er ikke et trinn i rensing av bildetekster. Det finnes { $steps }; bare short og repeated tar et tall, som i short:3.

rule-finds-most = Den finner { NUMBER($matched, useGrouping: 0) } av { $captioned ->
        [one] 1 bilde med bildetekst
       *[other] { NUMBER($captioned, useGrouping: 0) } bilder med bildetekst
    }, mer enn halvparten: se etter om ordene betyr merkelappen.
rule-finds-nothing = Ingen bildetekst har ordene.
rule-labels-unfit = { $labels } kan ikke bli merkelapper, siden et nivå i hver mangler navn. Rett navnene i filen.
rule-labels-unknown = Vokabularet mangler { $labels }. Legg til det som mangler der først, eller rett navnene i filen.
rule-no-captions = Ingen bilder har bildetekst. Regler ser på bildetekster: les arkivet på nytt, eller hent inn noen fra en liste eller fra titler.
rule-pattern-large = Mønsteret { $pattern } gjentar for ofte: antallene kan komme opp i { NUMBER($most, useGrouping: 0) }. Bruk * eller + i stedet.
rule-pattern-slow = Mønsteret { $pattern } bruker for lang tid på en bildetekst. Ikke gjenta noe som gjentar seg selv, som i (a+)+.
rule-pattern-wrong = { $pattern } er ikke et regulært uttrykk: { $reason }.
rule-words-idle = Ingen bildetekst har disse ordene: { $words }
rules-columns-missing = { $file } mangler kolonnene label, kind og text. Den første linjen er label,kind,text,language.
rules-json-wrong = { $file } er ikke en liste med regler. Hver er et objekt med label, words, patterns, not og language.
rules-label-empty = { $file } har verken ord eller mønster for ‘{ $label }’. Gi den et, eller utelat den.
rules-label-twice = { $file } har to regler for ‘{ $label }’. Gjør dem til én.
rules-none = { $file } har ingen regler.
rules-row-wrong = { $file }, rad { NUMBER($row, useGrouping: 0) }: hver rad har en merkelapp og en kind, som er word, pattern eller not.
rules-two-languages = { $file }, rad { NUMBER($row, useGrouping: 0) }: radene til ‘{ $label }’ nevner to språk. En regel har ett, eller ingen.
rules-unknown-kind = { $file } er verken .csv eller .json. Gi filen et slikt navn.
