#include "config.h"

#include "tui/term/output.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/display.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tui/term/hyperlinks.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum {
    SYNC_FROM = 512, /* shorter frames cannot tear and would only grow by the marks */
    COPY_MAX = 74000,
    PAIRS_MAX = 512
};

typedef struct Look {
    attr_t attrs;
    int pair;
    bool known;
} Look;

struct Output {
    SCREEN *screen;
    FILE *memory, *nothing; /* ncurses writes to the one and reads from the other */
    int in_fd, out_fd;
    Buf *capture;
    char term[64];
    int rows, cols;
    struct termios saved;
    bool has_modes, alive, suspended, mouse, sync, cursor_shown, links;
    ThemeDepth depth;
    int colours; /* of the terminal: 8, 16, 88, 256 ... */
    bool default_colours;
    bool no_margins; /* see torn */
    int pairs_max, pair_count;
    struct {
        short fg, bg;
    } pairs[PAIRS_MAX];
    Theme theme;
    Look looks[ROLES][ROLES];
    Grid shown;
    Hyperlinks hyperlinks;
    bool *changed; /* rows of the frame under way */
    bool painted;  /* a frame has been sent */
    bool whole;    /* nothing of `shown` is on the screen */
    cchar_t *row;
    size_t frame_bytes;
    Buf frame;
};

/* What a crash needs; written before a signal can use it. */
static struct {
    volatile sig_atomic_t active;
    int in_fd, out_fd;
    bool has_modes;
    struct termios saved;
} emergency;

static const char reset_string[] =
    "\033[?2026l\033[?1000l\033[?1006l\033[?1004l\033[?2004l"
    "\033[?1049l\033[0m\033[?25h\r\n";

/* ncurses asks the C library for widths; this one, found first by the linker, makes it agree with
 * ours whatever the ambiguous width is. */
int wcwidth(wchar_t c) {
    if (c == 0)
        return 0;
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return -1;
    return text_width_point((uint32_t)c);
}

/* ---- bytes to the terminal ---- */

/* Somebody wants the process to end: from now on the terminal gets only what it takes at once. */
static volatile sig_atomic_t interrupted;

void output_interrupt(void) {
    interrupted = 1;
}

void output_uninterrupt(void) {
    interrupted = 0;
}

/* Others have the terminal open too: they want it as it was. */
static ssize_t write_without_waiting(int fd, const char *data, size_t len) {
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    ssize_t n = write(fd, data, len);
    int why = errno;
    fcntl(fd, F_SETFL, flags);
    errno = why;
    return n;
}

static bool wait_writable(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    int n = poll(&p, 1, -1);
    return n > 0 ? !(p.revents & (POLLERR | POLLHUP | POLLNVAL)) : errno == EINTR;
}

static void write_out(Output *out, const char *data, size_t len) {
    if (out->capture) {
        buf_put(out->capture, data, len);
        return;
    }
    while (len > 0 && out->alive) {
        bool ends = interrupted;
        ssize_t n =
            ends ? write_without_waiting(out->out_fd, data, len) : write(out->out_fd, data, len);
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            out->alive = !ends && wait_writable(out->out_fd);
        } else if (n < 0 && errno != EINTR) {
            out->alive = false;
        }
    }
}

/* Appends what ncurses has written since the last call. */
static void take_memory(Output *out) {
    int fd = fileno(out->memory);
    off_t len = lseek(fd, 0, SEEK_CUR);
    if (len <= 0)
        return;
    buf_reserve(&out->frame, (size_t)len);
    ssize_t n = pread(fd, out->frame.data + out->frame.len, (size_t)len, 0);
    if (n > 0)
        out->frame.len += (size_t)n;
    out->frame.data[out->frame.len] = '\0';
    if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        out->alive = false;
}

static void send_frame(Output *out, bool sync) {
    take_memory(out);
    if (sync && out->frame.len > SYNC_FROM) {
        buf_splice(&out->frame, 0, 0, "\033[?2026h", 8);
        buf_puts(&out->frame, "\033[?2026l");
    }
    out->frame_bytes = out->frame.len;
    write_out(out, out->frame.data, out->frame.len);
    buf_clear(&out->frame);
}

