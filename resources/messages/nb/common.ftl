# Det alle deler av programmet sier.

plain-text = { $text }
