#include "config.h"

#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "tui/term/loop.h"

#include <signal.h>
#include <unistd.h>

static int ends[2];

static Loop *loop_on_pipe(void) {
    assert_int_equal(pipe(ends), 0);
    return loop_new(ends[0], NULL);
}

static void type(const char *bytes) {
    assert_int_equal(write(ends[1], bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

static void stop(Loop *loop) {
    loop_free(loop);
    close(ends[0]);
    if (ends[1] >= 0)
        close(ends[1]);
}

static LoopType next(Loop *loop, LoopEvent *event) {
    assert_true(loop_next(loop, event));
    return event->type;
}

static void all_input_comes_before_one_frame(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    assert_int_equal(next(loop, &event), LOOP_FRAME); /* the first picture */
    type("a中\033[B");
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, 'a');
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    type("b"); /* comes while the others are taken */
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, INPUT_DOWN);
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, 'b');
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    loop_set_timer(loop, 0, 0, false);
    assert_int_equal(next(loop, &event), LOOP_TIMER); /* and no second frame */
    stop(loop);
}

static void frames_keep_their_distance(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    int64_t start = clock_mono_us();
    for (int i = 0; i < 4; i++) {
        loop_request_frame(loop);
        assert_int_equal(next(loop, &event), LOOP_FRAME);
    }
    assert_true(clock_mono_us() - start >= 3 * 33000);
    stop(loop);
}

static void timers_run_out_in_order(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    loop_set_timer(loop, 3, 20, true);
    loop_set_timer(loop, 1, 5, false);
    loop_set_timer(loop, 2, 1, false);
    loop_stop_timer(loop, 2);
    assert_int_equal(next(loop, &event), LOOP_TIMER);
    assert_int_equal(event.timer, 1);
    assert_int_equal(next(loop, &event), LOOP_TIMER);
    assert_int_equal(event.timer, 3);
    stop(loop);
}

static void escape_is_resolved_in_time(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    unsetenv("SSH_TTY");
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    int64_t start = clock_mono_us();
    type("\033");
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, INPUT_ESCAPE);
    assert_true(clock_mono_us() - start >= 40000);
    stop(loop);
    setenv("SSH_TTY", "/dev/pts/9", 1); /* the bytes of a key may come apart there */
    loop = loop_on_pipe();
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    start = clock_mono_us();
    type("\033");
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, INPUT_ESCAPE);
    assert_true(clock_mono_us() - start >= 90000);
    stop(loop);
    unsetenv("SSH_TTY");
}

/* The rest of an answer that a slow line holds back is waited for, a key that comes meanwhile is
 * read behind it. */
static void an_answer_may_be_slow(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    type("\033]11;rgb:ff");
    loop_set_timer(loop, 0, 200, false);
    assert_int_equal(next(loop, &event), LOOP_TIMER);
    type("ff/ffff/ffff\033\\q");
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.type, INPUT_TYPE_REPORT);
    assert_int_equal(next(loop, &event), LOOP_INPUT);
    assert_int_equal(event.input.key.code, 'q');
    stop(loop);
}

static void signals_become_events(void **state) {
    (void)state;
    static const struct {
        int number;
        LoopType type;
    } signals[] = {{SIGTERM, LOOP_TERMINATE},
                   {SIGINT, LOOP_TERMINATE},
                   {SIGQUIT, LOOP_TERMINATE},
                   {SIGTSTP, LOOP_SUSPEND},
                   {SIGCONT, LOOP_CONTINUE}};
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        raise(signals[i].number);
        assert_int_equal(next(loop, &event), signals[i].type);
    }
    raise(SIGHUP);
    assert_int_equal(next(loop, &event), LOOP_HANGUP);
    assert_false(loop_next(loop, &event)); /* never again, and never a spin */
    stop(loop);
    struct sigaction after;
    sigaction(SIGTERM, NULL, &after);
    assert_true(after.sa_handler == SIG_DFL);
}

static void a_closed_terminal_is_a_hangup(void **state) {
    (void)state;
    Loop *loop = loop_on_pipe();
    LoopEvent event;
    assert_int_equal(next(loop, &event), LOOP_FRAME);
    type("x");
    close(ends[1]);
    ends[1] = -1;
    assert_int_equal(next(loop, &event), LOOP_INPUT); /* what was typed still counts */
    assert_int_equal(next(loop, &event), LOOP_HANGUP);
    assert_false(loop_next(loop, &event));
    stop(loop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_input_comes_before_one_frame),
        cmocka_unit_test(frames_keep_their_distance),
        cmocka_unit_test(timers_run_out_in_order),
        cmocka_unit_test(escape_is_resolved_in_time),
        cmocka_unit_test(an_answer_may_be_slow),
        cmocka_unit_test(signals_become_events),
        cmocka_unit_test(a_closed_terminal_is_a_hangup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
