PYTHON ?= python3
SOURCE ?= ../shared/source/article.txt
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := .venv-spark
JAVA := 17
# uv installs, which takes seconds: the one that is found, else one of its own (`make UV= ...` leaves all to pip, which takes
# minutes); both from the same locks, by hash
UV_HOME := .venv-uv
UV ?= $(or $(shell command -v uv),$(UV_HOME)/bin/uv)
# the text that evidence points into is not part of the repository; where it is available, spans are checked against it
PROOF := $(if $(wildcard $(SOURCE)),--source article=$(SOURCE))

# compiled modules are kept: tests start hundreds of processes that import them
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help programs validate test quick bench coverage mutants lint types unit spark reference docs lock clean

help:
	@echo "make validate   set up, then validate the package (SOURCE=file proves its spans against the text)"
	@echo "make test       set up, then lint, types, tests, the package itself, and frictionless as the reference"
	@echo "make quick      set up, then lint and the tests that start no process and loop over nothing: a minute"
	@echo "make bench      measure validation beside its peers (SIZES=\"1000 10000\"), and say what became slower since the last time here"
	@echo "make coverage   set up, then measure which lines and branches of the core its tests run"
	@echo "make mutants    set up, then change the rules and the engine at random: which tests fail? (SAMPLE=200, PART=rules/dates)"
	@echo "make spark      set up Spark beside it, and run the tests that need it (Java $(JAVA) or later)"
	@echo "make programs   install (Debian, as root) the programs that some tests read exports back with"
	@echo "make docs       make docs/reference and build the pages into docs/_build"
	@echo "make lock       update the locks from pyproject.toml (UPGRADE=--upgrade takes the newest versions)"
	@echo "make clean      remove what was set up"

validate: $(READY) source
	$(BIN)/timeline validate . --strict $(PROOF)

test: lint types unit validate reference

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(READY)
	$(BIN)/mypy

# no test of it starts a process or a program: what is slow is marked so in tests/conftest.py
quick: lint
	$(BIN)/pytest -n 2 --dist loadgroup -q -m "not slow and not programs and not spark"

# by hand, on a quiet machine: ten minutes. Ratios to a peer in the same run are kept with the commit, and seconds never tested
SIZES ?= 1000 10000 100000
bench: $(READY)
	$(BIN)/python -m tests.benchmarks.compare $(SIZES) -o build/benchmark --history docs/scale/history.csv

# neither processes that a test starts nor functions that polars calls on threads of its own are counted
COVERED := tests/rules tests/engine tests/tables tests/package tests/editing tests/cli tests/profile tests/texts \
	tests/test_api.py tests/test_attack_files.py tests/test_bad_input.py tests/test_frictionless.py \
	tests/test_frictionless_plugin.py tests/test_locks.py tests/test_spreadsheet_damage.py tests/test_versions.py
coverage: $(READY)
	$(BIN)/coverage run -m pytest -q -m "not spark and not programs" $(COVERED)
	$(BIN)/coverage report --skip-covered

# by hand: 200 take about 20 minutes, with the tests without a mutant first. cosmic-ray is in no lock, since nothing else needs it
SAMPLE ?= 200
PART ?=
MUTATOR := cosmic-ray>=8.4,<9
mutants: $(READY)
	$(BIN)/python -c 'import cosmic_ray' 2>/dev/null || $(if $(UV),{ $(OWN_UV) && $(UV) pip install --quiet --python $(BIN)/python '$(MUTATOR)'; } || )$(BIN)/python -m pip install --quiet --disable-pip-version-check '$(MUTATOR)'
	$(BIN)/python scripts/measure_mutants.py --sample $(SAMPLE) $(PART)

unit: $(READY)
	$(BIN)/pytest -n auto --dist loadgroup -q

# Spark is heavy and for the few, so it has an environment and a lock of its own
spark: $(SPARK)/.ready
	$(SPARK)/bin/python -c 'import pyspark'
	$(SPARK)/bin/python -m pytest -q -m spark tests/engine

$(SPARK)/.ready: requirements-spark.lock pyproject.toml
	$(call install,$(SPARK),requirements-spark.lock)
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
	@echo "installing into $(VENV): half a minute, once"
	$(call install,$(VENV),requirements.lock)
	@touch $@

OWN_UV = test $(UV) != $(UV_HOME)/bin/uv || test -x $(UV) || { $(PYTHON) -m venv $(UV_HOME) && $(UV_HOME)/bin/python -m pip \
	install --quiet --disable-pip-version-check --require-hashes --requirement requirements-uv.lock; }

# $(call install,ENVIRONMENT,LOCK): what the lock has, then the toolchain as it lies here; pip is asked where uv fails, since
# uv does not read pip's settings (a registry's mirror, a certificate)
define install
	test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
	$(if $(UV),{ $(OWN_UV) && $(UV) pip sync --quiet --python $(1)/bin/python --require-hashes $(2); } || )$(1)/bin/python -m pip \
		install --quiet --disable-pip-version-check --require-hashes --requirement $(2)
	$(if $(UV),$(UV) pip install --quiet --python $(1)/bin/python --no-deps --editable . || )$(1)/bin/python -m pip \
		install --quiet --disable-pip-version-check --no-deps --editable .
endef

# Versions stay while pyproject.toml allows them; `make lock UPGRADE=--upgrade` takes the newest. The locks serve every
# Python and system that the project does, by markers. uv.lock is left out because it names hosts: these files do not,
# and pip reads them as well.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE)
lock:
	$(OWN_UV)
	echo uv | $(COMPILE) - --output-file requirements-uv.lock
	$(COMPILE) pyproject.toml --group dev $(addprefix --extra ,agree cas edit exports graph ics picture rdf) --output-file requirements.lock
	$(COMPILE) pyproject.toml --constraints requirements.lock --output-file requirements-run.lock
	$(COMPILE) pyproject.toml --constraints requirements.lock --group spark-test --extra spark --output-file requirements-spark.lock

clean:
	rm -rf $(VENV) $(UV_HOME) $(SPARK) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
