#include "landlock.h"

#include "kernel.h"
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

int landlock_version(void)
{
    long version = syscall(CALL_LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_VERSION_FLAG);
    return version > 0 ? (int)version : 0;
}

// All that a version can withhold; what it does not know of cannot be withheld.
static uint64_t file_rights(int version)
{
    uint64_t rights = FILE_EXECUTE | FILE_WRITE | FILE_READ | FOLDER_READ | FOLDER_CHANGES;
    if (version >= 2) rights |= FILE_REFER;
    if (version >= 3) rights |= FILE_TRUNCATE;
    if (version >= 5) rights |= DEVICE_CONTROL;
    return rights;
}

static int add_path(int rules, const struct path *path, uint64_t rights)
{
    int place = open(path->name, O_PATH | O_CLOEXEC);
    if (place < 0) {
        // What cannot be reached need not be allowed; but who counts on writing must hear of it.
        if (!path->writable) return 0;
        return fail("Could not open '%s', which may be written: %s.", path->name, strerror(errno));
    }
    struct stat facts;
    struct landlock_path rule = {path->writable ? rights : FILE_EXECUTE | FILE_READ | FOLDER_READ, place};
    if (fstat(place, &facts) == 0 && !S_ISDIR(facts.st_mode))
        rule.allowed &= FILE_EXECUTE | FILE_WRITE | FILE_READ | FILE_TRUNCATE | DEVICE_CONTROL;
    long result = syscall(CALL_LANDLOCK_ADD_RULE, rules, LANDLOCK_PATH_RULE, &rule, 0);
    int error = errno;
    close(place);
    return result == 0 ? 0 : fail("Could not allow '%s' by Landlock: %s.", path->name, strerror(error));
}

int apply_landlock(const struct options *options)
{
    if (options->path_count == 0) return 0;
    int version = landlock_version();
    if (version == 0) return fail("The kernel offers no Landlock, so that files cannot be withheld.");
    struct landlock_rules wanted = {.files = file_rights(version)};
    if (version >= 4 && options->network == NETWORK_NONE) wanted.network = TCP_BIND_AND_CONNECT;
    if (version >= 6) wanted.scoped = SCOPE_SOCKETS_AND_SIGNALS;
    int rules = (int)syscall(CALL_LANDLOCK_CREATE_RULESET, &wanted, sizeof wanted, 0);
    if (rules < 0) return fail("Could not begin with Landlock: %s.", strerror(errno));
    for (size_t i = 0; i < options->path_count; i++)
        if (add_path(rules, &options->paths[i], wanted.files) != 0) return -1;
    if (syscall(CALL_LANDLOCK_RESTRICT_SELF, rules, 0) != 0)
        return fail("Could not withhold files by Landlock: %s.", strerror(errno));
    close(rules);
    return 0;
}
