question-few-answers = ‘{ $question }’ has { NUMBER($yes, useGrouping: 0) } answers yes and { NUMBER($no, useGrouping: 0) } answers no on encoded images; at least { $fewest } of each are needed to learn from. Answer it for more images.
question-none-complete = No readable image is among those that are stated to be complete. Choose others.
question-setting-unknown = ‘{ $setting }’ is no setting. Write optimiser:rate:batch (adam, adamw or sgd), such as adam:1e-3:16, or one of { $presets }.
answers-columns-missing = { $file } has not the columns { $columns }. Add them as its first line.
answers-odd = ‘{ $answer }’ in row { NUMBER($line, useGrouping: 0) } of { $file } is no answer. Write yes, no or unsure.
answers-time-odd = ‘{ $time }’ in row { NUMBER($line, useGrouping: 0) } of { $file } is no time of an answer. Write it as 2026-03-01T12:00:00Z, or leave it out.
answers-no-row-fits = No file of { $file } is in the catalogue (‘{ $example }’ for one). Name files as below the archive's folder.
