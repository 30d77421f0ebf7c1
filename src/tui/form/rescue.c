#include "config.h"

#include "tui/form/rescue.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/zone.h"
#include "tui/form/internal.h"

#include <stdio.h>

enum { CHOICES = 3 };

struct Rescue {
    Buf title;
    MenuItem items[CHOICES];
    Menu menu;
};

static void put_time(Buf *out, int64_t at_ms) {
    ZoneTime t = zone_local(at_ms);
    buf_printf(out, "%02d:%02d", t.hour, t.minute);
}

Rescue *rescue_new(const Meanwhile *now, bool may_untrash) {
    Rescue *rescue = mem_zalloc(sizeof *rescue);
    size_t count = 0;
    if (now) {
        Buf at = {0};
        put_time(&at, now->at_ms);
        FORM_SAY(&rescue->title, N_("{0} put it into the trash at {1}; your text is safe"), "ss",
                 now->name, buf_text(&at));
        buf_free(&at);
        rescue->items[count++] =
            (MenuItem){.label = _("Bring it back, and save"),
                       .reason = may_untrash ? NULL : _("you may not bring records back"),
                       .action = RESCUE_UNTRASH};
    } else {
        buf_puts(&rescue->title, _("It is not there any more; your text is safe"));
    }
    rescue->items[count++] = (MenuItem){.label = _("Save as a new one"), .action = RESCUE_NEW};
    rescue->items[count++] =
        (MenuItem){.label = _("Leave it in the draft"), .action = RESCUE_LATER};
    rescue->menu =
        (Menu){.title = buf_text(&rescue->title), .items = rescue->items, .count = count};
    return rescue;
}

void rescue_free(Rescue *rescue) {
    if (!rescue)
        return;
    buf_free(&rescue->title);
    free(rescue);
}

RescueAnswer rescue_event(Rescue *rescue, const InputEvent *event) {
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = menu_key(&rescue->menu, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = menu_mouse(&rescue->menu, event);
    if (result == WIDGET_CANCELLED)
        return event->type == INPUT_TYPE_KEY ? RESCUE_LATER : RESCUE_OPEN;
    return result == WIDGET_DONE ? (RescueAnswer)rescue->menu.action : RESCUE_OPEN;
}

void rescue_draw(Rescue *rescue, Grid *grid, GridRect rect) {
    menu_draw(&rescue->menu, grid, rect);
}
