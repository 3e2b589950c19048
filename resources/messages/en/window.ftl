# What can go wrong in the window itself.

file-not-opened = The system has no program that opens { $file }.
folder-not-opened = The system has no program that opens the folder { $folder }.
report-not-saved = The report could not be saved in { $folder }: choose another folder, or make room.
