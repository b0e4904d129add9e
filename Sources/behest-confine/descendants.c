#include "descendants.h"

#include "kernel.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct process {
    pid_t pid, parent;
    char state;
    long threads;
    unsigned long long start;
    int depth; // Below this process; 0 for not.
};

struct table {
    struct process *rows;
    size_t count, room;
};

static int read_process(pid_t pid, struct process *process)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return -1;
    text[length] = '\0';
    // The name before it may have anything in it, also a bracket.
    const char *rest = strrchr(text, ')');
    *process = (struct process){.pid = pid};
    if (rest == NULL) return -1;
    int parent = 0;
    int fields = sscanf(rest + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %llu",
                        &process->state, &parent, &process->threads, &process->start);
    process->parent = parent;
    return fields == 4 ? 0 : -1;
}

static struct table read_table(void)
{
    struct table table = {0};
    DIR *folder = opendir("/proc");
    if (folder == NULL) return table;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        if (table.count == table.room) {
            size_t room = table.room ? 2 * table.room : 256;
            struct process *rows = realloc(table.rows, room * sizeof *rows);
            if (rows == NULL) break;
            table.rows = rows;
            table.room = room;
        }
        if (read_process((pid_t)atoi(entry->d_name), &table.rows[table.count]) == 0) table.count++;
    }
    closedir(folder);
    return table;
}

static int depth_of(const struct table *table, pid_t pid)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].pid == pid) return table->rows[i].depth;
    return 0;
}

static void mark_descendants(struct table *table)
{
    pid_t self = getpid();
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < table->count; i++) {
            struct process *process = &table->rows[i];
            if (process->depth != 0) continue;
            int above = process->parent == self ? 0 : depth_of(table, process->parent);
            if (process->parent != self && above == 0) continue;
            process->depth = above + 1;
            changed = true;
        }
    }
}

// Sends it to this very process: a number may be another's by now.
static bool send_signal(const struct process *process, int signal)
{
    int handle = (int)syscall(CALL_PIDFD_OPEN, process->pid, 0);
    if (handle < 0) return false;
    struct process now;
    bool is_same = read_process(process->pid, &now) == 0 && now.start == process->start;
    bool was_sent = is_same && syscall(CALL_PIDFD_SEND_SIGNAL, handle, signal, NULL, 0) == 0;
    close(handle);
    return was_sent;
}

size_t signal_descendants(int signal, enum generation generation)
{
    struct table table = read_table();
    mark_descendants(&table);
    size_t count = 0;
    for (size_t i = 0; i < table.count; i++) {
        const struct process *process = &table.rows[i];
        bool is_meant = generation == GRANDCHILDREN ? process->depth == 2 : process->depth > 0;
        if (!is_meant || process->state == 'Z' || process->state == 'X') continue;
        if (signal == SIGSTOP && process->state == 'T') continue;
        if (send_signal(process, signal)) count++;
    }
    free(table.rows);
    return count;
}

size_t threads_of_user(uid_t user)
{
    struct table table = read_table();
    size_t count = 0;
    for (size_t i = 0; i < table.count; i++) {
        char path[64];
        struct stat facts;
        snprintf(path, sizeof path, "/proc/%d", table.rows[i].pid);
        if (stat(path, &facts) == 0 && facts.st_uid == user) count += (size_t)table.rows[i].threads;
    }
    free(table.rows);
    return count;
}
