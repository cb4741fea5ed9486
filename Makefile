# dsprover: make quickstart (see it work), make test (see that it works). Everything else is a part of these.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

RUN := quickstart-run
DSPROVER = $$(swift build -c release --show-bin-path)/dsprover

.PHONY: help setup quickstart build test bench fmt lint mathlib clean

help:
	@echo "make setup       install what is missing: Debian packages, embedded Lean"
	@echo "make quickstart  set up, build, then turn datasets/quickstart.jsonl into checked proofs"
	@echo "make build       the release build of dsprover"
	@echo "make test        set up, then every test with the real embedded Lean"
	@echo "make bench       the benchmarks; each prints one JSON line"
	@echo "make fmt lint    format the sources; check their format"
	@echo "make mathlib     fetch a Lean toolchain with Mathlib (needs the open internet)"
	@echo "make clean       remove build products and the quickstart run"

setup:
	@bash scripts/setup.sh

build: setup
	swift build -c release --product dsprover

quickstart: build
	@bash scripts/quickstart.sh "$(DSPROVER)" $(RUN)

test: setup
	@bash scripts/browser.sh
	swift build --build-tests
	swift test --skip-build --no-parallel --disable-xctest

bench: setup
	swift build -c release --product dsprover-bench
	swift build -c release --product dsprover
	swift build -c release --product fake-model-server
	swift build -c release --product dsprover
	@"$$(swift build -c release --show-bin-path)/dsprover-bench"

bench-%: setup
	swift build -c release --product dsprover-bench
	swift build -c release --product dsprover
	swift build -c release --product fake-model-server
	swift build -c release --product dsprover
	@"$$(swift build -c release --show-bin-path)/dsprover-bench" $*

fmt:
	swift format -i -r Package.swift Sources Tests Benchmarks

lint:
	swift format lint --strict -r Package.swift Sources Tests Benchmarks

mathlib:
	@bash scripts/mathlib.sh

clean:
	rm -rf .build $(RUN)
