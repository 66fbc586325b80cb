#!/usr/bin/env bash
# All that CI runs, in order. Needs Swift 6.2 or later, python3 with venv, and curl.
#
# PYTHON: the interpreter to make the virtual environment with (default python3).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "Layout: swift format lint"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

step "Build and test: swift test"
# One debug build serves the tests, the integration tests and the commands below.
swift build --build-tests
swift test

step "The README's curl lines against 'whitworth serve'"
Scripts/try-readme.sh .build/debug/whitworth

step "Official SDKs against 'whitworth serve'"
if [ ! -x .venv/bin/pytest ] || ! cmp -s Integration/requirements.txt .venv/requirements.txt; then
  "${PYTHON:-python3}" -m venv --clear .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r Integration/requirements.txt
  cp Integration/requirements.txt .venv/requirements.txt
fi
WHITWORTH_BIN="$PWD/.build/debug/whitworth" .venv/bin/pytest -q Integration

step "All of it passed."
