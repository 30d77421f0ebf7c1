#include "config.h"

#include "tui/widget/layout.h"

#include "base/vec.h"

LayoutSize layout_size(int rows, int cols) {
    static const struct {
        int cols, rows;
        LayoutSize size;
    } sizes[] = {{200, 60, LAYOUT_WIDE},
                 {120, 40, LAYOUT_LARGE},
                 {80, 24, LAYOUT_STANDARD},
                 {60, 16, LAYOUT_NARROW},
                 {40, 12, LAYOUT_SMALL}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        if (cols >= sizes[i].cols && rows >= sizes[i].rows)
            return sizes[i].size;
    }
    return LAYOUT_TINY;
}

static int limit(int wanted, int there) {
    return wanted < 0 || there < 0 ? 0 : wanted < there ? wanted : there;
}

GridRect layout_take_top(GridRect *rect, int rows) {
    GridRect part = *rect;
    part.rows = limit(rows, rect->rows);
    rect->row += part.rows;
    rect->rows -= part.rows;
    return part;
}

GridRect layout_take_bottom(GridRect *rect, int rows) {
    GridRect part = *rect;
    part.rows = limit(rows, rect->rows);
    rect->rows -= part.rows;
    part.row = rect->row + rect->rows;
    return part;
}

GridRect layout_take_left(GridRect *rect, int cols) {
    GridRect part = *rect;
    part.cols = limit(cols, rect->cols);
    rect->col += part.cols;
    rect->cols -= part.cols;
    return part;
}

GridRect layout_take_right(GridRect *rect, int cols) {
    GridRect part = *rect;
    part.cols = limit(cols, rect->cols);
    rect->cols -= part.cols;
    part.col = rect->col + rect->cols;
    return part;
}

GridRect layout_part(GridRect line, int from, int cols) {
    from = limit(from, line.cols);
    line.col += from;
    line.cols = limit(cols, line.cols - from);
    return line;
}