void output_write(Output *out, Str bytes) {
    write_out(out, bytes.ptr, bytes.len);
}

/* ---- modes of the tty ---- */

static void modes_raw(Output *out) {
    if (!out->has_modes)
        return;
    struct termios raw = out->saved;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(out->in_fd, TCSADRAIN, &raw);
}

static void modes_back(Output *out) {
    if (out->has_modes)
        tcsetattr(out->in_fd, interrupted || !out->alive ? TCSANOW : TCSADRAIN, &out->saved);
}

static void put_modes(Output *out, bool on) {
    char end = on ? 'h' : 'l';
    buf_printf(&out->frame, "\033[?2004%c", end);
    if (out->mouse)
        buf_printf(&out->frame, "\033[?1000%c\033[?1006%c", end, end);
}

void output_emergency_restore(void) {
    if (!emergency.active)
        return;
    emergency.active = 0;
    ssize_t n = write(emergency.out_fd, reset_string, sizeof reset_string - 1);
    (void)n;
    if (emergency.has_modes)
        tcsetattr(emergency.in_fd, TCSANOW, &emergency.saved);
}

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static struct sigaction crash_before[COUNT_OF(crash_signals)];

static void on_crash(int number) {
    output_emergency_restore();
    for (size_t i = 0; i < COUNT_OF(crash_signals); i++) {
        if (crash_signals[i] == number)
            sigaction(number, &crash_before[i], NULL);
    }
    raise(number); /* it is blocked now and arrives when we return */
}

void output_catch_crashes(void) {
    static char stack[32768]; /* a deep recursion has no other */
    static bool done;
    if (done)
        return;
    done = true;
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack}, current;
    if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE))
        sigaltstack(&alternative, NULL);
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT_OF(crash_signals); i++)
        sigaction(crash_signals[i], &action, &crash_before[i]);
}

static void emergency_arm(const Output *out) {
    if (out->capture)
        return;
    emergency.in_fd = out->in_fd;
    emergency.out_fd = out->out_fd;
    emergency.has_modes = out->has_modes;
    emergency.saved = out->saved;
    emergency.active = 1;
}

/* ---- which description ---- */

/* Whether the database has the name; *places gets whether it can place the cursor. */
static bool term_known(const char *name, int fd, bool *places) {
    int status;
    TERMINAL *before = cur_term; /* setupterm gives a new one to the current screen */
    bool known = name && *name && setupterm(name, fd, &status) == OK;
    if (known) {
        char *cup = tigetstr("cup");
        *places = cup && cup != (char *)-1;
    }
    TERMINAL *tried = cur_term;
    if (tried != before) {
        set_curterm(before);
        del_curterm(tried);
    }
    return known;
}

/* The description for a TERM that the database lacks. */
static const char *term_near(const char *name) {
    static const char *const modern[] = {"xterm",   "tmux",    "screen", "foot",        "alacritty",
                                         "wezterm", "ghostty", "kitty",  "xterm-kitty", "rio",
                                         "contour", "st",      "vte",    "konsole",     "gnome",
                                         "rxvt",    "putty",   "mintty", "iterm"};
    for (size_t i = 0; name && i < COUNT_OF(modern); i++) {
        if (strncmp(name, modern[i], strlen(modern[i])) == 0)
            return "xterm-256color";
    }
    return "vt100";
}

static bool choose_term(Output *out, const char *wanted, Error *err) {
    const char *names[] = {wanted, term_near(wanted), "vt100", "ansi"};
    int fd = fileno(out->memory);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool places;
        if (!term_known(names[i], fd, &places))
            continue;
        if (!places)
            break;
        snprintf(out->term, sizeof out->term, "%s", names[i]);
        return true;
    }
    return error_set(err, ERR_USAGE,
                     N_("this terminal (TERM={0}) cannot place the cursor; use “anliku search "
                        "WORDS” and “anliku show ID” instead"),
                     "s", wanted ? wanted : "");
}

