PYTHON ?= python3
SOURCE ?= ../shared/source/article.txt
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := .venv-spark
JAVA := 17
# the text that evidence points into is not part of the repository; where it is at hand, spans are proved against it
PROOF := $(if $(wildcard $(SOURCE)),--source article=$(SOURCE))

.PHONY: help programs validate test lint types unit spark reference docs lock clean

help:
	@echo "make validate   set up, then validate the package (SOURCE=file proves its spans against the text)"
	@echo "make test       set up, then lint, types, tests, the package itself, and frictionless as the reference"
	@echo "make spark      set up Spark beside it, and run the tests that need it (Java $(JAVA) or later)"
	@echo "make programs   install (Debian, as root) the programs that some tests read exports back with"
	@echo "make docs       renew docs/reference and build the pages into docs/_build"
	@echo "make lock       renew requirements.lock from pyproject.toml"
	@echo "make clean      remove what was set up"

validate: $(READY) source
	$(BIN)/timeline validate . --strict $(PROOF)

test: lint types unit validate reference

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/pytest -n auto -q

# Spark is heavy and for the few, so it has an environment and a lock of its own
spark: $(SPARK)/.ready
	$(SPARK)/bin/python -c 'import pyspark'
	$(SPARK)/bin/python -m pytest -q -m spark tests/engine

$(SPARK)/.ready: requirements-spark.lock pyproject.toml
	test -x $(SPARK)/bin/python || $(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-spark.lock
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# a browser, an office suite, R, GDAL and Java; tests that need a missing one are skipped, or fail where CI is set
PROGRAMS := chromium chromium-driver libreoffice-calc-nogui r-base-core r-cran-readr r-cran-rsqlite r-cran-jsonlite gdal-bin default-jre-headless
programs:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PROGRAMS) $$(command -v npm >/dev/null || echo npm) >/dev/null

docs: $(READY)
	$(BIN)/python scripts/make_reference.py
	$(BIN)/python scripts/make_architecture.py
	$(BIN)/python docs/analysis/three_questions.py . docs/analysis
	$(BIN)/sphinx-build -q -W -b html docs docs/_build

reference: $(READY)
	$(BIN)/frictionless validate datapackage.json

.PHONY: source
source:
	@$(if $(PROOF),:,echo "no text at $(SOURCE): spans are checked against each other and the quotes, not against the text")

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else "Python 3.11 to 3.13 is needed, this is %d.%d: make PYTHON=python3.12 ..." % v)'
	@echo "installing into $(VENV): a minute or two, once"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

lock:
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	{ echo "# What .venv is made of, exactly. Renew it with: make lock"; \
	  $(VENV)-lock/bin/python -m pip freeze --exclude-editable 2>/dev/null; } > requirements.lock
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[spark]' numpy pytest
	{ echo "# What .venv-spark is made of, exactly. Renew it with: make lock"; \
	  $(VENV)-lock/bin/python -m pip freeze --exclude-editable 2>/dev/null; } > requirements-spark.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) $(VENV)-lock $(SPARK) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
