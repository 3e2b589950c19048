# Names, contexts and searches in words; translation services.

contexts-column-missing = { $path } has no column "context"; its first line must be context,weight.
contexts-none = { $path } holds no contexts.
contexts-line-no-weight = { $path }, line { NUMBER($line, useGrouping: 0) }: "{ $written }" is no weight.
contexts-line-wrong = { $path }, line { NUMBER($line, useGrouping: 0) }: { $reason }
context-lacks-label = The context "{ $context }" lacks { $label }: write { $label } where the label's name goes.
context-odd-braces = The context "{ $context }" has braces that mean nothing: { $label }, { $domain } and { $kind } are known.
context-weight-out-of-range = The weight of the context "{ $context }" is { NUMBER($weight, useGrouping: 0) }; give one from 0 to { NUMBER($highest, useGrouping: 0) }.
consent-missing = Nothing is sent to { $host } before a curator agrees; look at what would be sent, then agree.
consent-incomplete = { NUMBER($missing, useGrouping: 0) } of { $names ->
        [one] 1 name was
       *[other] { NUMBER($names, useGrouping: 0) } names were
    } not agreed to be sent to { $host }; look at what would be sent, then agree.
consent-to-other-host = { NUMBER($missing, useGrouping: 0) } of { $names ->
        [one] 1 name was
       *[other] { NUMBER($names, useGrouping: 0) } names were
    } not agreed to be sent to { $host } (agreed was { $agreed }); look at what would be sent, then agree.
key-missing = There is no key for { $host } in this computer's keyring.
keyring-unusable = This computer has no keyring that keeps keys, or it is locked; put the key into the environment variable { $variable } instead.
language-not-guessed = The language to translate from is never guessed: say which it is, such as nb, de or es.
language-is-norwegian = Norwegian is nb (Bokmål) or nn (Nynorsk); say which of them.
language-unknown = There is no language '{ $language }' to translate from; choose one of { $languages }.
provider-not-from-language = { $provider } does not translate from { $language }.
provider-wants-key = { $host } wants a key; there is none in this computer's keyring nor in the environment variable { $variable }.
provider-key-of-other = This key is one of the service { $provider }; choose that one.
provider-unknown = There is no translation service '{ $provider }'; choose one of { $providers }.
address-wrong = { $address } is no address; write it like https://translate.example.org.
address-has-password = Leave name and password out of the address; keys are kept apart.
host-used-up-today = What may be translated at { $host } today is used up.
host-refused-name = { $host } refused the name: { $reason }.
host-reports-error = { $host } reports an error.
host-answered-in-language = { $host } answered in another language ({ $language }) than English.
host-no-translation = { $host } gave no translation for this name.
host-no-word = { $host } answered with no word in it.
host-answer-too-long = { $host } answered with { NUMBER($characters, useGrouping: 0) } characters, too many for a name.
host-other-script = { $host } answered in another script than English is written in.
host-answered-question = { $host } answered with the name itself.
host-answer-repeats = { $host } answered with the same words over and over.
name-not-agreed = This name was not agreed to be sent; nothing was.
name-too-long = { $host } takes fewer than { NUMBER($fewer_than, useGrouping: 0) } characters; this name has { NUMBER($characters, useGrouping: 0) }.
run-time-over = The time for this run, { NUMBER($limit_s, useGrouping: 0) } s, is over.
host-no-answer = { $host } did not answer within { NUMBER($limit_s, useGrouping: 0) } s.
host-not-asked = { $host } was not asked.
host-wants-pause = { $reason } It wants a pause of { $pause_min ->
        [one] 1 minute
       *[other] { NUMBER($pause_min, maximumFractionDigits: 0, useGrouping: 0) } minutes
    }.
