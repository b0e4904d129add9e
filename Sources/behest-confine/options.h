#ifndef BEHEST_OPTIONS_H
#define BEHEST_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

// Which sockets the program may have.
enum network {
    NETWORK_ANY,
    NETWORK_OWN,      // The machine's own kinds, in a network of its own: no other way out may be left open.
    NETWORK_INTERNET, // Servers, here and elsewhere, but none of the local sockets of this machine's services.
    NETWORK_NONE,     // None that reaches anything, local services included.
};

struct path {
    const char *name;
    bool writable;
};

struct limit {
    int resource;
    rlim_t value;
};

enum { MOST_LIMITS = 8 };

// What the command line says.
struct options {
    double grace;         // Seconds between the request to end and the end.
    pid_t parent;         // Who must be this program's parent; 0 for anybody.
    bool wrapped;         // The program starts another one of these, which does the work.
    bool leaves;          // What outlives the program's own end is left alone.
    int report;           // Where the program's wait status is written; -1 for nowhere.
    bool filtered;        // System calls that no build needs are denied.
    enum network network;
    struct path *paths;   // What may be used of the file system; none for all of it.
    size_t path_count;
    struct limit limits[MOST_LIMITS];
    size_t limit_count;
    char **program;       // The program and its arguments.
};

// Reads the command line; on failure the message is set and -1 returned.
int read_options(int count, char **arguments, struct options *options);

#endif
