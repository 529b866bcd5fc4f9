#!/bin/sh
# Says where the sources differ from the format that .swift-format describes. `make format` mends most of it.
set -eu
cd "$(dirname "$0")/.."

swift format lint --strict --parallel --recursive Package.swift Sources Tests Examples
