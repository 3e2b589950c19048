#!/usr/bin/env bash
# From an archive of pictures to a curated dataset, without the window.
#
#   docs/curate.sh ARCHIVE_DIR KEYWORDS.csv OUT_DIR
#
# NABOLAG is how the program is called: "nabolag" where it is installed, else "python main.py".
# SUGGESTERS are the ones to compare ("recommended" are three, "all" take longer), MINIMUM the
# images a label needs to be measured, and SURE is how likely a suggestion must be right.
set -euo pipefail

archive=$1 keywords=$2 out=$3
nabolag=${NABOLAG:-nabolag}
catalogue=$out/archive.nabolag.sqlite
export NABOLAG_QUIET=${NABOLAG_QUIET:-1}  # results only, no progress

# The suggester with the highest F score in a report of "evaluate --json".
best_of() {
  python3 -c 'import json, sys
found = json.load(open(sys.argv[1], encoding="utf-8"))["suggesters"]
best = max(found, key=lambda one: one["metrics"]["micro"]["f_score"]["value"])
print(best["name"].partition(" (")[0])' "$1"
}

mkdir -p "$out"

# A catalogue describes the archive, which is never written to; encoding reads every picture once.
$nabolag create "$catalogue" "$archive" --keywords "$keywords"
$nabolag encode "$catalogue"

# Which suggester is best for this archive is measured on the images that are labelled already.
$nabolag evaluate "$catalogue" --out "$out/report" --suggesters "${SUGGESTERS:-recommended}" \
  --minimum "${MINIMUM:-10}" --json > "$out/evaluation.json"
$nabolag suggester "$catalogue" "$(best_of "$out/evaluation.json")"

# What it is sure of is accepted as a curator accepts it; "undo" takes it back.
$nabolag suggest "$catalogue" --tune
$nabolag accept "$catalogue" --min-probability "${SURE:-0.95}" --preview
$nabolag accept "$catalogue" --min-probability "${SURE:-0.95}"

# Of images that are certainly the same, one stays in use. Nothing is deleted.
$nabolag duplicates "$catalogue" --accept-certain

# What a person should look at is listed; the dataset holds train, validation and test.
$nabolag suspects "$catalogue" --min-probability 0.5 --out "$out/look-at.csv"
$nabolag export "$catalogue" "$out/dataset.jsonl" --only labelled --split 80/10/10
$nabolag info "$catalogue"