static ThemeDepth choose_depth(const OutputOptions *options, int colours) {
    OutputColour colour = options->colour_option;
    const char *no_color = getenv("NO_COLOR");
    if (colour == OUTPUT_COLOUR_AUTO && no_color && *no_color)
        colour = OUTPUT_COLOUR_NEVER;
    if (colour == OUTPUT_COLOUR_AUTO)
        colour = options->colour_config;
    if (colour == OUTPUT_COLOUR_NEVER || colours < 8)
        return THEME_MONO;
    if (colour == OUTPUT_COLOUR_16)
        return THEME_16;
    return colours >= 256 ? THEME_256 : THEME_16;
}

/* ---- open and close ---- */

bool output_query_size(const Output *out, int *rows, int *cols) {
    struct winsize size;
    if (out->capture || ioctl(out->out_fd, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
        return false;
    *rows = size.ws_row;
    *cols = size.ws_col;
    return true;
}

static void set_size(Output *out, int rows, int cols) {
    out->rows = rows < 1 ? 1 : rows > 1000 ? 1000 : rows;
    out->cols = cols < 1 ? 1 : cols > 2000 ? 2000 : cols;
    out->row = mem_realloc_array(out->row, (size_t)out->cols, sizeof *out->row);
    out->changed = mem_realloc_array(out->changed, (size_t)out->rows, sizeof *out->changed);
    grid_resize(&out->shown, out->rows, out->cols);
}

static void start_colours(Output *out, const OutputOptions *options) {
    int colours = tigetnum("colors");
    out->depth = choose_depth(options, colours);
    if (out->depth == THEME_MONO)
        return;
    if (start_color() == ERR) {
        out->depth = THEME_MONO;
        return;
    }
    out->default_colours = use_default_colors() == OK;
    out->colours = COLORS;
    out->pairs_max = COLOR_PAIRS < PAIRS_MAX ? COLOR_PAIRS : PAIRS_MAX;
    out->pair_count = 1; /* 0 is the terminal's own */
}

static char *swap_variable(const char *name, const char *value) {
    char *old = getenv(name) ? mem_strdup(getenv(name)) : NULL;
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
    return old;
}

/* ncurses would take INT, TERM, TSTP and WINCH for itself; the loop handles them. The size goes in
 * through the environment: ncurses sees no tty here, and some descriptions (linux) have none. */
static SCREEN *newterm_quietly(Output *out) {
    static const int taken[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction before[COUNT_OF(taken)];
    char rows[12], cols[12];
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        sigaction(taken[i], NULL, &before[i]);
    snprintf(rows, sizeof rows, "%d", out->rows);
    snprintf(cols, sizeof cols, "%d", out->cols);
    char *old_rows = swap_variable("LINES", rows), *old_cols = swap_variable("COLUMNS", cols);
    use_env(TRUE);
    use_tioctl(FALSE);
    SCREEN *screen = newterm(out->term, out->memory, out->nothing);
    free(swap_variable("LINES", old_rows));
    free(swap_variable("COLUMNS", old_cols));
    free(old_rows);
    free(old_cols);
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        sigaction(taken[i], &before[i], NULL);
    return screen;
}

static void choose_size(Output *out, const OutputOptions *options) {
    int rows = options->rows, cols = options->cols;
    if ((rows <= 0 || cols <= 0) && !output_query_size(out, &rows, &cols)) {
        rows = 24;
        cols = 80;
    }
    set_size(out, rows, cols);
}

static void start_screen(Output *out, const OutputOptions *options) {
    nonl();
    typeahead(-1); /* a frame is never left half sent */
    idlok(stdscr, FALSE);
    idcok(stdscr, FALSE); /* inserting columns, ncurses 6.4 leaves wide glyphs behind */
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    const char *margins = tigetstr("rmam");
    out->no_margins = !margins || margins == (const char *)-1;
    start_colours(out, options);
    out->cursor_shown = true;
    output_redraw(out);
    put_modes(out, true);
}

static bool open_files(Output *out, Error *err) {
    int fd = memfd_create("frame", MFD_CLOEXEC);
    out->memory = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!out->memory) {
        if (fd >= 0)
            close(fd);
        return error_set_errno(err, errno, N_("cannot open {0}: {1}"), "memfd");
    }
    out->nothing = fopen("/dev/null", "re");
    return out->nothing || error_set_errno(err, errno, N_("cannot open {0}: {1}"), "/dev/null");
}

bool output_open(const OutputOptions *options, Output **result, Error *err) {
    Output *out = mem_zalloc(sizeof *out);
    out->in_fd = options->in_fd;
    out->out_fd = options->out_fd;
    out->capture = options->capture;
    out->mouse = options->mouse;
    out->sync = options->sync;
    out->links = options->links;
    out->alive = true;
    if (options->theme)
        out->theme = *options->theme;
    else
        theme_builtin(STR("default"), &out->theme);
    if (MB_CUR_MAX < 4)
        setlocale(LC_CTYPE, "C.UTF-8");
    const char *wanted = options->term ? options->term : getenv("TERM");
    if (!open_files(out, err) || !choose_term(out, wanted, err))
        goto failed;
    choose_size(out, options);
    out->screen = newterm_quietly(out);
    if (!out->screen) {
        error_set(err, ERR_USAGE, N_("this terminal (TERM={0}) cannot be used"), "s", out->term);
        goto failed;
    }
    out->has_modes = !out->capture && out->in_fd >= 0 && tcgetattr(out->in_fd, &out->saved) == 0;
    emergency_arm(out);
    modes_raw(out);
    start_screen(out, options);
    *result = out;
    return true;
failed:
    output_close(out);
    return false;
}

void output_close(Output *out) {
    if (!out)
        return;
    if (out->screen) {
        if (!out->suspended)
            output_suspend(out);
        emergency.active = out->capture ? emergency.active : 0;
        set_term(out->screen);
        delscreen(out->screen);
    }
    if (out->memory)
        fclose(out->memory);
    if (out->nothing)
        fclose(out->nothing);
    grid_free(&out->shown);
    hyperlinks_free(&out->hyperlinks);
    free(out->changed);
    buf_free(&out->frame);
    free(out->row);
    free(out);
}

int output_rows(const Output *out) {
    return out->rows;
}

int output_cols(const Output *out) {
    return out->cols;
}

const char *output_term(const Output *out) {
    return out->term;
}

ThemeDepth output_depth(const Output *out) {
    return out->depth;
}

bool output_alive(const Output *out) {
    return out->alive;
}

size_t output_frame_bytes(const Output *out) {
    return out->frame_bytes;
}

void output_suspend(Output *out) {
    if (out->suspended)
        return;
    out->suspended = true;
    set_term(out->screen);
    put_modes(out, false);
    if (!out->cursor_shown)
        curs_set(1);
    out->cursor_shown = true;
    endwin();
    send_frame(out, false);
    modes_back(out);
    emergency.active = out->capture ? emergency.active : 0;
}

void output_resume(Output *out) {
    if (!out->suspended)
        return;
    out->suspended = false;
    emergency_arm(out);
    modes_raw(out);
    put_modes(out, true);
    output_redraw(out);
}

/* ---- colours ---- */

/* The colour as this terminal has it. Eight colours only: a bright one is its dark twin, bold when
 * it is a foreground. */
static short own_colour(const Output *out, int16_t colour, bool fg, attr_t *attrs) {
    if (colour == THEME_DEFAULT_COLOUR)
        return out->default_colours ? -1 : fg ? COLOR_WHITE : COLOR_BLACK;
    if (colour < 8 || colour < out->colours)
        return colour;
    if (fg)
        *attrs |= A_BOLD;
    return colour % 8;
}

/* The pair of two colours; 0 (the terminal's own) when there is no room or it is refused. */
static int pair_of(Output *out, short fg, short bg) {
    if (fg == -1 && bg == -1)
        return 0;
    for (int i = 1; i < out->pair_count; i++) {
        if (out->pairs[i].fg == fg && out->pairs[i].bg == bg)
            return i;
    }
    if (out->pair_count >= out->pairs_max || init_extended_pair(out->pair_count, fg, bg) == ERR)
        return 0;
    out->pairs[out->pair_count].fg = fg;
    out->pairs[out->pair_count].bg = bg;
    return out->pair_count++;
}

static const Look *look_of(Output *out, GridStyle style) {
    static const attr_t attributes[][2] = {{THEME_BOLD, A_BOLD},
                                           {THEME_DIM, A_DIM},
                                           {THEME_UNDERLINE, A_UNDERLINE},
                                           {THEME_REVERSE, A_REVERSE}};
    Role role = style.role < ROLES ? style.role : ROLE_TEXT;
    Role base = style.base < ROLES ? style.base : ROLE_TEXT;
    Look *look = &out->looks[role][base];
    if (look->known)
        return look;
    ThemeStyle want = theme_resolve(&out->theme, out->depth, role, base);
    *look = (Look){.known = true};
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        if (want.attrs & attributes[i][0])
            look->attrs |= attributes[i][1];
    }
    if (out->depth != THEME_MONO) {
        short fg = own_colour(out, want.fg, true, &look->attrs);
        short bg = own_colour(out, want.bg, false, &look->attrs);
        look->pair = pair_of(out, fg, bg);
    }
    return look;
}

void output_set_theme(Output *out, const Theme *theme) {
    out->theme = *theme;
    memset(out->looks, 0, sizeof out->looks);
    out->whole = true;
}

bool output_mouse(const Output *out) {
    return out->mouse;
}

void output_set_mouse(Output *out, bool on) {
    if (out->mouse == on)
        return;
    if (!out->suspended)
        put_modes(out, false);
    out->mouse = on;
    if (!out->suspended)
        put_modes(out, true); /* goes out with the next frame */
}

/* ---- frames ---- */

/* Some terminals keep the region that scrolls when they grow. */
static void put_scroll_region(Output *out) {
    const char *region = tigetstr("csr");
    if (!region || region == (const char *)-1)
        return;
    const char *bytes = tiparm(region, 0, out->rows - 1);
    if (bytes)
        buf_puts(&out->frame, bytes);
}

void output_resize(Output *out, int rows, int cols) {
    set_term(out->screen);
    if (!out->painted) { /* what ncurses holds from its start names the old region */
        doupdate();
        take_memory(out);
    }
    set_size(out, rows, cols);
    resizeterm(out->rows, out->cols);
    flushinp(); /* resizeterm leaves a key for getch, which is never called */
    put_scroll_region(out);
    output_redraw(out);
}

void output_redraw(Output *out) {
    set_term(out->screen);
    clearok(stdscr, TRUE);
    out->whole = true;
}

static void set_cell(Output *out, cchar_t *to, const GridCell *cell) {
    wchar_t chars[CCHARW_MAX + 1];
    Str text = str_of(cell->text);
    size_t count = 0;
    for (size_t at = 0; at < text.len && count < CCHARW_MAX; count++) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        chars[count] = (wchar_t)point;
    }
    chars[count] = 0;
    const Look *look = look_of(out, cell->style);
    int pair = look->pair;
    setcchar(to, chars, look->attrs, (short)0, &pair);
}

