#include "options.h"

#include "message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int resource;
} limit_names[] = {
    {"cpu-seconds", RLIMIT_CPU}, {"memory-bytes", RLIMIT_AS},   {"processes", RLIMIT_NPROC},
    {"file-bytes", RLIMIT_FSIZE}, {"open-files", RLIMIT_NOFILE},
};

static int read_number(const char *text, unsigned long long *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' ? 0 : -1;
}

static int read_limit(const char *text, struct options *options)
{
    const char *sign = strchr(text, '=');
    unsigned long long value;
    if (sign == NULL || read_number(sign + 1, &value) != 0) return fail("'%s' is no limit: write NAME=NUMBER.", text);
    size_t length = (size_t)(sign - text);
    for (size_t i = 0; i < sizeof limit_names / sizeof limit_names[0]; i++) {
        if (strlen(limit_names[i].name) != length || strncmp(limit_names[i].name, text, length) != 0) continue;
        if (options->limit_count == MOST_LIMITS) return fail("There are more than %d limits.", MOST_LIMITS);
        options->limits[options->limit_count++] = (struct limit){limit_names[i].resource, (rlim_t)value};
        return 0;
    }
    return fail("There is no limit '%.*s'.", (int)length, text);
}

static int read_grace(const char *text, struct options *options)
{
    char *end;
    options->grace = strtod(text, &end);
    if (end == text || *end != '\0' || !(options->grace >= 0 && options->grace <= 86400))
        return fail("'%s' is no number of seconds for --grace.", text);
    return 0;
}

// An option with a value.
static int read_value(const char *name, char *value, struct options *options)
{
    unsigned long long number;
    if (strcmp(name, "--read") == 0 || strcmp(name, "--write") == 0) {
        options->paths[options->path_count++] = (struct path){value, name[2] == 'w'};
        return 0;
    }
    if (strcmp(name, "--grace") == 0) return read_grace(value, options);
    if (strcmp(name, "--limit") == 0) return read_limit(value, options);
    if (read_number(value, &number) != 0 || number > 0x7fffffff) return fail("'%s' is no number for %s.", value, name);
    if (strcmp(name, "--parent") == 0) options->parent = (pid_t)number;
    if (strcmp(name, "--report") == 0) options->report = (int)number;
    return 0;
}

static bool takes_value(const char *name)
{
    static const char *const names[] = {"--read", "--write", "--grace", "--limit", "--parent", "--report"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static bool read_flag(const char *name, struct options *options)
{
    if (strcmp(name, "--wrapped") == 0) options->wrapped = true;
    else if (strcmp(name, "--leave") == 0) options->leaves = true;
    else if (strcmp(name, "--filter") == 0) options->filtered = true;
    else if (strcmp(name, "--no-network") == 0) options->network = NETWORK_NONE;
    else if (strcmp(name, "--own-network") == 0) options->network = NETWORK_OWN;
    else if (strcmp(name, "--internet") == 0) options->network = NETWORK_INTERNET;
    else return false;
    return true;
}

int read_options(int count, char **arguments, struct options *options)
{
    *options = (struct options){.grace = 3, .report = -1};
    options->paths = calloc((size_t)count, sizeof *options->paths);
    if (options->paths == NULL) return fail("There is no memory left.");
    int next = 1;
    while (next < count && strcmp(arguments[next], "--") != 0) {
        char *name = arguments[next++];
        if (read_flag(name, options)) continue;
        if (!takes_value(name)) return fail("There is no option '%s'.", name);
        if (next == count) return fail("The option '%s' has no value.", name);
        if (read_value(name, arguments[next++], options) != 0) return -1;
    }
    if (next + 1 >= count || arguments[next + 1][0] == '\0') return fail("There is no program to run: name it after '--'.");
    options->program = arguments + next + 1;
    return 0;
}
