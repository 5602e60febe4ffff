#!/usr/bin/env bash
# A plan comes in on standard input, a line of JSON goes out, and the next program takes it from there:
# the targets as tab-separated text, the largest first.
#
#   bash examples/pipe.sh seeds/qingdao_2023.txt
set -euo pipefail

cat "${1:-seeds/qingdao_2023.txt}" |
  summarize - --engine rules --format jsonl --only targets |
  python -X utf8 -c '
import json, sys
for line in sys.stdin:
    targets = [target for target in json.loads(line)["targets"] if target["value"] is not None]
    for target in sorted(targets, key=lambda one: -one["value"]):
        print(target["indicator"], target["value"], target["unit"] or "", sep="\t")
'
