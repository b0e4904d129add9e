// A capture-only ALSA plugin for tests: the samples of a raw file as if they were spoken, and faults when asked for.
// TestSupport compiles it (FakeMicrophone.swift).
//
//   pcm.mic { type behest_fake  file "a.raw" }
//
// file         samples of 16 bits, interleaved; then silence, or the beginning again with loop 1
// rate, channels
// speed        how many times quicker than real time
// open_errno   opening fails
// xrun_at      an overrun, once, when so many frames have come
// fail_at      fail_errno when so many frames have come; 19 (ENODEV) is what a pulled plug looks like
// stall_at     nothing more comes, and no error, when so many frames have come
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>
#include <time.h>

typedef struct {
    snd_pcm_ioplug_t io;
    FILE *file;
    long rate, channels, speed, open_errno, xrun_at, fail_at, fail_errno, stall_at, loop;
    struct timespec start;
    long long given;
    int overran;
} fake;

// How many frames have come since the start.
static long long due(fake *mic) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (now.tv_sec - mic->start.tv_sec) + (now.tv_nsec - mic->start.tv_nsec) / 1e9;
    long long frames = (long long)(seconds * mic->io.rate * mic->speed);
    // What is not fetched waits: a busy machine must not make an overrun where none was asked for.
    if (frames > mic->given + (long long)mic->io.buffer_size - 1)
        frames = mic->given + mic->io.buffer_size - 1;
    if (mic->stall_at && frames > mic->stall_at) frames = mic->stall_at;
    return frames;
}

static int on_start(snd_pcm_ioplug_t *io) {
    fake *mic = io->private_data;
    clock_gettime(CLOCK_MONOTONIC, &mic->start);
    mic->given = 0;
    struct itimerspec every = {{0, 2000000}, {0, 2000000}};
    return timerfd_settime(io->poll_fd, 0, &every, NULL);
}

static int on_stop(snd_pcm_ioplug_t *io) {
    struct itimerspec never = {{0, 0}, {0, 0}};
    return timerfd_settime(io->poll_fd, 0, &never, NULL);
}

static int fault(fake *mic, long long frames) {
    if (mic->fail_at && frames >= mic->fail_at) return -(int)mic->fail_errno;
    if (mic->xrun_at && !mic->overran && frames >= mic->xrun_at) return -EPIPE;
    return 0;
}

static snd_pcm_sframes_t on_pointer(snd_pcm_ioplug_t *io) {
    fake *mic = io->private_data;
    long long frames = due(mic);
    int error = fault(mic, frames);
    if (error == -EPIPE) mic->overran = 1;
    if (error == -ENODEV) {
        // ALSA would make an overrun of a negative answer.
        snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
        return frames % io->buffer_size;
    }
    if (error) return error;
    return frames % io->buffer_size;
}

static snd_pcm_sframes_t on_transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset, snd_pcm_uframes_t size
) {
    fake *mic = io->private_data;
    size_t bytes = 2 * io->channels;
    char *target = (char *)areas->addr + (areas->first + areas->step * offset) / 8;
    size_t got = fread(target, bytes, size, mic->file);
    if (got < size && mic->loop) {
        rewind(mic->file);
        got += fread(target + got * bytes, bytes, size - got, mic->file);
    }
    memset(target + got * bytes, 0, (size - got) * bytes);
    mic->given += size;
    return size;
}

static int on_revents(snd_pcm_ioplug_t *io, struct pollfd *descriptor, unsigned int count, unsigned short *events) {
    (void)descriptor;
    (void)count;
    fake *mic = io->private_data;
    unsigned long long expirations;
    if (read(io->poll_fd, &expirations, sizeof expirations) < 0) expirations = 0;
    *events = fault(mic, due(mic)) ? POLLERR | POLLIN : 0;
    if (!*events && snd_pcm_avail_update(io->pcm) >= (snd_pcm_sframes_t)io->period_size) *events = POLLIN;
    return 0;
}

static int on_close(snd_pcm_ioplug_t *io) {
    fake *mic = io->private_data;
    fclose(mic->file);
    close(io->poll_fd);
    free(mic);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = on_start,
    .stop = on_stop,
    .pointer = on_pointer,
    .transfer = on_transfer,
    .close = on_close,
    .poll_revents = on_revents,
};

static int configure(fake *mic, snd_config_t *conf, const char **file) {
    struct {
        const char *name;
        long *value;
    } numbers[] = {
        {"rate", &mic->rate}, {"channels", &mic->channels}, {"speed", &mic->speed}, {"open_errno", &mic->open_errno},
        {"xrun_at", &mic->xrun_at}, {"fail_at", &mic->fail_at}, {"fail_errno", &mic->fail_errno},
        {"stall_at", &mic->stall_at}, {"loop", &mic->loop},
    };
    snd_config_iterator_t i, next;
    snd_config_for_each(i, next, conf) {
        snd_config_t *node = snd_config_iterator_entry(i);
        const char *id;
        if (snd_config_get_id(node, &id) < 0 || !strcmp(id, "type") || !strcmp(id, "hint")) continue;
        if (!strcmp(id, "file")) {
            snd_config_get_string(node, file);
            continue;
        }
        size_t n = 0;
        while (n < sizeof numbers / sizeof *numbers && strcmp(id, numbers[n].name)) n++;
        if (n == sizeof numbers / sizeof *numbers) return -EINVAL;
        snd_config_get_integer(node, numbers[n].value);
    }
    return 0;
}

static int offer(fake *mic) {
    unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
    unsigned int format[] = {SND_PCM_FORMAT_S16_LE}, rate[] = {mic->rate}, channels[] = {mic->channels};
    int error = snd_pcm_ioplug_set_param_list(&mic->io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
    if (!error) error = snd_pcm_ioplug_set_param_list(&mic->io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
    if (!error) error = snd_pcm_ioplug_set_param_list(&mic->io, SND_PCM_IOPLUG_HW_RATE, 1, rate);
    if (!error) error = snd_pcm_ioplug_set_param_list(&mic->io, SND_PCM_IOPLUG_HW_CHANNELS, 1, channels);
    if (!error) error = snd_pcm_ioplug_set_param_minmax(&mic->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
    if (!error) error = snd_pcm_ioplug_set_param_minmax(&mic->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
    return error;
}

SND_PCM_PLUGIN_DEFINE_FUNC(behest_fake) {
    (void)root;
    fake settings = {.rate = 16000, .channels = 1, .speed = 1, .fail_errno = ENODEV};
    const char *file = NULL;
    int error = configure(&settings, conf, &file);
    if (error) return error;
    if (settings.open_errno) return -(int)settings.open_errno;
    if (stream != SND_PCM_STREAM_CAPTURE || !file) return -EINVAL;

    fake *mic = malloc(sizeof *mic);
    if (!mic) return -ENOMEM;
    *mic = settings;
    mic->file = fopen(file, "rbe");
    if (!mic->file) {
        error = -errno;
        free(mic);
        return error;
    }
    mic->io.version = SND_PCM_IOPLUG_VERSION;
    mic->io.name = "fake microphone";
    mic->io.callback = &callbacks;
    mic->io.private_data = mic;
    mic->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    mic->io.poll_events = POLLIN;
    error = snd_pcm_ioplug_create(&mic->io, name, stream, mode);
    if (!error) error = offer(mic);
    if (error) return error;
    *pcmp = mic->io.pcm;
    return 0;
}
SND_PCM_PLUGIN_SYMBOL(behest_fake);
