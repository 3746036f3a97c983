# One door: `make check`. Everything runs from .venv, which `make setup` builds from the hashed lock.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST_ARGS ?=
LOCK_ARGS ?=
PORT ?= 8903
DATA ?= demo

.DEFAULT_GOAL := check
.PHONY: help setup demo test check format lint types imports docs guide chats faults faults-full faults-kills faults-evidence faults-backup faults-push fuzz tampers erasures outage rivals forgeries power rolling bench bench-quick sizes lock release hardening migrate clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	@echo 'Installing into $(VENV), once: a minute or two'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

setup: $(STAMP) ## Make .venv with everything; .venv/bin/loket runs

demo: $(STAMP) ## Start the whole product on this machine: no token, no server
	@exec $(BIN)/loket demo --port $(PORT) --data $(DATA)

test: $(STAMP) ## Run every test (servers and browser included)
	@scripts/system-packages
	$(BIN)/pytest $(PYTEST_ARGS)

check: $(STAMP) lint types imports docs test ## The one door: format, lint, types, imports, docs, tests

format: $(STAMP) ## Rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(STAMP) ## Format check and ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP) ## mypy --strict, tests too
	$(BIN)/mypy

imports: $(STAMP) ## Who may import whom (design contracts)
	$(BIN)/lint-imports

docs: $(STAMP) ## Generated pages are up to date
	$(BIN)/python -m scripts.cli_reference --check
	$(BIN)/python -m scripts.error_codes --check

guide: $(STAMP) ## Make the pictures of docs/panduan-admin.md and of the README anew, from a demo
	@$(BIN)/python -m scripts.guide_images

chats: $(STAMP) ## Rewrite the chat transcripts from what the bot says now; read the diff
	UPDATE_CHATS=1 $(BIN)/pytest tests/chats/test_stories.py tests/chats/test_notices.py -k sqlite $(PYTEST_ARGS)

faults: $(STAMP) ## Every promise tried, minutes: writes docs/reliability.md (FAULTS_ARGS="--only F2,F9")
	@scripts/system-packages
	@$(BIN)/python -m tests.faults.table.campaign $(FAULTS_ARGS)

faults-full: $(STAMP) .fuzz ## The same with the full numbers, hours: 1,000 kills, 2,000 power cuts
	@scripts/system-packages
	@PYTHONPATH=.fuzz nice $(BIN)/python -m tests.faults.table.campaign --full $(FAULTS_ARGS)

faults-kills: $(STAMP) ## kill -9 campaign: prints kills, lost, doubled
	@$(BIN)/python -m tests.faults.campaign $(FAULTS_ARGS)

faults-evidence: $(STAMP) ## kill -9 at every step of 200 albums: prints missing, orphans, doubled
	@$(BIN)/python -m tests.faults.evidence_campaign $(FAULTS_ARGS)

faults-backup: $(STAMP) ## 40 backups while 32 people answer: prints restored, verified, lost
	@$(BIN)/python -m tests.faults.backup_campaign $(FAULTS_ARGS)

faults-push: $(STAMP) ## Pushes with timeouts, 5xx, drops and kills: prints missing, doubled, untrue
	@$(BIN)/python -m tests.scoring.campaign $(FAULTS_ARGS)

# atheris has wheels for few Pythons: it is kept apart from what everybody installs.
.fuzz:
	@$(BIN)/python -m pip install --quiet --no-deps --target .fuzz atheris==3.0.0

fuzz: $(STAMP) .fuzz ## atheris on links, taps, headers of files and imports (FUZZ_ARGS="--seconds 60")
	@for target in links taps headers imports; do PYTHONPATH=.fuzz $(BIN)/python -m tests.fuzz.campaign --target $$target $(FUZZ_ARGS) || exit 1; done

tampers: $(STAMP) ## 10,000 tampered and 1,000 honest bundles: prints what the auditor's file found
	@$(BIN)/python -m tests.ledger.campaign $(TAMPERS_ARGS)

erasures: $(STAMP) ## 100 responses erased: looks for what they said in every place it could still be
	@$(BIN)/python -m tests.ledger.erasure_campaign $(ERASURES_ARGS)

outage: $(STAMP) ## 1,000 taps that waited out half an hour: prints how many were flagged
	@$(BIN)/python -m tests.chats.outage $(OUTAGE_ARGS)

rivals: $(STAMP) ## 50 Kirim at once of each of 1,000 people: prints how many responses stand
	@$(BIN)/python -m tests.faults.rivals $(RIVALS_ARGS)

forgeries: $(STAMP) ## A million forged links and tickets, and races for one ticket: prints who got in
	@$(BIN)/python -m tests.links.campaign $(FORGERIES_ARGS)

power: $(STAMP) ## How often each quality flag sees a fraud, and accuses the honest (POWER_ARGS=--write stores it)
	@$(BIN)/python -m tests.integrity.power $(POWER_ARGS)

bench: $(STAMP) ## Taps, export, evidence, start and ledger against others: tables and JSON (BENCH_ARGS=--write keeps them)
	@$(BIN)/python -m tests.benchmarks $(BENCH_ARGS)

bench-quick: $(STAMP) ## One short round of taps
	@$(BIN)/python -m tests.benchmarks taps --rounds 1 --seconds 1 $(BENCH_ARGS)

rolling: $(STAMP) ## Rolling restarts of four processes on PostgreSQL, Redis and nginx: prints lost, doubled
	@$(BIN)/python -m tests.scale.rolling $(ROLLING_ARGS)

sizes: $(STAMP) ## How long our files and functions are
	@$(BIN)/python -m scripts.sizes

lock: $(STAMP) ## Pin what pyproject.toml asks for (LOCK_ARGS=--upgrade takes newer ones)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $(LOCK_ARGS) -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --constraint requirements-dev.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $(LOCK_ARGS) -o requirements.lock

release: $(STAMP) ## sdist, wheel and the list of their parts in dist/: from a clean tree, after an audit
	@$(BIN)/python -m scripts.release

hardening: ## How exposed each systemd unit is, as systemd counts it (0 best, 10 worst)
	@cd deploy/systemd && systemd-analyze security --offline=true --no-pager ./*.service | grep -E '^(→|✗)'

migrate: $(STAMP) ## Bring the database named by LOKET_DATABASE_URL up to date
	$(BIN)/loket db upgrade

clean: ## Remove .venv and caches (never the demo data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
