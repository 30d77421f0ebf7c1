libcore_a_SOURCES += \
	src/format/convert.c src/format/convert.h \
	src/format/csv.c src/format/csv.h \
	src/format/csv_record.c src/format/csv_record.h \
	src/format/doc.c src/format/doc.h \
	src/format/export.c src/format/export.h \
	src/format/format.c src/format/format.h \
	src/format/format_write.c \
	src/format/headings.c src/format/headings.h \
	src/format/label.c src/format/label.h \
	src/format/html.c src/format/html.h \
	src/format/htmltext.c src/format/htmltext.h \
	src/format/json.c src/format/json.h \
	src/format/lines.c src/format/lines.h \
	src/format/markdown.c src/format/markdown.h \
	src/format/mdtree.c src/format/mdtree.h \
	src/format/mdwords.c src/format/mdwords.h \
	src/format/problems.c src/format/problems.h \
	src/format/source.c src/format/source.h \
	src/format/values.c src/format/values.h \
	src/format/yaml_read.c src/format/yaml_read.h \
	src/format/yaml_write.c src/format/yaml_write.h
