#if DEBUG
internal import FoundationEssentials
internal import Glibc
internal import Synchronization
#endif

/// A place at which a debug build can be told to die, to see that nothing is lost or done twice.
///
/// Each time such a place is passed it has the next number. With `BEHEST_CRASH_AT=7` the process kills itself at the seventh
/// pass, as the loss of power would: nothing is flushed and nobody is told. A release build has none of this.
package enum CrashPoint {
    #if DEBUG
    private static let fatal = ProcessInfo.processInfo.environment["BEHEST_CRASH_AT"].flatMap { Int($0) }
    private static let passes = Atomic(0)
    #endif

    /// Passes such a place.
    @inline(__always)
    package static func pass() {
        #if DEBUG
        guard let fatal else { return }
        if passes.add(1, ordering: .relaxed).newValue == fatal { kill(getpid(), SIGKILL) }
        #endif
    }
}
