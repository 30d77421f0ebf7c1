#ifndef ANLIKU_FORMAT_MARKDOWN_H
#define ANLIKU_FORMAT_MARKDOWN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

/* A Markdown case: front matter, and a story under headings. */

typedef struct MarkdownFile {
    Str front;      /* YAML between the `---` lines, "" when there is none */
    int front_line; /* of its first line in the file */
    Str text;       /* what follows */
    int text_line;
    bool has_front;
} MarkdownFile;

/* Cuts front matter off (as Hugo, Jekyll and Hexo write it, Hexo's also without its first `---`);
 * first_line is the file's number of the first line of text. Results point into text. ERR_SYNTAX
 * with a place: front matter that is not closed, TOML (`+++`). */
bool markdown_cut(Str text, const char *file, int first_line, MarkdownFile *out, Error *err);

typedef enum StorySection {
    STORY_BACKGROUND,
    STORY_NEED,
    STORY_SOLUTION,
    STORY_PROCESS,
    STORY_RESULT,
    STORY_FEEDBACK,
    STORY_SECTIONS
} StorySection;

/* Its heading in a file; Chinese or English. Static. */
const char *story_section_heading(StorySection section, bool chinese);
/* The section that a heading stands for (numbering, emphasis, case, a colon at its end and
 * traditional characters do not matter), or -1. */
int story_section_of(Str heading);

typedef struct Story {
    Str title; /* first heading of level one that is no section, when it was asked for; else "" */
    Str sections[STORY_SECTIONS];
    Str body; /* what comes before the first heading, and unmapped sections with their headings */
} Story;

/* Cuts a text (LF line ends) at its headings. taken: bit set of sections that are filled already;
 * they, and every second section of one kind, stay in the body. Blank lines around each part are
 * dropped. Results point into text or the arena. */
void story_split(Arena *arena, Str text, unsigned taken, bool take_title, Story *out);

/* Appends the story under headings in such a way that story_split reads it back. Returns the parts
 * that cannot be written so (their text holds headings of other sections, open code fences, blank
 * lines at an end): bit set of 1 << StorySection, and 1 << STORY_SECTIONS for the body. They were
 * left out and belong into the front matter. */
unsigned story_write(Buf *out, const Story *story, bool chinese);

/* The first words of a text as a title: at most 30 characters of its first line, without Markdown
 * marks. */
Str story_first_words(Arena *arena, Str text);

#endif
