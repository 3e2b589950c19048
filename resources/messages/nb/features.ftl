# De lagrede egenskapene til bilder og tekster.

features-unwritable = Egenskapene kan ikke skrives til { $folder }: { $reason }. Gi plass eller skrivetilgang, og enkod så på nytt.
features-absent = { $absent } av { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    } har ingen egenskaper ennå. Enkod katalogen.
features-forbidden = Egenskapene i { $folder } kan ikke leses; se på rettighetene til dem.
features-all-damaged = Egenskapene er skadet og ble lagt til side. Ingenting er tapt med det, for de kan beregnes på nytt: enkod katalogen.
shard-name-odd = navnet er ikke det en slik fil har
shard-size-odd = størrelsen er ikke den som ble skrevet
shard-bytes-odd = innholdet er ikke det som ble skrevet
shard-length-odd = egenskapene har en annen lengde enn de andre
shard-length-not-of-encoder = egenskapene har en annen lengde enn enkoderens
shard-cut-short = slutten mangler
features-damaged = Egenskapsfilen { $shard } er skadet ({ $detail }) og ble lagt til side; { $remedy }.
features-encoded-again = neste enkoding beregner { $rows ->
        [one] det ene bildet
       *[other] de { $rows } bildene
    } på nytt
text-features-made-again = { $rows ->
        [one] den ene teksten enkodes på nytt når den
       *[other] de { $rows } tekstene enkodes på nytt når de
    } trengs
