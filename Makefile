# Deskbell: what can be done with this checkout. `make` alone lists it.

GO      ?= go
NPM     ?= npm
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)

# The front ends are rebuilt only when something they are made of is newer than what was built.
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f \
	\( -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' -o -name '*.json' -o -name '*.svg' -o -name '*.mjs' -o -name '*.png' -o -name '*.webmanifest' \) -print 2>/dev/null)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, and serve the sample property on http://127.0.0.1:8080
	bin/deskbell demo

.PHONY: test
test: ## install and start what the tests need, then run every test there is
	scripts/test.sh

.PHONY: build
build: web ## bin/deskbell: one static binary with both front ends inside
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/deskbell ./cmd/deskbell

.PHONY: web
web: web/dist/.built

web/node_modules/.installed: web/package.json web/package-lock.json
	scripts/need.sh node
	cd web && $(NPM) install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES)
	cd web && $(NPM) run --silent build
	@touch $@

.PHONY: check
check: web/node_modules/.installed ## the quick loop: format, vet, lint, types, unit tests
	scripts/check.sh

.PHONY: container
container: build ## an image of that binary alone, with docker, podman or buildah
	deploy/container.sh deskbell:$(VERSION)

.PHONY: conformance
conformance: build ## the long forms: faults at full count, simulations, fuzzing
	scripts/conformance.sh

.PHONY: bench
bench: build ## the benchmarks in the three shapes: a table, bench/results.json and docs/performance.svg
	$(GO) run ./bench
	$(GO) run ./bench -plot docs/performance.svg

.PHONY: eval
eval: ## how good the built-in assistant is: the tables of docs/assistant.md
	scripts/eval.sh

.PHONY: bench-growth
bench-growth: build ## what up to ten million stored messages change; half an hour
	$(GO) run ./bench -growth -runs 1

.PHONY: clean
clean: ## remove what was built (not your data)
	rm -rf bin test-results web/node_modules
	find web/dist -mindepth 1 ! -name .keep -delete
