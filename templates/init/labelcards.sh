#!/usr/bin/env bash
# What CI does for a change of labels, and what you can run before you push:
#   bash .ci/labelcards            pipeline and gates
#   bash .ci/labelcards main       the same, and what differs from branch main
#   bash .ci/labelcards --gates    only the gates, on what is there
# Comments for a pull request are written to build/review/, one per data set that changed.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
export DVC_NO_ANALYTICS=1

review=build/review
status=0

gates() {
  for gates in datasets/*/gates.yaml; do
    [ -e "$gates" ] || continue
    labelcards check "$(dirname "$gates")" || status=1
  done
}

pipeline() {
  # Clean tables from the shared remote. Raw data are on no remote: stages that would need them are left as they are.
  if [ -n "$(dvc remote list)" ]; then
    dvc pull --allow-missing || echo "The remote cannot be read here; only documents will be compared." >&2
  fi
  dvc repro --allow-missing
}

differences() {
  mkdir -p "$review"
  for manifest in datasets/*/dataset.yaml; do
    folder="$(dirname "$manifest")"
    git cat-file -e "$1:$manifest" 2>/dev/null || continue
    git diff --quiet "$1" HEAD -- "$folder" && continue
    labelcards diff "$1" HEAD --dataset "$folder" --format markdown > "$review/$(basename "$folder").md"
    cat "$review/$(basename "$folder").md"
  done
}

if [ "${1:-}" = --gates ]; then
  gates
  exit "$status"
fi
pipeline
if [ -n "${1:-}" ]; then
  differences "$1"
fi
gates
exit "$status"
