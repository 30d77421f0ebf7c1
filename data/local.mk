# The taxonomy and the demo library, installed as they lie here.
anlikudatadir = $(pkgdatadir)
dist_anlikudata_DATA = data/taxonomy.yaml

templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = data/templates/en.yaml data/templates/zh.yaml

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
	data/demo/cases/009-night-shift-planner.yaml \
	data/demo/cases/010-hospital-nurse-rota.yaml \
	data/demo/cases/011-maternity-ticket-triage.yaml \
	data/demo/cases/012-hospital-his-integration.yaml \
	data/demo/cases/013-payroll-first-value.yaml \
	data/demo/cases/014-resort-complaint-loop.yaml \
	data/demo/cases/015-champion-left-hr.yaml \
	data/demo/cases/016-clinic-group-waiting.yaml \
	data/demo/cases/017-rota-rules-dental.yaml \
	data/demo/cases/018-helpdesk-pilot-ferrant.yaml \
	data/demo/cases/019-bank-branch-knowledge.yaml \
	data/demo/cases/020-lab-report-turnaround.yaml \
	data/demo/cases/021-claims-monthly-pack.yaml \
	data/demo/cases/022-early-renewal-data-service.yaml \
	data/demo/cases/023-laundry-chain-pilot.yaml \
	data/demo/cases/024-queue-outage-review.yaml \
	data/demo/cases/025-gauge-ledger-bearing.yaml \
	data/demo/cases/026-school-teacher-adoption.yaml \
	data/demo/cases/027-seats-by-department.yaml \
	data/demo/cases/028-messaging-sender-score.yaml \
	data/demo/cases/029-lease-contract-dates.yaml \
	data/demo/cases/030-appliance-after-sales.yaml \
	data/demo/cases/031-renewal-reminders-vocational.yaml \
	data/demo/cases/032-bank-cocreate-clauses.yaml \
	data/demo/cases/033-precision-parts-golive.yaml \
	data/demo/cases/034-college-adoption-evening.yaml \
	data/demo/cases/035-lab-safety-course.yaml \
	data/demo/cases/036-property-hotline.yaml \
	data/demo/cases/037-coding-school-setup.yaml \
	data/demo/cases/038-heavy-parts-migration.yaml \
	data/demo/cases/039-broker-switch.yaml \
	data/demo/cases/040-box-plant-defects.yaml \
	data/demo/cases/041-teacher-churn-signals.yaml \
	data/demo/cases/042-hospital-sponsor-map.yaml \
	data/demo/cases/043-futures-ops-daily.yaml \
	data/demo/cases/044-game-launch-night.yaml \
	data/demo/cases/045-distributor-portal-second-year.yaml \
	data/demo/cases/046-dental-referral-three.yaml \
	data/demo/cases/047-boutique-price-lost.yaml \
	data/demo/cases/048-food-recall-drill.yaml \
	data/demo/cases/049-osteo-rehab-devices.yaml \
	data/demo/cases/050-housekeeping-trial.yaml \
	data/demo/cases/051-weaving-winback.yaml \
	data/demo/cases/052-consultancy-timesheets.yaml \
	data/demo/cases/053-bank-loan-sla.yaml \
	data/demo/cases/054-vendor-sso-rollout.yaml \
	data/demo/cases/055-consumer-finance-sponsor.yaml \
	data/demo/cases/056-hotel-english-checkin.yaml \
	data/demo/cases/057-member-statement-reports.yaml \
	data/demo/cases/058-press-shop-first-value.yaml \
	data/demo/cases/059-qbr-no-slides.yaml \
	data/demo/cases/060-school-network-golive.yaml \
	data/demo/cases/061-supplier-portal-seats.yaml \
	data/demo/cases/062-spare-parts-heavy.yaml \
	data/demo/cases/063-motor-claims-first-call.yaml \
	data/demo/cases/064-facilities-complaint-tone.yaml \
	data/demo/cases/065-checkup-renewal-price.yaml \
	data/demo/cases/066-laundry-photo-copy.yaml \
	data/demo/cases/067-leasing-call-notes.yaml
