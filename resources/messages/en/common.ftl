# What is said by every part of the program.

# What has no code: it is said as it is.
plain-text = { $text }

path-unreadable = { $path } cannot be read: { $reason }.
path-unwritable = { $path } cannot be written: { $reason }.
path-refused = The system takes no file name like { $path }: { $reason }.
