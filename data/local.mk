# The taxonomy and the demo library, installed as they lie here.
anlikudatadir = $(pkgdatadir)
dist_anlikudata_DATA = data/taxonomy.yaml

demodir = $(pkgdatadir)/demo
dist_demo_DATA = \
	data/demo/customers.yaml \
	data/demo/manifest.yaml \
	data/demo/users.yaml

democasesdir = $(pkgdatadir)/demo/cases
dist_democases_DATA = \
	data/demo/cases/001-tiered-reminders-renewal.yaml \
	data/demo/cases/002-contract-approval-bank.yaml \
	data/demo/cases/003-pump-maker-backlog.yaml \
	data/demo/cases/004-scrap-rate-spindle.yaml \
	data/demo/cases/005-checkup-chain-rollout.yaml \
	data/demo/cases/006-credit-union-access-review.yaml \
	data/demo/cases/007-no-rescue-iot.yaml \
	data/demo/cases/008-trunk-loading-schedule.yaml \
	data/demo/cases/009-hospital-nurse-rota.yaml \
	data/demo/cases/010-maternity-ticket-triage.yaml \
	data/demo/cases/011-hospital-his-integration.yaml \
	data/demo/cases/012-payroll-first-value.yaml \
	data/demo/cases/013-resort-complaint-loop.yaml \
	data/demo/cases/014-champion-left-hr.yaml \
	data/demo/cases/015-rota-rules-dental.yaml \
	data/demo/cases/016-clinic-group-waiting.yaml \
	data/demo/cases/017-bank-branch-knowledge.yaml \
	data/demo/cases/018-lab-report-turnaround.yaml \
	data/demo/cases/019-claims-monthly-pack.yaml \
	data/demo/cases/020-early-renewal-data-service.yaml \
	data/demo/cases/021-laundry-chain-pilot.yaml \
	data/demo/cases/022-queue-outage-review.yaml \
	data/demo/cases/023-gauge-ledger-bearing.yaml \
	data/demo/cases/024-school-teacher-adoption.yaml \
	data/demo/cases/025-seats-by-department.yaml \
	data/demo/cases/026-lease-contract-dates.yaml \
	data/demo/cases/027-appliance-after-sales.yaml
