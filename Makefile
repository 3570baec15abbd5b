# Goldaw. Two commands are all one needs, each also on a fresh clone:
#   make run     the whole service with the simulator, in the foreground; Ctrl-C ends it (PORT=8001 make run)
#   make test    every check and every test
# What they need is fetched or found by scripts/setup.sh.

PY := .venv/bin/python
RASA_PY := .venv-rasa/bin/python
SETUP := sh scripts/setup.sh
SUB := $(MAKE) --no-print-directory
# Two at a time, a file to each; what measures time runs after them, alone.
SIDE_BY_SIDE := -n 2 --dist loadfile

export RASA_TELEMETRY_ENABLED := false
# Compiled Python makes the second start quick, wherever this is run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check checks fuzz model setup lock locales evaluate compare bench

help:
	@sed -n '2,4p' Makefile | cut -c3-
	@echo "  make check   the quick part of the tests: style, types, imports, catalogs, content, fast tests"
	@echo "  make fuzz    twenty times as many generated cases as in the tests, new ones each time (an hour)"
	@echo "  make bench   how fast it answers, beside a bare Rasa call"
	@echo "  make evaluate SET=rows.tsv OUT=result.json   how well it understands"
	@echo "  make locales extract the words of code, pages and content into locales/, for translators"
	@echo "  make compare train Rasa's default pipeline on the same data and lay it beside ours (some hours)"
	@echo "  make lock    renew the locks of the environments from requirements*.in"
	@echo "  make vendor  renew the styles and scripts of others that the pages serve"

run:
	@$(SETUP) service assistant
	@exec $(PY) -m bot run

test:
	@$(SETUP) tools assistant stand-ins browser
	@$(SUB) checks
	@$(SUB) model
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "not alone"
	@$(PY) -m pytest -m alone

check:
	@$(SETUP) tools
	@$(SUB) checks
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "not slow and not alone"
	@$(PY) -m pytest -m "alone and not slow"

fuzz:
	@$(SETUP) tools
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "hypothesis and not alone" --hypothesis-profile=fuzz -o timeout=0

checks:
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check --quiet
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m bot content check

# The model is trained again only when what it was trained from has changed.
model:
	@$(RASA_PY) -m bot.nlu.train --check || LOG_LEVEL=ERROR $(RASA_PY) -m bot.nlu.train

setup:
	@$(SETUP) tools assistant stand-ins browser

lock:
	@$(SETUP) tools
	@sh scripts/lock.sh

vendor:
	@sh scripts/vendor.sh

locales:
	@$(SETUP) tools
	@$(PY) -m bot.answers.catalogs
	@$(PY) -m bot content report

compare:
	@$(SETUP) service assistant
	@$(SUB) model
	@LOG_LEVEL=ERROR $(RASA_PY) -m bot.nlu.compare

evaluate:
	@$(SETUP) service assistant
	@$(SUB) model
	@$(PY) -m bot evaluate "$(SET)" "$(OUT)"

bench:
	@$(SETUP) tools assistant
	@$(SUB) model
	@$(PY) -m bench
