# make demo          builds and runs a small clinic with a database, until Ctrl-C: a call, the form, the therapist's page
# make dev           serves the demo pages alone until Ctrl-C, and builds them again after each change
# make test          runs every check, in three browser engines
# make build         builds the release into dist/
# make servers       tests the module for servers in Deno, Bun and bundles
# make screenshots   draws every state into screenshots/, at three widths, in each colour scheme and in Arabic
# make schema        writes schema/*.json from the Rust types
# make fuzz          fuzzes what reads definitions, results, configurations, Questionnaires and a therapist's data
# make python        builds the Python wheel, and tests it
# make spark         tests the Spark example on a local cluster of two executors
# make reproducible  builds a second time from nothing, and compares the bytes
# make bench         measures bytes, times, memory and rates, beside peers in the same run
#
# rustup installs the toolchain, this file installs other tools into .tools/ and node_modules/, and the system's package
# manager installs the browsers for the tests.

PORT ?= 8080
DATABASE ?= clinic.sqlite
TRUNK_VERSION := 0.21.14
GECKODRIVER_VERSION := 0.37.1
CYCLONEDX_VERSION := 0.5.7
DENY_VERSION := 0.20.2
FUZZ_VERSION := 0.13.2
TWIGGY_VERSION := 0.8.0
FUZZ_SECONDS ?= 60
WASM_BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)
NODE_VERSION := 20

export PATH := $(CURDIR)/.tools/bin:$(PATH)
TRUNK := .tools/trunk-$(TRUNK_VERSION)
WASM_BINDGEN := .tools/wasm-bindgen-$(WASM_BINDGEN_VERSION)
GECKODRIVER := .tools/geckodriver-$(GECKODRIVER_VERSION)
CYCLONEDX := .tools/cargo-cyclonedx-$(CYCLONEDX_VERSION)
DENY := .tools/cargo-deny-$(DENY_VERSION)
FUZZ := .tools/cargo-fuzz-$(FUZZ_VERSION)
TWIGGY := .tools/twiggy-$(TWIGGY_VERSION)
WHEEL := .tools/wheel/bin
HAS_PYTHON := command -v python3 >/dev/null && python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' \
	|| { echo "The tests need Python 3.10 or newer with venv: on Debian, sudo apt-get install python3-venv"; exit 1; }
TOOLS := .tools/toolchain $(TRUNK) $(WASM_BINDGEN) node_modules/.package-lock.json

# To be small, a release compiles the standard library too, without panic messages. Both need unstable options, which
# RUSTC_BOOTSTRAP enables in the pinned stable compiler. Trunk fails on NO_COLOR=1, so it is unset.
SMALL := -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Cllvm-args=-inline-threshold=10
RELEASE := env -u NO_COLOR -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS RUSTC_BOOTSTRAP=1 \
	CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size \
	TRUNK_SKIP_VERSION_CHECK=true CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS

# The module for servers is built for speed. Panics name no source file, so that the bytes do not depend on the machine.
SERVER := env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS RUSTC_BOOTSTRAP=1 \
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zlocation-detail=none"

# The clinic has a workspace, a lock file and a target folder of its own.
CLINIC := target/clinic/release/rapport-clinic
CLINIC_CARGO := --manifest-path examples/clinic/Cargo.toml --target-dir target/clinic --locked
# `make demo` builds the element again only if one of these files is newer.
SOURCES := $(shell find src www scripts schema bindings/node examples/instruments Cargo.toml Cargo.lock build.rs Trunk.toml -type f)

.PHONY: demo dev clinic clinic-rate build test servers fuzz reproducible frameworks screenshots schema bench rate lint wheel python spark \
	browsers validators clean check

demo: dist/index.html clinic
	@echo "==> Starting the clinic"
	@PORT=$(PORT) DATABASE="$(DATABASE)" exec $(CLINIC)

dev: $(TOOLS)
	@echo "==> Building, then serving; the address appears after the build (minutes the first time)"
	@$(RELEASE)="$(SMALL)" trunk serve --release --port $(PORT)

dist/index.html: $(SOURCES) | $(TOOLS)
	@echo "==> Building the element into dist/ (the first time takes minutes)"
	@$(RELEASE)="$(SMALL)" trunk build --release

