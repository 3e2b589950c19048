# Det alle deler av programmet sier.

plain-text = { $text }

path-unreadable = { $path } kan ikke leses: { $reason }.
path-unwritable = { $path } kan ikke skrives: { $reason }.
path-refused = Systemet godtar ikke et filnavn som { $path }: { $reason }.
