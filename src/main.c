#include "config.h"

#include "base/clock.h"
#include "cli/cli.h"

int main(int argc, char **argv) {
    clock_init_from_environment();
    return cli_main(argc, argv);
}
