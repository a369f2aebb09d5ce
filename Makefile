# ferrogate: what one does with this tree. Needs Debian 12 with git, make and Rust;
# `deps`, which the others call, brings the rest. Containers need root.
#
#   make demo     build, start the engine, run real programs, say what happened, clean up
#   make test     the whole test suite

SHELL := /bin/sh
PREFIX ?= /usr/local
TARGET := $(or $(CARGO_TARGET_DIR),target)
VENV := $(or $(FERROGATE_VENV),target/venv)
RELEASE := $(TARGET)/release/ferrogate

.DEFAULT_GOAL := build
.PHONY: help deps deps-build build demo test test-rust test-conformance check fmt codegen advisories \
        sim soak sim-planted bench images coverage fuzz deb install uninstall clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

deps: ## Debian packages and the Python environment; nothing to do is quick
	@tools/deps test

deps-build: # of these, what building and the demo need
	@tools/deps

build: deps-build ## the release binary
	cargo build --release --locked --package ferrogate

demo: build ## real programs on a real engine, from nothing to nothing
	@$(VENV)/bin/python examples/demo.py --binary $(RELEASE)

test: deps ## all tests; says what this machine cannot run
	@tools/test

test-rust: deps ## only the workspace's own tests
	@tools/test rust

test-conformance: deps ## only stock clients against a real engine; ARGS="-k thin" picks
	@tools/test conformance $(ARGS)

check: deps ## format, lints, generated code, licences and sources of dependencies
	@tools/check

fmt: ## formats all Rust code
	cargo fmt --all

codegen: deps ## writes the generated AWS types anew from the pinned model
	PATH="$(abspath $(VENV))/bin:$$PATH" cargo run --quiet --locked --package xtask -- codegen

advisories: ## known holes in dependencies; fetches the advisory database
	PATH="$$(tools/cargo-tool cargo-deny 0.19.0):$$PATH" cargo deny --locked check advisories

bench: build ## ferrogate beside its peers, in one run; writes docs/benchmarks.md
	@bench/deps
	cargo build --release --locked --package ferrogate-bench
	cargo build --release --locked --package ferrogate-net --example policy_bench
	@$(VENV)/bin/python bench/run --binary $(RELEASE) --load-binary $(RELEASE)-bench --write

images: ## the demo's images as archives in target/images
	@examples/images/build

coverage: deps ## lines the workspace's tests reach, as HTML in target/llvm-cov
	PATH="$$(tools/cargo-tool cargo-llvm-cov 0.9.1):$$PATH" cargo llvm-cov --workspace --locked --html

fuzz: deps ## every fuzz target, FUZZ_SECONDS (60) each
	@tools/fuzz

sim: deps ## the control plane in virtual time with faults: SEEDS (100) runs, or SEED again, aloud
	@SEEDS=$(SEEDS) SEED=$(SEED) FROM=$(FROM) tools/sim

soak: deps ## all of it for hours: every real kill, the guest, SEEDS (2000) runs, each fuzz target for FUZZ_SECONDS (600)
	SOAK=1 TEST_GUEST=always tools/test
	@SEEDS=$(or $(SEEDS),2000) tools/sim
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),600) tools/fuzz

sim-planted: deps ## known faults are planted into a copy of the tree, and the simulation must find each
	cargo run --quiet --locked --package xtask -- sim-planted

install: build ## binary, manual, completions and symbols below PREFIX (/usr/local)
	@DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) packaging/install $(RELEASE)

uninstall: ## removes what install has made
	@DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) packaging/uninstall

deb: build ## Debian packages in target/deb
	@tools/deb $(RELEASE) $(TARGET)/deb

clean: ## everything that was built
	cargo clean
	rm -rf target
