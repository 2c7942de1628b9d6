# On a fresh machine with Python 3.11 or newer: "make run", "make test".
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: help install run test torture lint bench quality cluster cluster-stop dictionary translations screenshots clean

help:
	@echo "make run      install, index seeds/, show the hits for Schoigu, serve the page on port $(PORT)"
	@echo "make test     install, check style and types, run every test"
	@echo "make torture  hundreds of kills, damaged files, hostile questions and clients, and a table of what was lost"
	@echo "make lint     style and types alone"
	@echo "make bench    speed and memory, beside other programs: BENCHMARKS.md; ENGINES=opensearch: of a cluster"
	@echo "make cluster  start three nodes of OpenSearch on this machine, and say what to set; make cluster-stop ends them"
	@echo "make quality  how well German words are found, where the data to measure with lies beside the project"
	@echo "make dictionary  the German dictionary anew, after simplemma, wordfreq or the rules that join them have changed"
	@echo "make screenshots, make translations  the pictures in docs/, the page's texts in other languages"

install: .venv/installed

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Archive needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q archive web  # pip does so with all that it copies; a start waits for it otherwise
	touch $@

run: install
	$(BIN)/archive --home . index
	$(BIN)/archive --home . search Schoigu
	$(BIN)/archive --home . serve --port $(PORT)

test: install lint
	$(BIN)/python -m pytest -n auto

# The long forms of what make test does shortly: kills, damaged files, hostile questions, load. Some 20 minutes.
torture: install
	$(BIN)/python -m pytest -n auto -m torture -q

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# BENCH="--sizes 1000 --write": other options, see python -m benchmarks --help
bench: install
	$(BIN)/python -m benchmarks $(ENGINES) $(BENCH)

# Three nodes on loopback, for trying; needs Java and Maven, no container.
cluster: install
	$(BIN)/python -m deploy.cluster start

cluster-stop: install
	$(BIN)/python -m deploy.cluster stop

quality: install
	$(BIN)/python -m benchmarks.quality

dictionary: install
	$(BIN)/python -m archive.german.morphology.dictionary_build

screenshots: install
	$(BIN)/python -m tests.browser.screenshots

# After a text of the page has changed: what is new in the .po is to be translated, then once more.
translations: install
	$(BIN)/pybabel -q extract -F web/translations/babel.cfg --no-location --no-wrap --omit-header \
	  -k lazy_gettext -k QueryError:2 -k InputError:2 -o .venv/messages.pot .
	$(BIN)/pybabel -q update -i .venv/messages.pot -d web/translations --no-wrap --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel -q compile -d web/translations

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
