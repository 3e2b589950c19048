# What is said of sidecars that are written or compared.

sidecars-stopped = Det ble stoppet; alle sidefiler er hele, og det som ble skrevet, kan tas tilbake.
sidecars-nothing-to-undo = Det finnes ingen skriving av sidefiler som kan tas tilbake.
sidecar-shared = Bilder med ulike merkelapper deler denne sidefilen; si om den skal få merkelappene til alle, eller om hvert bilde skal få sin egen.
sidecar-changed-elsewhere = Et annet program har endret den siden; se på endringene først, eller si at den skal skrives likevel.
sidecar-unwritable = Den kan ikke skrives: { $reason }.
sidecar-changed-since = Et annet program har endret den siden; den blir stående som den er.
