#!/usr/bin/env bash
# All that CI runs, in order. Needs Swift 6.2 or later, python3 with venv, and curl.
#
# PYTHON: the interpreter to make the virtual environment with (default python3).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "1/6 Layout: swift format lint"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

step "2/6 The standard: prose and registries agree"
python3 Spec/check.py

step "3/6 Debug build; the manifest makes warnings errors"
# One build serves the tests, the commands and the SDKs below.
swift build --build-tests

step "4/6 swift test"
swift test

step "5/6 The README's curl lines against 'whitworth serve'"
Scripts/try-readme.sh .build/debug/whitworth

step "6/6 The official SDKs against 'whitworth serve': pytest Integration"
if [ ! -x .venv/bin/pytest ] || ! cmp -s Integration/requirements.txt .venv/requirements.txt; then
  "${PYTHON:-python3}" -m venv --clear .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r Integration/requirements.txt
  cp Integration/requirements.txt .venv/requirements.txt
fi
WHITWORTH_BIN="$PWD/.build/debug/whitworth" .venv/bin/python -m pytest -q -p no:cacheprovider Integration

step "All of it passed."
