# `make` alone lists the targets.

PREFIX ?= /usr/local
BINARIES = $(DESTDIR)$(PREFIX)/bin

.DEFAULT_GOAL := help
.PHONY: help setup build release install test benchmark fuzz quickstart format lint clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install the system libraries that are missing (apt-get or brew)
	@sh scripts/setup.sh

build: setup ## build everything for debugging
	swift build

release: setup ## build the executable for release: .build/release/orchestrator
	sh scripts/build-release.sh

install: release ## put the executable into PREFIX/bin (PREFIX=/usr/local)
	@mkdir -p "$(BINARIES)" 2>/dev/null && test -w "$(BINARIES)" || { \
	    echo "install: $(BINARIES) can't be written; try 'make install PREFIX=\$$HOME/.local'." >&2; exit 1; }
	install -m 755 .build/release/orchestrator "$(BINARIES)/orchestrator"
	@echo "install: $(BINARIES)/orchestrator is in place."

test: ## set up, then run every check: format, build, tests
	@bash scripts/test.sh

benchmark: setup ## measure in release what should be fast, with the goals; GROUP="pages writes" for some groups alone
	@sh scripts/benchmark.sh $(GROUP)

fuzz: setup ## feed the loader of configurations with what a fuzzer makes up, for ten minutes
	@bash scripts/fuzz-configuration.sh 600

quickstart: ## build, then watch a small plan being carried out in a fresh repository
	@sh scripts/quickstart.sh

format: ## format the Swift sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests Examples

lint: ## say where the sources differ from the format
	sh scripts/lint.sh

clean: ## remove what the build made
	rm -rf .build Benchmarks/.build Fuzzing/.build
