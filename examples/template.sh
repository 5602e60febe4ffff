#!/usr/bin/env bash
# A page for a wiki by a template of one's own.
#
#   bash examples/template.sh seeds/qingdao_2023.txt > plan.md
set -euo pipefail

summarize "${1:-seeds/qingdao_2023.txt}" --engine rules --template "$(dirname "$0")/template.md.j2"