clinic: .tools/toolchain
	@echo "==> Building the clinic (two minutes the first time)"
	@cargo build --quiet --release $(CLINIC_CARGO)

build: $(TOOLS) $(CYCLONEDX)
	@echo "==> Building the release into dist/ (the first time takes minutes)"
	@$(RELEASE)="$(SMALL)" trunk build --release
	@$(RELEASE)="$(SMALL) -Ctarget-cpu=mvp" cargo build --quiet --locked --target wasm32-unknown-unknown \
		--profile small --target-dir target/nowasm --no-default-features --features element
	@$(SERVER) cargo build --quiet --locked --release --target wasm32-unknown-unknown --target-dir target/server -p rapport-node
	@node scripts/release.mjs

test: lint browsers build validators frameworks examples/servers/node_modules/.package-lock.json python clinic
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=5
	@echo "==> Running the scripts' unit tests"
	@node --test tests/node/*.test.mjs
	@echo "==> Running the tests of the module for servers (two minutes)"
	@node --expose-gc --test tests/server/*.test.mjs
	@echo "==> Running the clinic's tests over HTTP (two minutes)"
	@cargo test --quiet --release $(CLINIC_CARGO)
	@echo "==> Running the tests, natively and in Chromium, Firefox and WebKitGTK"
	@cargo test --features schema,trend --locked

# Other runtimes than Node.js: some 200 MB, so `make test` leaves them out.
servers: build tests/runtimes/node_modules/.package-lock.json
	@echo "==> Testing the module for servers in Deno, Bun and bundles (two minutes)"
	@chmod +x tests/runtimes/node_modules/@*/*/deno tests/runtimes/node_modules/@*/*/bin/bun
	@node --test tests/runtimes/runtimes.test.mjs

# Installs the npm package into a host app per framework, builds each app, and runs a host's unit tests.
frameworks: build
	@echo "==> Building a host page with each framework (three minutes)"
	@npm pack --silent --pack-destination target ./dist/npm >target/packed
	@node tests/frameworks/build.mjs target/$$(tail -1 target/packed)

# The fuzzer's instrumentation needs unstable options. Its corpus is in target/fuzz/, failing inputs in fuzz/artifacts/.
fuzz: export RUSTC_BOOTSTRAP := 1
fuzz: $(FUZZ)
	@echo "==> Fuzzing, $(FUZZ_SECONDS) seconds for each of five"
	@for target in instrument result config questionnaire trend; do \
		mkdir -p target/fuzz/$$target && \
		cargo fuzz run --fuzz-dir fuzz --target-dir target/fuzz/build $$target target/fuzz/$$target fuzz/seeds/$$target \
			$$([ $$target != instrument ] || echo examples/instruments) -- \
			-max_total_time=$(FUZZ_SECONDS) -max_len=65536 -timeout=5 >target/fuzz/$$target.log 2>&1 \
			&& echo "$$target: $$(grep ^Done target/fuzz/$$target.log)" || { cat target/fuzz/$$target.log; exit 1; }; done

reproducible: build
	@echo "==> Building once more from nothing, in target/again (five minutes)"
	@rm -rf target/again && mkdir -p target/again
	@git ls-files -z | xargs -0 cp --parents --target-directory target/again
	@ln -s ../../.tools target/again/
	@$(MAKE) --no-print-directory -C target/again build
	@cmp dist/integrity.json target/again/dist/integrity.json
	@cmp dist/rapport-server.js target/again/dist/rapport-server.js && echo "The same, byte for byte"

screenshots: browsers build validators clinic
	@echo "==> Drawing every state into screenshots/ (three minutes)"
	@cargo test --features schema --locked --test e2e -- --ignored screenshots

schema: .tools/toolchain
	@cargo run --quiet --locked --features schema --example schemas schema

bench: build browsers $(TWIGGY)
	@echo "==> Bytes, times and memory, beside peers (twelve minutes)"
	@node bench/size.mjs
	@node bench/bytes.mjs
	@node bench/load.mjs
	@node bench/call.mjs
	@node bench/growth.mjs
	@node bench/trend.mjs
	@$(MAKE) --no-print-directory rate
	@$(MAKE) --no-print-directory clinic-rate

clinic-rate: .tools/toolchain
	@echo "==> Storing 500 results a second in the clinic, for a minute"
	@cargo bench --quiet $(CLINIC_CARGO) --bench rate

# Node.js compiles for the local processor, so the program does too. The benchmark only runs programs, so the profile of
# the tests is enough for it.
rate: build wheel .tools/spark
	@echo "==> Building the program, and rescoring a million results (five minutes, and 4 GB of disk meanwhile)"
	@RUSTFLAGS="-C target-cpu=native" cargo build --quiet --release --locked --bin rapport --target-dir target/native
	@RESCORE=target/native/release/rapport cargo bench --quiet --locked --profile dev --bench rescore
	@echo "==> Rescoring in Python, and on Spark (five minutes)"
	@RESCORE=target/native/release/rapport $(WHEEL)/python bench/python.py

lint: .tools/toolchain $(DENY)
	@echo "==> Checking format and lints on both targets"
	@cargo fmt --all --check
	@cargo clippy --quiet --locked --features schema,trend --all-targets -- --deny warnings
	@cargo clippy --quiet --locked --target wasm32-unknown-unknown -p rapport-node -- --deny warnings
	@cargo clippy --quiet --locked --target wasm32-unknown-unknown --no-default-features --features element -- --deny warnings
	@cargo clippy --quiet --locked --target wasm32-unknown-unknown --no-default-features --features trend-element -- --deny warnings
	@cargo deny --locked --log-level error check licenses bans sources
	@cargo fmt --check --manifest-path bindings/python/Cargo.toml
	@cargo clippy --release --quiet --locked --manifest-path bindings/python/Cargo.toml --target-dir target/python -- --deny warnings
	@cargo deny --manifest-path bindings/python/Cargo.toml --locked --log-level error --config deny.toml check licenses bans sources
	@cargo fmt --check --manifest-path examples/clinic/Cargo.toml
	@cargo clippy --quiet --release $(CLINIC_CARGO) --all-targets -- --deny warnings
	@cargo deny --manifest-path examples/clinic/Cargo.toml --locked --log-level error --config deny.toml \
		check licenses bans sources

browsers: .tools/toolchain $(GECKODRIVER)
	@sh tests/browsers.sh

validators: .tools/python-packages tests/interop/node_modules/.package-lock.json tests/recipes/node_modules/.package-lock.json

clean:
	rm -rf dist target .tools node_modules tests/*/node_modules tests/*/*/node_modules examples/*/node_modules tests/frameworks/dist \
		tests/frameworks/next/.next tests/frameworks/next/out screenshots

check:
	@for tool in cargo rustup cc node npm; do command -v $$tool >/dev/null \
		|| { echo "$$tool is missing: install rustup (rustup.rs), a C compiler, and Node.js $(NODE_VERSION) or newer"; exit 1; }; done
	@node -e 'process.exit(parseInt(process.versions.node) < $(NODE_VERSION) ? 1 : 0)' \
		|| { echo "Node.js $$(node --version) is too old: version $(NODE_VERSION) or newer is needed"; exit 1; }

python: wheel
	@echo "==> Checking the wheel's types, and running its tests"
	@$(WHEEL)/python -m mypy.stubtest rapport_feedback
	@cd bindings/python && ../../$(WHEEL)/mypy tests/sample.py
	@$(WHEEL)/python -m pytest --quiet bindings/python/tests

# Cargo compiles only what has changed.
wheel: .tools/python-wheel
	@echo "==> Building the Python wheel (two minutes the first time)"
	@rm -rf target/wheels
	@mkdir -p target && $(WHEEL)/maturin build --release --locked --manifest-path bindings/python/Cargo.toml \
		--target-dir target/python --out target/wheels >target/maturin.log 2>&1 || { cat target/maturin.log; exit 1; }
	@$(WHEEL)/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps target/wheels/*.whl

spark: wheel .tools/spark
	@echo "==> Testing the Spark example on a local cluster (three minutes)"
	@$(WHEEL)/python -m pytest --quiet tests/spark

# Validators for FHIR and accessibility, written by others.
.tools/python-packages: tests/interop/requirements.txt | .tools/toolchain
	@$(HAS_PYTHON)
	@echo "==> Installing fhir.resources into .tools/python"
	@rm -rf .tools/python && python3 -m venv .tools/python
	@.tools/python/bin/pip install --quiet --disable-pip-version-check --requirement $< && touch $@

# Express, and a link to the npm package that the build makes.
examples/servers/node_modules/.package-lock.json: examples/servers/package.json examples/servers/package-lock.json | check
	@echo "==> Installing Express into examples/servers/node_modules"
	@npm ci --prefix examples/servers --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@

.tools/python-wheel: bindings/python/requirements.txt | .tools/toolchain
	@$(HAS_PYTHON)
	@echo "==> Installing maturin, pyarrow and what else the wheel's tests need into .tools/wheel (765 MB)"
	@rm -rf .tools/wheel .tools/spark && python3 -m venv .tools/wheel
	@$(WHEEL)/pip install --quiet --disable-pip-version-check --requirement $< && touch $@

.tools/spark: examples/spark/requirements.txt | .tools/python-wheel
	@echo "==> Installing PySpark into .tools/wheel (460 MB)"
	@$(WHEEL)/pip install --quiet --disable-pip-version-check --requirement $< && touch $@

tests/%/node_modules/.package-lock.json: tests/%/package.json tests/%/package-lock.json | check
	@echo "==> Installing validators into tests/$*/node_modules (up to 200 MB)"
	@npm ci --prefix tests/$* --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@