/* In the lower right corner of terminals whose automatic margins cannot be switched off (tmux,
 * screen) ncurses writes the last cell first, one place too far left, and then inserts before it.
 * That tears a wide glyph: none is drawn there. */
static bool torn(const Output *out, int row, int col, const GridCell *cell) {
    return out->no_margins && row == out->rows - 1 && cell->width == 2 && col + 3 >= out->cols;
}

/* Rows go to ncurses whole: writing into a row that it holds can leave half a wide glyph behind. */
static void put_row(Output *out, int row) {
    int count = 0;
    for (int col = 0; col < out->cols; col++) {
        const GridCell *cell = grid_cell(&out->shown, row, col);
        if (torn(out, row, col, cell)) {
            GridCell blank = {.text = " ", .width = 1, .style = cell->style};
            set_cell(out, &out->row[count++], &blank);
            set_cell(out, &out->row[count++], &blank);
        } else if (cell->width) {
            set_cell(out, &out->row[count++], cell);
        }
    }
    mvwadd_wchnstr(stdscr, row, 0, out->row, count);
}

/* Takes over a row of the new frame; false when it is what is shown. */
static bool take_row(Output *out, const Grid *grid, int row) {
    int cols = grid->cols < out->cols ? grid->cols : out->cols;
    size_t size = (size_t)cols * sizeof(GridCell);
    GridCell *to = &out->shown.cells[(size_t)row * (size_t)out->cols];
    const GridCell *from = grid_cell(grid, row, 0);
    if (memcmp(to, from, size) == 0 && to[cols - 1].width != 2)
        return false;
    memcpy(to, from, size);
    if (to[cols - 1].width == 2 && cols == out->cols)
        to[cols - 1] = (GridCell){.text = " ", .width = 1, .style = to[cols - 1].style};
    return true;
}

