#!/usr/bin/env bash
# The main job on the shipped dataset: quickstart.sh DSPROVER FOLDER. `make quickstart` calls it after set-up and build.
set -euo pipefail
cd "$(dirname "$0")/.."
dsprover=$1
folder=$2
common=(--config config/quickstart.yaml --ledger "$folder/ledger.sqlite")
mkdir -p "$folder"

echo "== dsprover doctor"
"$dsprover" doctor "${common[@]}"
echo
echo "== dsprover formalize datasets/quickstart.jsonl"
"$dsprover" formalize datasets/quickstart.jsonl "${common[@]}"
echo
echo "== dsprover export"
"$dsprover" export --format deepseek-prover --out "$folder/proofs.jsonl" "${common[@]}"
echo
echo "== every exported proof once more, each in a lean process of its own"
lean=$("$dsprover" doctor --json "${common[@]}" | python3 -c 'import json, sys; print(json.load(sys.stdin)["lean"]["path"])')
python3 scripts/recheck_export.py "$lean" "$folder/proofs.jsonl"
cat <<TEXT

Next:
  $dsprover show qs-001 ${common[*]}        # the history of one problem
  $dsprover status ${common[*]}
  $dsprover formalize my-problems.jsonl ${common[*]}
  $dsprover formalize my-problems.jsonl --config config/openai.yaml   # with a model of your own
TEXT