.tools/toolchain: rust-toolchain.toml | check
	@echo "==> Installing the Rust toolchain that rust-toolchain.toml names (up to a minute)"
	@rustup toolchain install || { echo "rustup could not: version 1.28 or newer is needed (rustup self update)"; exit 1; }
	@mkdir -p .tools && touch $@

$(TRUNK): | .tools/toolchain
	@echo "==> Installing trunk $(TRUNK_VERSION) into .tools/ (about three minutes)"
	@cargo install --quiet --debug --locked --root .tools trunk@$(TRUNK_VERSION) && touch $@

$(WASM_BINDGEN): | .tools/toolchain
	@echo "==> Installing wasm-bindgen $(WASM_BINDGEN_VERSION) into .tools/ (about a minute)"
	@cargo install --quiet --debug --root .tools wasm-bindgen-cli@$(WASM_BINDGEN_VERSION) && touch $@

$(CYCLONEDX): | .tools/toolchain
	@echo "==> Installing cargo-cyclonedx $(CYCLONEDX_VERSION) into .tools/ (about two minutes)"
	@cargo install --quiet --debug --locked --root .tools cargo-cyclonedx@$(CYCLONEDX_VERSION) && touch $@

$(DENY): | .tools/toolchain
	@echo "==> Installing cargo-deny $(DENY_VERSION) into .tools/ (about four minutes)"
	@cargo install --quiet --debug --locked --root .tools cargo-deny@$(DENY_VERSION) && touch $@

$(FUZZ): | .tools/toolchain
	@echo "==> Installing cargo-fuzz $(FUZZ_VERSION) into .tools/ (about a minute)"
	@cargo install --quiet --debug --locked --root .tools cargo-fuzz@$(FUZZ_VERSION) && touch $@

$(TWIGGY): | .tools/toolchain
	@echo "==> Installing twiggy $(TWIGGY_VERSION) into .tools/ (about a minute)"
	@cargo install --quiet --debug --locked --root .tools twiggy@$(TWIGGY_VERSION) && touch $@

$(GECKODRIVER): | .tools/toolchain
	@echo "==> Installing geckodriver $(GECKODRIVER_VERSION) into .tools/ (about a minute)"
	@cargo install --quiet --debug --locked --root .tools geckodriver@$(GECKODRIVER_VERSION) && touch $@

node_modules/.package-lock.json: package.json package-lock.json | check
	@echo "==> Installing esbuild and wasm-opt into node_modules/"
	@npm ci --include=dev --no-audit --no-fund --loglevel=error && touch $@