static void put_cursor(Output *out, const Grid *grid) {
    bool show =
        grid->cursor_row >= 0 && grid->cursor_row < out->rows && grid->cursor_col < out->cols;
    if (show != out->cursor_shown)
        curs_set(show ? 1 : 0);
    out->cursor_shown = show;
    int row = show ? grid->cursor_row : 0, col = show ? grid->cursor_col : 0;
    wmove(stdscr, row, col);
}

/* What makes the terminal draw as ncurses does for that look. */
static void put_look(void *context, GridStyle style, Buf *to) {
    static const struct {
        attr_t attr;
        int number;
    } attributes[] = {{A_BOLD, 1}, {A_DIM, 2}, {A_UNDERLINE, 4}, {A_REVERSE, 7}};
    Output *out = context;
    const Look *look = look_of(out, style);
    buf_puts(to, "\033[0");
    for (size_t i = 0; i < COUNT_OF(attributes); i++)
        if (look->attrs & attributes[i].attr)
            buf_printf(to, ";%d", attributes[i].number);
    int colours[2] = {look->pair ? out->pairs[look->pair].fg : -1,
                      look->pair ? out->pairs[look->pair].bg : -1};
    for (int i = 0; i < 2; i++) {
        if (colours[i] >= 0 && colours[i] < 8)
            buf_printf(to, ";%d", (i ? 40 : 30) + colours[i]);
        else if (colours[i] >= 8)
            buf_printf(to, ";%d;5;%d", i ? 48 : 38, colours[i]);
    }
    buf_putc(to, 'm');
}

