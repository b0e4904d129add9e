internal import Glibc

/// The time since the machine was started.
enum Uptime {
    /// The seconds, without the time that the machine slept; the same for all processes.
    static var seconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
