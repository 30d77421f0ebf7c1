#ifndef ANLIKU_TUI_WIDGET_WIDGET_H
#define ANLIKU_TUI_WIDGET_WIDGET_H

/* What a widget did with an event. Widgets draw into a rectangle of the grid and take events; they
 * know nothing of records, never wait and print nothing. A rectangle may be of any size, also
 * empty. */
typedef enum WidgetResult {
    WIDGET_IGNORED, /* not mine: someone else may use the event */
    WIDGET_USED,    /* used; at most the picture changed */
    WIDGET_CHANGED, /* the text or the selected row changed */
    WIDGET_DONE,    /* a choice was made */
    WIDGET_CANCELLED
} WidgetResult;

#endif
