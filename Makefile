# Two commands do everything on a fresh Debian or Ubuntu: `make run` and `make test`.
.PHONY: run test setup check migrate bench bench-render bench-public pictures docs
PORT ?= 8000
PYTHON = .venv/bin/python
# Parts that touch the database run on PostgreSQL too.
ON_POSTGRESQL = tests --ignore=tests/browser --ignore=tests/rendering --ignore=tests/corpus

run: export DEMO = 1
run: ## Set up, migrate, load the demo and serve it on http://127.0.0.1:8000/
	@tools/setup run
	@tools/serve 127.0.0.1:$(PORT)

test: ## Set up and run every test, on SQLite and, where a database counts, on PostgreSQL
	@tools/setup test
	.venv/bin/ruff check .
	.venv/bin/pytest -n 2 --dist worksteal
	tools/with_postgresql .venv/bin/pytest -n 2 $(ON_POSTGRESQL)

bench-public: ## Time the public site over ten thousand published reports (needs some minutes)
	$(PYTHON) bench/public.py
