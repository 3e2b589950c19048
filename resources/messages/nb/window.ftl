# Hva som kan gå galt i selve vinduet.

file-not-opened = Systemet har ikke noe program som åpner { $file }.
folder-not-opened = Systemet har ikke noe program som åpner mappen { $folder }.
report-not-saved = Rapporten kunne ikke lagres i { $folder }: velg en annen mappe, eller lag plass.
