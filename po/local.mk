# Translations: English in the sources, po/zh_CN.po beside them. `make update-po` brings new texts in;
# `make check` fails while one is untranslated.
EXTRA_DIST += po/zh_CN.po
I18N_FILES = $(libcore_a_SOURCES) $(libtui_a_SOURCES) $(anliku_SOURCES) man/query.c
XGETTEXT_ARGS = --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
	--keyword=P_:1c,2 --add-comments=L10N: --package-name=anliku --package-version= \
	--copyright-holder='The anliku authors' --no-location --sort-output

po/anliku.pot: $(I18N_FILES)
	$(AM_V_GEN)$(MKDIR_P) po && cd $(srcdir) && \
	$(XGETTEXT) $(XGETTEXT_ARGS) -o $(abs_builddir)/po/anliku.pot $(filter %.c %.h,$(I18N_FILES))

update-po: po/anliku.pot
	cd $(srcdir) && msgmerge -q --no-fuzzy-matching --no-location --sort-output --update --backup=none \
		po/zh_CN.po $(abs_builddir)/po/anliku.pot

share/locale/zh_CN/LC_MESSAGES/anliku.mo: $(srcdir)/po/zh_CN.po
	$(AM_V_GEN)$(MKDIR_P) share/locale/zh_CN/LC_MESSAGES && $(MSGFMT) --check -o $@ $(srcdir)/po/zh_CN.po

install-data-local: share/locale/zh_CN/LC_MESSAGES/anliku.mo
	$(MKDIR_P) $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES
	$(INSTALL_DATA) share/locale/zh_CN/LC_MESSAGES/anliku.mo $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES/anliku.mo

uninstall-local:
	rm -f $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES/anliku.mo

.PHONY: update-po
CLEANFILES += po/anliku.pot
