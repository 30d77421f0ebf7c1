#include "config.h"

#include "scratch.h"
#include "unit.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

void scratch_new(char dir[SCRATCH_PATH], const char *name) {
    snprintf(dir, SCRATCH_PATH, "/tmp/anliku-%.32s-XXXXXX", name);
    if (!mkdtemp(dir))
        fail_msg("there is no folder %s: %s", dir, strerror(errno));
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk) {
    (void)info, (void)type, (void)walk;
    return remove(path);
}

void scratch_remove(const char *dir) {
    if (nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        fail_msg("%s stays: %s", dir, strerror(errno));
}
