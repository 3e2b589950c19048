# Training an encoder on one's own pairs of images and captions.

training-stopped = Training was stopped; what has been learned is kept. The same training asked for again goes on, or ends with the best so far.
training-folder-of-other-run = { $folder } has the beginning of another training. Give this one another name, or remove that folder.
training-checkpoint-damaged = What is kept of the training in { $folder } is damaged. Remove that folder and train again.
training-no-blocks = The last blocks of this encoder cannot be told from the others. Train the whole of it, or low-rank adaptations.
