#include "capabilities.h"

#include <linux/capability.h>
#include <stddef.h>
#include <sys/prctl.h>

// With them the superuser looks into other processes and changes the system, whatever else is denied.
static const int given_up[] = {
    CAP_DAC_READ_SEARCH, CAP_LINUX_IMMUTABLE, CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_MODULE, CAP_SYS_RAWIO,
    CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SYS_PACCT, CAP_SYS_ADMIN, CAP_SYS_BOOT, CAP_SYS_TIME, CAP_SYS_TTY_CONFIG,
    CAP_MKNOD, CAP_AUDIT_WRITE, CAP_AUDIT_CONTROL, CAP_AUDIT_READ, CAP_MAC_OVERRIDE, CAP_MAC_ADMIN, CAP_SYSLOG,
    CAP_WAKE_ALARM, CAP_BLOCK_SUSPEND, 38 /* CAP_PERFMON */, 39 /* CAP_BPF */, 40 /* CAP_CHECKPOINT_RESTORE */,
    // The last: without it no other can be given up.
    CAP_SETPCAP,
};

void give_up_capabilities(void)
{
    // Nobody else has them to begin with, and is told so.
    for (size_t i = 0; i < sizeof given_up / sizeof given_up[0]; i++) prctl(PR_CAPBSET_DROP, given_up[i], 0, 0, 0);
}
