libcore_a_SOURCES += \
	src/library/attachmentname.c src/library/attachments.c src/library/attachments.h \
	src/library/actor.c src/library/actor.h \
	src/library/alike.c src/library/alike.h \
	src/library/authors.c src/library/authors.h \
	src/library/belongings.c src/library/belongings.h \
	src/library/begin.c src/library/begin.h \
	src/library/bulk.c src/library/bulk.h \
	src/library/changes.c src/library/changes.h \
	src/library/commentrows.h \
	src/library/comments.c src/library/comments.h \
	src/library/commentsave.c \
	src/library/compare.c src/library/compare.h \
	src/library/complete.c src/library/complete.h \
	src/library/consent.c src/library/consent.h \
	src/library/consentsave.c src/library/consentsave.h \
	src/library/customernames.c src/library/customernames.h src/library/customersave.c src/library/customersave.h src/library/customers.c src/library/customers.h \
	src/library/dashboard.c src/library/dashboard.h \
	src/library/distinct.c src/library/distinct.h \
	src/library/widen.c src/library/widen.h \
	src/library/doubt.c src/library/doubt.h \
	src/library/distinctpair.h \
	src/library/drafts.c src/library/drafts.h \
	src/library/editleft.c src/library/editleft.h \
	src/library/duplicates.c src/library/duplicates.h \
	src/library/examples.c src/library/examples.h \
	src/library/export.c src/library/export.h \
	src/library/fieldtext.c src/library/fieldtext.h \
	src/library/facets.c src/library/facets.h \
	src/library/find.c src/library/find.h \
	src/library/guard.c src/library/guard.h \
	src/library/handon.c src/library/handon.h \
	src/library/handonlog.c src/library/handonlog.h \
	src/library/history.c src/library/history.h \
	src/library/host.c src/library/host.h \
	src/library/import.c src/library/import.h \
	src/library/inbox.c src/library/inbox.h \
	src/library/inboxconsents.c src/library/inboxcomments.c \
	src/library/inboxcount.c \
	src/library/inboxparts.h \
	src/library/init.c \
	src/library/internal.h \
	src/library/lapse.c src/library/lapse.h \
	src/library/leaving.c src/library/leaving.h \
	src/library/known.c src/library/known.h \
	src/library/kept.c src/library/rejoin.c src/library/rejoin.h \
	src/library/presence.c src/library/presence.h \
	src/library/library.c src/library/library.h \
	src/library/links.c src/library/links.h \
	src/library/lint.c src/library/lint.h \
	src/library/lintfix.c src/library/lintfix.h \
	src/library/maintain.c src/library/maintain.h \
	src/library/marks.c \
	src/library/match.c src/library/match.h \
	src/library/names.c src/library/names.h \
	src/library/narrow.c \
	src/library/merge.c src/library/merge.h \
	src/library/mergefields.c src/library/mergefields.h \
	src/library/moving.c src/library/moving.h \
	src/library/near.c src/library/near.h \
	src/library/news.c src/library/news.h \
	src/library/nothing.c src/library/nothing.h \
	src/library/number.c \
	src/library/offers.c src/library/offers.h src/library/offersfrom.c \
	src/library/outcome.c src/library/outcome.h \
	src/library/people.c src/library/people.h \
	src/library/prospect.c src/library/prospect.h \
	src/library/put.c src/library/put.h src/library/putnames.c src/library/putnames.h \
	src/library/queue.c src/library/queue.h \
	src/library/rate.c src/library/rate.h src/library/rateparts.h \
	src/library/reads.c src/library/reads.h \
	src/library/reject.c src/library/reject.h \
	src/library/redirect.c src/library/redirect.h \
	src/library/resolve.c src/library/resolve.h \
	src/library/resting.c src/library/resting.h \
	src/library/review.c src/library/review.h \
	src/library/row.c src/library/row.h \
	src/library/save.c src/library/save.h \
	src/library/safe.c src/library/safe.h \
	src/library/safenames.c src/library/safenames.h \
	src/library/safepeople.c src/library/safepeople.h \
	src/library/screening.c src/library/screening.h \
	src/library/screenkit.c src/library/screenkit.h \
	src/library/searches.c src/library/searches.h \
	src/library/session.c src/library/session.h \
	src/library/settings.c src/library/settings.h \
	src/library/sizes.c src/library/sizes.h \
	src/library/stale.c src/library/stale.h \
	src/library/synonymcache.c src/library/synonymcache.h \
	src/library/synonyms.c src/library/synonyms.h \
	src/library/renamed.c src/library/renamed.h \
	src/library/taxonomy.c src/library/taxonomy.h src/library/taxonomychange.c src/library/taxonomychange.h \
	src/library/taxonomydoing.c src/library/taxonomydoing.h \
	src/library/taxonomyedit.c src/library/taxonomyedit.h \
	src/library/taxonomylist.c \
	src/library/tell.c src/library/tell.h \
	src/library/template.c src/library/template.h \
	src/library/dayin.c src/library/dayin.h src/library/daypart.c src/library/daypart.h \
	src/library/typed.c src/library/typed.h \
	src/library/together.c src/library/together.h \
	src/library/undo.c src/library/undo.h src/library/undochange.c src/library/undosame.c src/library/undosame.h \
	src/library/verified.c src/library/verified.h \
	src/library/use.c src/library/use.h \
	src/library/views.c src/library/views.h \
	src/library/similar.c src/library/similar.h \
	src/library/vocabulary.c src/library/vocabulary.h \
	src/library/weekpage.c src/library/weekpage.h \
	src/library/yamledit.c src/library/yamledit.h
