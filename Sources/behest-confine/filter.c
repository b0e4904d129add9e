#include "filter.h"

#include "kernel.h"
#include "message.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#if defined(__x86_64__)
enum { ARCHITECTURE = AUDIT_ARCH_X86_64, IS_KNOWN = 1 };
#elif defined(__aarch64__)
enum { ARCHITECTURE = AUDIT_ARCH_AARCH64, IS_KNOWN = 1 };
#else
enum { ARCHITECTURE = 0, IS_KNOWN = 0 };
#endif

// Numbers from here on are those of x32, a second set of calls that would go round the filter.
enum { X32 = 0x40000000 };

enum { TERMINAL_INPUT = 0x5412, CONSOLE_CONTROL = 0x541C, CLONE3 = 435 };

enum { NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET };

// Looking into other processes, changing the system, and what has often been a way out.
static const int denied[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
    SYS_keyctl, SYS_add_key, SYS_request_key,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot,
    428 /* open_tree */, 429 /* move_mount */, 430 /* fsopen */, 431 /* fsconfig */, 432 /* fsmount */,
    433 /* fspick */, 442 /* mount_setattr */, 467 /* open_tree_attr */,
    SYS_unshare, SYS_setns, SYS_open_by_handle_at,
    425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
    SYS_iopl, SYS_ioperm,
#endif
    SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex,
    SYS_clock_adjtime, SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_quotactl,
};

struct code {
    struct sock_filter lines[256];
    size_t count;
};

static void add(struct code *code, uint16_t operation, uint32_t value, uint8_t yes, uint8_t no)
{
    code->lines[code->count++] = (struct sock_filter){operation, yes, no, value};
}

static void load(struct code *code, size_t offset)
{
    add(code, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void answer(struct code *code, int error)
{
    add(code, BPF_RET | BPF_K, error ? SECCOMP_RET_ERRNO | (uint32_t)error : SECCOMP_RET_ALLOW, 0, 0);
}

// The lower half of an argument, which is all that the kernel looks at of those that are asked about here.
static size_t argument(int number)
{
    return offsetof(struct seccomp_data, args) + 8 * (size_t)number;
}

static void deny(struct code *code, int call, int error)
{
    add(code, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    answer(code, error);
}

static void deny_dangerous(struct code *code)
{
    for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) deny(code, denied[i], EPERM);
    // Its flags cannot be seen: told that there is none, C libraries take clone.
    deny(code, CLONE3, ENOSYS);
    add(code, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
    load(code, argument(0));
    add(code, BPF_JMP | BPF_JSET | BPF_K, (uint32_t)NEW_NAMESPACES, 0, 1);
    answer(code, EPERM);
    answer(code, 0);
    // Typing into a terminal that is shared.
    add(code, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5);
    load(code, argument(1));
    add(code, BPF_JMP | BPF_JEQ | BPF_K, TERMINAL_INPUT, 1, 0);
    add(code, BPF_JMP | BPF_JEQ | BPF_K, CONSOLE_CONTROL, 0, 1);
    answer(code, EPERM);
    answer(code, 0);
}

// A list of what is allowed: of kinds of sockets there are more each year.
static void deny_sockets(struct code *code, enum network network)
{
    if (network == NETWORK_ANY) return;
    static const uint32_t all[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
    const uint32_t *kinds = network == NETWORK_INTERNET ? all + 1 : all;
    uint8_t count = network == NETWORK_OWN ? 4 : network == NETWORK_INTERNET ? 3 : 1;
    // A service of this machine is a way out as well: one that starts programs runs them unconfined.
    if (network == NETWORK_NONE) deny(code, SYS_connect, EACCES);
    add(code, BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, (uint8_t)(count + 3));
    load(code, argument(0));
    for (uint8_t i = 0; i < count; i++) add(code, BPF_JMP | BPF_JEQ | BPF_K, kinds[i], (uint8_t)(count - i), 0);
    answer(code, EACCES);
    answer(code, 0);
}

bool filters_are_offered(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return IS_KNOWN && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int apply_filter(const struct options *options)
{
    if (!options->filtered && options->network == NETWORK_ANY) return 0;
    if (!IS_KNOWN) return fail("System calls can be denied on x86-64 and aarch64 only.");
    struct code code = {.count = 0};
    load(&code, offsetof(struct seccomp_data, arch));
    add(&code, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    answer(&code, ENOSYS);
    load(&code, offsetof(struct seccomp_data, nr));
    if (ARCHITECTURE == AUDIT_ARCH_X86_64) {
        add(&code, BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1);
        answer(&code, ENOSYS);
    }
    // Sockets first: what follows may have loaded an argument in the place of the call's number.
    deny_sockets(&code, options->network);
    if (options->filtered) deny_dangerous(&code);
    answer(&code, 0);
    struct sock_fprog program = {(unsigned short)code.count, code.lines};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        return fail("Could not deny system calls by seccomp: %s.", strerror(errno));
    return 0;
}
