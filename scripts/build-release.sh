#!/bin/sh
# Builds the executable for release, at .build/release/orchestrator.
set -eu
cd "$(dirname "$0")/.."

# Linked statically, the program starts faster and runs where no Swift toolchain is. On macOS the runtime belongs to the system.
if [ "$(uname -s)" = Darwin ]; then
    swift build -c release --product orchestrator
else
    swift build -c release --static-swift-stdlib -Xswiftc -Xclang-linker -Xswiftc -no-pie --product orchestrator
fi
