// ALSA's header brings `pollfd` along, and the compiler may find it only there.
internal import CALSA
internal import Glibc
internal import Synchronization

/// Tells a thread that waits in `poll` to stop.
///
/// Once raised it stays so. The descriptor becomes readable with it, so that a wait for a device ends at once.
package final class StopSignalHandle: Sendable {
    /// What to wait for beside a device's own descriptors.
    package let descriptor: Int32

    private let writeEnd: Int32
    private let raised = Atomic(false)

    /// Makes a signal that is not raised.
    ///
    /// - Throws: ``AudioError`` when the system gives no descriptor any more.
    package init() throws(AudioError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw AudioError(.brokenDevice, "Too many files are open; close some and start again.")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    /// Whether it was raised.
    package var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Raises it.
    package func raise() {
        guard !raised.exchange(true, ordering: .acquiringAndReleasing) else { return }
        _ = unsafe write(writeEnd, [1], 1)
    }

    /// Waits until a descriptor is readable, some time has gone by, or it is raised.
    ///
    /// - Parameters:
    ///   - other: the descriptor; -1 for none.
    ///   - limit: how long to wait at most; `nil` for ever.
    /// - Returns: whether the descriptor is readable, or has ended.
    @discardableResult
    package func wait(for other: Int32 = -1, upTo limit: Duration?) -> Bool {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        // Rounded up, so that a short wait does not become a spin.
        let milliseconds = limit.map { Int32(min(86_400_000, (max(.zero, $0) / .milliseconds(1)).rounded(.up))) } ?? -1
        let count = unsafe poll(&descriptors, 2, milliseconds)
        return count > 0 && descriptors[1].revents != 0
    }
}