/* ncurses knows nothing of links: they are written over what it has written. */
static void paint_links(Output *out, const Grid *grid, int rows) {
    if (!out->links)
        return;
    for (int row = rows; row < out->rows; row++)
        out->changed[row] = out->whole;
    take_memory(out);
    hyperlinks_paint(&out->hyperlinks, &out->shown, grid, out->changed, out->whole, put_look, out,
                     &out->frame);
}

void output_paint(Output *out, const Grid *grid) {
    if (out->suspended || !out->alive)
        return;
    set_term(out->screen);
    int rows = grid->rows < out->rows ? grid->rows : out->rows;
    for (int row = 0; row < rows; row++) {
        out->changed[row] = take_row(out, grid, row) || out->whole;
        if (out->changed[row])
            put_row(out, row);
    }
    for (int row = rows; row < out->rows && out->whole; row++)
        put_row(out, row);
    put_cursor(out, grid);
    wnoutrefresh(stdscr);
    doupdate();
    paint_links(out, grid, rows);
    out->whole = false;
    out->painted = true;
    send_frame(out, out->sync);
}

/* ---- clipboard and plain text ---- */

static void put_base64(Buf *out, Str text) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < text.len; i += 3) {
        size_t left = text.len - i;
        uint32_t bits = (uint32_t)(uint8_t)text.ptr[i] << 16;
        bits |= left > 1 ? (uint32_t)(uint8_t)text.ptr[i + 1] << 8 : 0;
        bits |= left > 2 ? (uint8_t)text.ptr[i + 2] : 0;
        buf_putc(out, digits[bits >> 18]);
        buf_putc(out, digits[bits >> 12 & 63]);
        buf_putc(out, left > 1 ? digits[bits >> 6 & 63] : '=');
        buf_putc(out, left > 2 ? digits[bits & 63] : '=');
    }
}

