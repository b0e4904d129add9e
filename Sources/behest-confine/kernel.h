#ifndef BEHEST_KERNEL_H
#define BEHEST_KERNEL_H

// What newer kernels offer and the system's headers may not name yet. The numbers are the same on all architectures.

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    CALL_PIDFD_SEND_SIGNAL = 424,
    CALL_PIDFD_OPEN = 434,
    CALL_CLOSE_RANGE = 436,
    CALL_LANDLOCK_CREATE_RULESET = 444,
    CALL_LANDLOCK_ADD_RULE = 445,
    CALL_LANDLOCK_RESTRICT_SELF = 446,
};

struct landlock_rules {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

struct __attribute__((packed)) landlock_path {
    uint64_t allowed;
    int32_t parent;
};

enum {
    LANDLOCK_VERSION_FLAG = 1,
    LANDLOCK_PATH_RULE = 1,

    FILE_EXECUTE = 1 << 0,
    FILE_WRITE = 1 << 1,
    FILE_READ = 1 << 2,
    FOLDER_READ = 1 << 3,
    FOLDER_CHANGES = 0x1ff0, // Removing and making everything that can be in one, bits 4 to 12.
    FILE_REFER = 1 << 13,    // From ABI 2.
    FILE_TRUNCATE = 1 << 14, // From ABI 3.
    DEVICE_CONTROL = 1 << 15, // From ABI 5.

    TCP_BIND_AND_CONNECT = 3,   // From ABI 4.
    SCOPE_SOCKETS_AND_SIGNALS = 3, // From ABI 6: abstract sockets and signals of others.
};

#endif
