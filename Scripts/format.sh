#!/usr/bin/env bash
# Lays the code out. Layout is the formatter's business, nobody else's.
set -euo pipefail
cd "$(dirname "$0")/.."
swift format --in-place --recursive --parallel Package.swift Sources Tests
