#ifndef ANLIKU_FORMAT_HEADINGS_H
#define ANLIKU_FORMAT_HEADINGS_H

#include "base/arena.h"
#include "base/str.h"

/* The words of headings. */

typedef enum HeadingNumber {
    HEADING_PLAIN,
    HEADING_HAN,     /* 一、 第一章 */
    HEADING_BRACKET, /* （一） (1) */
    HEADING_NUMBER   /* 1. 1、 1) 1.2 */
} HeadingNumber;

/* The heading without its number; points into text. */
Str heading_skip_number(Str text, HeadingNumber *number);
/* A line without the marks of Markdown: leading # > - * and digits of lists, emphasis, code marks;
 * of links and images only the words. Without blanks at its ends. */
Str heading_plain(Arena *arena, Str line);

#endif
