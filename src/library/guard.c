#include "config.h"

#include "library/guard.h"

#include "base/mem.h"
#include "store/fault.h"

void library_guard_faults(void (*restore)(void)) {
    store_fault_install(restore);
    mem_set_exhausted_handler(restore);
}