bool output_copy(Output *out, Str text, bool tmux) {
    if (text.len > COPY_MAX / 4 * 3)
        return false;
    Buf bytes = {0};
    buf_puts(&bytes, "\033]52;c;");
    put_base64(&bytes, text);
    buf_putc(&bytes, '\007');
    if (tmux) { /* tmux takes the first for itself and hands the second on */
        Str plain = buf_str(&bytes);
        Buf wrapped = {0};
        buf_puts(&wrapped, "\033Ptmux;\033");
        buf_put_str(&wrapped, plain);
        buf_puts(&wrapped, "\033\\");
        buf_put_str(&bytes, buf_str(&wrapped));
        buf_free(&wrapped);
    }
    write_out(out, bytes.data, bytes.len);
    buf_free(&bytes);
    return true;
}

void output_show_plain(Output *out, Str text) {
    set_term(out->screen);
    Buf safe = {0}, bytes = {0};
    text_display(&safe, text, TEXT_DISPLAY_LINES);
    const char *wipe = tigetstr("clear");
    if (!wipe || wipe == (const char *)-1)
        wipe = "\033[H\033[2J";
    Str sequence = str_of(wipe);
    size_t padding = str_find(sequence, STR("$<"), 0);
    buf_put(&bytes, sequence.ptr, padding < sequence.len ? padding : sequence.len);
    for (size_t i = 0; i < safe.len; i++) {
        if (safe.data[i] == '\n')
            buf_putc(&bytes, '\r');
        buf_putc(&bytes, safe.data[i]);
    }
    buf_puts(&bytes, "\r\n");
    write_out(out, bytes.data, bytes.len);
    buf_free(&safe);
    buf_free(&bytes);
    output_redraw(out);
}

/* ---- keys of the description ---- */

void output_add_keys(const Output *out, Input *in) {
    static const struct {
        const char *name;
        InputKey key;
    } keys[] = {
        {"kcuu1", {INPUT_UP, 0}},           {"kcud1", {INPUT_DOWN, 0}},
        {"kcub1", {INPUT_LEFT, 0}},         {"kcuf1", {INPUT_RIGHT, 0}},
        {"khome", {INPUT_HOME, 0}},         {"kend", {INPUT_END, 0}},
        {"kpp", {INPUT_PAGE_UP, 0}},        {"knp", {INPUT_PAGE_DOWN, 0}},
        {"kich1", {INPUT_INSERT, 0}},       {"kdch1", {INPUT_DELETE, 0}},
        {"kcbt", {INPUT_TAB, INPUT_SHIFT}}, {"kent", {INPUT_ENTER, 0}},
    };
    set_term(out->screen);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const char *text = tigetstr(keys[i].name);
        if (text && text != (const char *)-1)
            input_add_sequence(in, str_of(text), keys[i].key);
    }
    for (uint32_t n = 1; n <= 20; n++) {
        char name[8];
        snprintf(name, sizeof name, "kf%u", n);
        const char *text = tigetstr(name);
        /* Above F12 most descriptions mean F1 with Shift; ours says what the person presses. */
        if (text && text != (const char *)-1 && n <= 12)
            input_add_sequence(in, str_of(text), (InputKey){INPUT_F1 + n - 1, 0});
    }
}
