# Training an encoder on one's own pairs of images and captions.

training-stopped = Training was stopped; what has been learned is kept. The same training asked for again goes on, or ends with the best so far.
training-folder-of-other-run = { $folder } has the beginning of another training. Give this one another name, or remove that folder.
training-checkpoint-damaged = What is kept of the training in { $folder } is damaged. Remove that folder and train again.
training-no-blocks = The last blocks of this encoder cannot be told from the others. Train the whole of it, or low-rank adaptations.

encoder-trained-source = trained on this computer
encoder-trained-description = Trained here, from { $base }
encoder-trained-damaged = { $path } of a trained encoder is absent or damaged. Train it again, or put the whole folder back.
encoder-base-other = { $encoder } was trained on another version of { $base } than is installed. Train it again, or install that version.
encoder-name-unfit = "{ $name }" cannot be the name of an encoder: take letters, digits, spaces, points, "-" and "_", 80 at most, beginning with a letter or digit.
encoder-name-taken = There is an encoder { $name } already, in { $folder }. Choose another name.
text-tower-incomplete = The folder { $folder } is no text model that can be used: it needs config.json, tokenizer.json, tokenizer_config.json and weights as .safetensors.
text-tower-unusable = The model in { $folder } reads no texts by itself, or its tokenizer is that of another model. Take a text model with its own tokenizer.
text-tower-unreadable = The text model in { $folder } cannot be read; fetch its files again.

training-did-not-help = Training did not help: nothing is better than before, so no encoder { $name } was made.
training-too-few-pairs = { $pairs ->
    [one] One caption is of an image
   *[other] { $pairs } captions are of images
} that this encoder has encoded; training needs { $fewest } at least. Import captions, or encode the images with it first.
training-preset-unknown = There are no settings { $preset } to train by; there are { $presets }.
training-method-unknown = There is no way { $method } to train; there are { $methods }.
training-nothing-to-mix = Name at least one trained encoder that is to be mixed with what it was trained from.
training-mix-of-others = { $encoders } cannot be mixed: take encoders whose heads were trained here, of one kind, from the same encoder.
training-base-not-whole = { $encoder } cannot be fine-tuned: take one of the full encoders, or train heads on this one.
training-option-unknown = The way to train { $method } has no setting { $option }. Leave it out, or take another way.
training-already = A training { $name } is under way already. Wait for it, stop it, or give this one another name.
training-rate-unfit = The learning rate has to lie between 0 and { NUMBER($most, useGrouping: 0) }.
training-seed-unfit = The seed has to be a whole number between 0 and { $most }.
training-came-apart = Training came apart: its loss was no number any more, and nothing was better before, so no encoder { $name } was made. Train with a lower rate.
training-nothing-to-finish = There is nothing in { $folder } that a training could end with: none was begun, or it was stopped before it had learned anything. Train it first.
