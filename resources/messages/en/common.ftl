# What is said by every part of the program.

# What has no code: it is said as it is.
plain-text = { $text }