host-answer-unreadable = { $host } answered with something that is no translation.
host-other-than-agreed = Only { $host } may be asked, but { $other } was to be.
nobody-waits = Nobody waits for this answer any more.
host-sent-too-much = { $host } sent more than a translation.
host-other-address = { $host } wants to be asked at another of its addresses than this one.
host-points-elsewhere = { $host } answered by pointing to { $other }, which was not agreed to; nothing was sent there.
host-asked-too-often = { $host } says that it was asked too often.
host-has-fault = { $host } has a fault of its own (status { NUMBER($status, useGrouping: 0) }).
host-refuses-key = { $host } does not accept the key, or wants one{ $said }.
host-used-up = What may be translated at { $host } is used up{ $said }.
host-no-service = { $host } has no translation service at this address.
host-refused-name-with = { $host } refused the name (status { NUMBER($status, useGrouping: 0) }{ $said }).
host-not-safe = The connection to { $host } is not safe: its certificate is wrong.
proxy-lets-nothing-through = The proxy in this computer's settings lets nothing through.
host-no-address = { $host } is no address that can be asked.
host-unreachable = { $host } cannot be reached; perhaps this computer is offline.
host-broke-off = { $host } broke off the connection.
stopped-while-waiting = Stopped while waiting.
stopped-while-waiting-for-answer = Stopped while waiting for an answer.
search-cancels-out = What is added and what is taken away cancel out, so that nothing is left to search for. Take a term away.

# Why a search cannot be read; the part is what was typed.
query-empty = There is nothing to search for. Type words, or like: and an image.
query-quote-open = A quotation mark is not closed: { $part }
query-nothing-behind = There is nothing behind { $part }. A sign that belongs to a word goes in quotation marks.
query-two-signs = There are two signs in a row: { $part }
query-no-path = like: needs the path of an image behind it.
query-no-words = There is no word to search for in { $part }.
query-weight-out-of-range = A weight must be more than 0 and at most { NUMBER($highest, useGrouping: 0) }: { $part }
query-too-many-terms = A search may have at most { NUMBER($most, useGrouping: 0) } terms.
query-term-too-long = One term may have at most { NUMBER($most, useGrouping: 0) } characters: { $part }
caption-step-unknown = { $step } is no step of cleaning captions. There are { $steps }; a number goes with short and repeated alone, as in short:3.

rule-finds-most = It finds { NUMBER($matched, useGrouping: 0) } of { $captioned ->
        [one] 1 image with captions
       *[other] { NUMBER($captioned, useGrouping: 0) } images with captions
    }, more than half: look whether its words mean the label.
rule-finds-nothing = No caption has its words.
rule-labels-unfit = { $labels } cannot become labels, as a level of each has no name. Correct the names in the file.
rule-labels-unknown = The vocabulary lacks { $labels }. Add what is missing there first, or correct the names in the file.
rule-no-captions = No image has a caption. Rules look at captions: read the archive again, or take some in from a list or from titles.
rule-pattern-large = The pattern { $pattern } repeats too often: its counts may come to { NUMBER($most, useGrouping: 0) }. Use * or + instead.
rule-pattern-slow = The pattern { $pattern } takes too long on a caption. Repeat nothing that repeats itself, as in (a+)+.
rule-pattern-wrong = { $pattern } is no regular expression: { $reason }.
rule-words-idle = No caption has these words: { $words }
rules-columns-missing = { $file } has no columns label, kind and text. Its first line is label,kind,text,language.
rules-json-wrong = { $file } is no list of rules. Each is an object with label, words, patterns, not and language.
rules-label-empty = { $file } has no word and no pattern for ‘{ $label }’. Give it one, or leave it out.
rules-label-twice = { $file } has two rules for ‘{ $label }’. Make one of them.
rules-none = { $file } holds no rules.
rules-row-wrong = { $file }, row { NUMBER($row, useGrouping: 0) }: each row has a label and a kind, which is word, pattern or not.
rules-two-languages = { $file }, row { NUMBER($row, useGrouping: 0) }: the rows of ‘{ $label }’ name two languages. A rule has one, or none.
rules-unknown-kind = { $file } is neither .csv nor .json. Name the file so.
