# tui/: only term/output.c knows ncurses.
libtui_a_SOURCES += \
	src/tui/app/action.c src/tui/app/action.h \
	src/tui/app/actionkeys.c src/tui/app/actionparts.h \
	src/tui/app/actionwords.c \
	src/tui/app/app.c src/tui/app/app.h \
	src/tui/app/drive.c src/tui/app/frame.c src/tui/app/screen.h src/tui/app/state.h \
	src/tui/app/clipboard.c src/tui/app/clipboard.h \
	src/tui/app/marks.c src/tui/app/marks.h \
	src/tui/app/undostack.c src/tui/app/undostack.h \
	src/tui/app/chord.c src/tui/app/events.c src/tui/app/palettebox.c src/tui/app/perform.c \
	src/tui/app/command.c src/tui/app/command.h \
	src/tui/app/commandoffer.c src/tui/app/commandparts.h \
	src/tui/app/fuzzy.c src/tui/app/fuzzy.h \
	src/tui/app/intake.c src/tui/app/intake.h \
	src/tui/app/permit.c src/tui/app/permit.h \
	src/tui/app/wait.c src/tui/app/wait.h \
	src/tui/app/keyset.c src/tui/app/keyset.h \
	src/tui/app/palette.c src/tui/app/palette.h \
	src/tui/app/palettefind.c src/tui/app/paletteparts.h \
	src/tui/app/overlay.c src/tui/app/overlay.h \
	src/tui/screen/activity.c src/tui/screen/activity.h \
	src/tui/screen/acts.c src/tui/screen/acts.h \
	src/tui/screen/actsmoves.c \
	src/tui/screen/begin.c src/tui/screen/begin.h \
	src/tui/screen/admin.c src/tui/screen/admin.h \
	src/tui/screen/adminacts.c src/tui/screen/adminparts.h \
	src/tui/screen/editalike.c src/tui/screen/editalike.h \
	src/tui/screen/editconsent.c src/tui/screen/editconsent.h \
	src/tui/screen/editsaid.c src/tui/screen/editsaid.h \
	src/tui/screen/care.c src/tui/screen/care.h \
	src/tui/screen/caredo.c src/tui/screen/caredo.h \
	src/tui/screen/carelist.c src/tui/screen/carelist.h \
	src/tui/screen/lint.c src/tui/screen/lint.h \
	src/tui/screen/stale.c src/tui/screen/stale.h \
	src/tui/screen/case.c src/tui/screen/case.h \
	src/tui/screen/caselist.c src/tui/screen/caselist.h \
	src/tui/screen/cases.c src/tui/screen/cases.h \
	src/tui/screen/caseschoose.c \
	src/tui/screen/comments.c src/tui/screen/comments.h \
	src/tui/screen/commentsdraw.c src/tui/screen/commentsparts.h \
	src/tui/screen/compare.c src/tui/screen/compare.h \
	src/tui/screen/composebox.c src/tui/screen/composebox.h \
	src/tui/screen/composeparts.h src/tui/screen/composedraw.c src/tui/screen/composedraft.c src/tui/screen/composeopen.c \
	src/tui/screen/duplicates.c src/tui/screen/duplicates.h \
	src/tui/screen/pairtext.c src/tui/screen/pairtext.h \
	src/tui/screen/merge.c src/tui/screen/merge.h \
	src/tui/screen/consentcase.c src/tui/screen/consentcase.h \
	src/tui/screen/consents.c src/tui/screen/consents.h \
	src/tui/screen/customers.c src/tui/screen/customers.h \
	src/tui/screen/casesdraw.c \
	src/tui/screen/casesfilter.c \
	src/tui/screen/casesempty.c src/tui/screen/caseslive.c src/tui/screen/casesnarrow.c \
	src/tui/screen/casesparts.h \
	src/tui/screen/casemarkdown.c \
	src/tui/screen/casestory.c \
	src/tui/screen/casetext.c src/tui/screen/casetext.h \
	src/tui/screen/diff.c src/tui/screen/diff.h \
	src/tui/screen/files.c src/tui/screen/files.h \
	src/tui/screen/found.c src/tui/screen/found.h \
	src/tui/screen/prospect.c src/tui/screen/prospect.h \
	src/tui/screen/similar.c src/tui/screen/similar.h \
	src/tui/screen/sidelayout.c src/tui/screen/sidelayout.h \
	src/tui/screen/sides.c src/tui/screen/sides.h \
	src/tui/screen/edit.c src/tui/screen/edit.h \
	src/tui/screen/editor.c src/tui/screen/editor.h \
	src/tui/screen/editpreview.c src/tui/screen/editpreview.h \
	src/tui/screen/facetpanel.c src/tui/screen/facetpanel.h src/tui/screen/facetrows.c \
	src/tui/screen/help.c src/tui/screen/help.h \
	src/tui/screen/history.c src/tui/screen/history.h \
	src/tui/screen/caserows.c src/tui/screen/caserows.h \
	src/tui/screen/bulkbox.c src/tui/screen/bulkbox.h \
	src/tui/screen/bulkexport.c src/tui/screen/bulkexport.h \
	src/tui/screen/handing.c src/tui/screen/handing.h \
	src/tui/screen/ratebox.c src/tui/screen/ratebox.h \
	src/tui/screen/usebox.c src/tui/screen/usebox.h \
	src/tui/screen/marking.c src/tui/screen/marking.h \
	src/tui/screen/inbox.c src/tui/screen/inbox.h \
	src/tui/screen/metrics.c src/tui/screen/metrics.h src/tui/screen/metricsdraw.c src/tui/screen/metricsparts.h \
	src/tui/screen/querybar.c src/tui/screen/querybar.h \
	src/tui/screen/reasons.c src/tui/screen/reasons.h \
	src/tui/screen/review.c src/tui/screen/review.h \
	src/tui/screen/reviewacts.c src/tui/screen/reviewparts.h \
	src/tui/screen/reviewtext.c src/tui/screen/reviewtext.h \
	src/tui/screen/run.c src/tui/screen/run.h \
	src/tui/screen/casescommand.c \
	src/tui/screen/firstpage.c src/tui/screen/firstpage.h \
	src/tui/screen/firstrun.c src/tui/screen/firstrun.h \
	src/tui/screen/screening.c src/tui/screen/screening.h \
	src/tui/screen/screeningcase.c src/tui/screen/screeningcase.h \
	src/tui/screen/settings.c src/tui/screen/settings.h \
	src/tui/screen/strip.c src/tui/screen/strip.h \
	src/tui/screen/viewlist.c src/tui/screen/viewlist.h \
	src/tui/screen/textfind.c src/tui/screen/textfind.h \
	src/tui/screen/views.c src/tui/screen/views.h \
	src/tui/form/area.c src/tui/form/around.c src/tui/form/around.h \
	src/tui/form/check.c src/tui/form/choice.c src/tui/form/conflict.c src/tui/form/decide.c src/tui/form/draw.c \
	src/tui/form/filesrow.c src/tui/form/find.c src/tui/form/find.h \
	src/tui/form/form.c src/tui/form/form.h src/tui/form/groups.c src/tui/form/internal.h \
	src/tui/form/date.c src/tui/form/kind.h src/tui/form/kinds.c \
	src/tui/form/knownwords.c src/tui/form/knownparts.h src/tui/form/newwords.c src/tui/form/line.c src/tui/form/longline.c \
	src/tui/form/marked.c src/tui/form/money.c \
	src/tui/form/ahead.c src/tui/form/ahead.h src/tui/form/offering.c src/tui/form/offering.h src/tui/form/place.c src/tui/form/popup.c src/tui/form/quick.c \
	src/tui/form/journal.c \
	src/tui/form/rescue.c src/tui/form/rescue.h src/tui/form/saving.c src/tui/form/sessionparts.h \
	src/tui/form/versions.c src/tui/form/versions.h \
	src/tui/form/moved.c src/tui/form/moved.h \
	src/tui/form/notes.c src/tui/form/notes.h src/tui/form/passage.c src/tui/form/passage.h \
	src/tui/form/passageput.c src/tui/form/passageput.h \
	src/tui/form/passagesource.c src/tui/form/passagesource.h \
	src/tui/form/passagesteps.c src/tui/form/passagesteps.h \
	src/tui/form/recover.c src/tui/form/recover.h \
	src/tui/form/remarks.c src/tui/form/remarks.h \
	src/tui/form/rows.c src/tui/form/rows.h \
	src/tui/form/rowsdraw.c src/tui/form/rowsparts.h \
	src/tui/form/session.c src/tui/form/session.h \
	src/tui/form/table.c src/tui/form/target.c src/tui/form/tree.c \
	src/tui/grid/grid.c src/tui/grid/grid.h \
	src/tui/term/hyperlinks.c src/tui/term/hyperlinks.h \
	src/tui/term/ime.c src/tui/term/ime.h \
	src/tui/term/input.c src/tui/term/input.h src/tui/term/keyname.c \
	src/tui/term/loop.c src/tui/term/loop.h \
	src/tui/term/output.c src/tui/term/output.h \
	src/tui/term/probe.c src/tui/term/probe.h \
	src/tui/term/theme.c src/tui/term/theme.h \
	src/tui/widget/bar.c src/tui/widget/bar.h \
	src/tui/widget/confirm.c src/tui/widget/confirm.h \
	src/tui/widget/editkeys.c src/tui/widget/editkeys.h \
	src/tui/widget/field.c src/tui/widget/field.h \
	src/tui/widget/layout.c src/tui/widget/layout.h \
	src/tui/widget/list.c src/tui/widget/list.h \
	src/tui/widget/menu.c src/tui/widget/menu.h \
	src/tui/widget/month.c src/tui/widget/month.h \
	src/tui/widget/pager.c src/tui/widget/pager.h \
	src/tui/widget/pagertable.c src/tui/widget/pagertable.h \
	src/tui/widget/scrap.c src/tui/widget/scrap.h \
	src/tui/widget/widget.h

# The built-in themes as files to copy from; a test compares them with the table in term/theme.c.
themesdir = $(pkgdatadir)/themes
dist_themes_DATA = themes/contrast.yaml themes/default.yaml themes/either.yaml themes/light.yaml themes/mono.yaml
