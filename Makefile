# Two commands do everything on a fresh Debian or Ubuntu: `make run` and `make test`.
.PHONY: run test setup bench bench-memory bench-render bench-rules bench-import bench-scans bench-load bench-bulk bench-district bench-public bench-year bench-large drill pictures approve-pages
PORT ?= 8000
PYTHON = .venv/bin/python
# Some commands and tests start a hundred processes: what one has compiled the next need not.
unexport PYTHONDONTWRITEBYTECODE
# Parts that touch the database run on PostgreSQL too; what has nothing to do with it (a slow line,
# a proxy, another's log-in, words, how a file is made of a report) meets the same site on either.
SAME_ON_BOTH = access/test_matrix.py accounts browser corpus document editions importing language management \
  operation/test_logs.py operation/test_proxy.py operation/test_sign_on.py operation/test_slow_clients.py \
  rendering rules test_architecture.py test_documents.py test_static_files.py test_words.py tools \
  views/clerk/test_downloads.py views/clerk/test_helping.py views/clerk/test_preview.py views/common views/test_log_in.py
ON_POSTGRESQL = tests $(foreach room,$(SAME_ON_BOTH),--ignore=tests/$(room))

run: export DEMO = 1
run: ## Set up, migrate, load the demo and serve it on http://127.0.0.1:8000/
	@tools/setup run
	@tools/serve 127.0.0.1:$(PORT)

# Three at once on two cores: a browser test waits most of its time.
test: ## Set up and run every test, on SQLite and, where a database counts, on PostgreSQL
	@tools/setup test
	.venv/bin/ruff check .
	.venv/bin/pytest -n 3 --dist worksteal
	DURABLE=off tools/with_postgresql .venv/bin/pytest -n 2 --dist worksteal $(ON_POSTGRESQL)

drill: ## Two application hosts, a worker, a database and nginx in network namespaces, under load (root)
	@tools/setup test
	$(PYTHON) -m tools.drill

pictures: ## Take the pictures of docs/pictures/ anew
	@tools/setup test
	$(PYTHON) tools/make_pictures.py

approve-pages: ## Take the pages that tests/rendering/page/test_likeness.py compares anew; look at each
	@tools/setup test
	$(PYTHON) tools/approve_pages.py

REPORT ?= tests/fixtures/report-2019.json
bench: ## Measure everything on this machine: medians, warm; nothing is asserted; the slow ones last
	@tools/setup test
	@$(PYTHON) bench/one_report/render.py $(REPORT) --chromium
	@$(PYTHON) bench/server.py
	@$(PYTHON) bench/browser.py
	@$(PYTHON) bench/one_report/rules.py
	@$(PYTHON) bench/one_report/hostile.py
	@$(PYTHON) bench/one_report/importing.py
	@$(PYTHON) bench/start.py
	@$(MAKE) -s bench-bulk bench-load bench-district bench-public bench-year

bench-render: ## Measure one report: make -s bench-render REPORT=report.json
	@tools/setup run
	@$(PYTHON) bench/one_report/render.py $(REPORT)

bench-rules: ## Time the checks: one report, and a thousand over two processes; hostile text
	@tools/setup test
	$(PYTHON) bench/one_report/rules.py
	$(PYTHON) bench/one_report/hostile.py

bench-import: ## Time the import of one report in each format
	@tools/setup test
	$(PYTHON) bench/one_report/importing.py

bench-scans: ## Read scans and photographs: cells right, blank, wrong; seconds a page
	@tools/setup test
	$(PYTHON) bench/one_report/scans.py 2

bench-load: ## A hundred clerks saving at once, then with the server killed: SQLite, PostgreSQL
	@tools/setup test
	$(PYTHON) bench/load.py
	tools/with_postgresql $(PYTHON) bench/load.py

bench-district: ## A district with 3,000 reports, its sums too: SQLite, PostgreSQL
	@tools/setup test
	DEMO=1 DATA_DIR=$$(mktemp -d) $(PYTHON) bench/offices/district.py
	DEMO=1 DATA_DIR=$$(mktemp -d) tools/with_postgresql $(PYTHON) bench/offices/district.py

# The directory keeps the database for the next time; remove it afterwards. What was interrupted goes on.
# LARGE_OPTIONS="--backup": backup, loss and restore too, every table compared.
LARGE ?= $(CURDIR)/var/large
bench-large: ## 30,000 organs, ten years, 60 million figures on PostgreSQL: filled (half an hour, 40 GB), every page
	@tools/setup test
	DATA_DIR=$$(mktemp -d) POSTGRESQL_HOME=$(LARGE) POSTGRESQL_OPTIONS="-c shared_buffers=2GB \
	  -c maintenance_work_mem=1GB -c max_wal_size=16GB -c effective_cache_size=8GB -c random_page_cost=1.1" \
	  tools/with_postgresql $(PYTHON) -m bench.large $(LARGE_OPTIONS)

bench-memory: ## The highest memory of a worker under hostile requests; 我的报告 of 900 organs
	@tools/setup test
	$(PYTHON) bench/memory.py
	$(PYTHON) bench/offices/desk.py

bench-bulk: ## Bulk export, reports a second with one worker and with two: SQLite, PostgreSQL
	@tools/setup test
	$(PYTHON) bench/offices/bulk.py
	tools/with_postgresql $(PYTHON) bench/offices/bulk.py

bench-public: ## Time the public site over ten thousand published reports (needs some minutes)
	@tools/setup test
	$(PYTHON) bench/public.py --export
	tools/with_postgresql $(PYTHON) bench/public.py

bench-year: ## An office's year: register, pages of 3,000 organs, packages by hand, 500 files; SQLite, PostgreSQL
	@tools/setup test
	DATA_DIR=$$(mktemp -d) $(PYTHON) bench/offices/register.py
	DATA_DIR=$$(mktemp -d) tools/with_postgresql $(PYTHON) bench/offices/register.py
	DEMO=1 DATA_DIR=$$(mktemp -d) $(PYTHON) bench/offices/office.py
	DEMO=1 DATA_DIR=$$(mktemp -d) tools/with_postgresql $(PYTHON) bench/offices/office.py
	DEMO=1 DATA_DIR=$$(mktemp -d) $(PYTHON) bench/offices/parcels.py
	DEMO=1 DATA_DIR=$$(mktemp -d) tools/with_postgresql $(PYTHON) bench/offices/parcels.py
	$(PYTHON) bench/offices/gathering.py
