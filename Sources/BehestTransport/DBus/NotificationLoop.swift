internal import Dispatch
internal import Glibc
internal import Synchronization

/// Keeps what the desktop shows as it is wanted, on a thread of its own.
///
/// The connection belongs to ``run()``, which runs on the one thread; what others change is in the mutex.
final class NotificationLoop: Sendable {
    private struct State {
        var wanted: DesktopNotification?
        /// Counts what was wanted: what it was has changed when this has.
        var number = 0
        var isRunning = false
        var isStopped = false
        var whenStopped: [@Sendable () -> Void] = []
    }

    /// How long to let a desktop be that is not there.
    private static let pause = Duration.seconds(30)

    private let application: String
    private let address: String?
    private let report: @Sendable (String) -> Void
    private let act: @Sendable (String) -> Void
    private let state = Mutex(State())
    /// The reading and the writing end of what wakes the thread; `nil` where the system gives none, and nothing is shown.
    private let ends: (Int32, Int32)?

    init(
        application: String,
        address: String?,
        report: @escaping @Sendable (String) -> Void,
        act: @escaping @Sendable (String) -> Void
    ) {
        self.application = application
        self.address = address
        self.report = report
        self.act = act
        var pair: [Int32] = [-1, -1]
        guard unsafe pipe(&pair) == 0 else {
            ends = nil
            report("Too many files are open, so questions are not shown on the desktop.")
            return
        }
        for end in pair {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        ends = (pair[0], pair[1])
    }

    deinit {
        guard let ends else { return }
        close(ends.0)
        close(ends.1)
    }

    /// Names what is to be shown; `nil` for nothing.
    func want(_ notification: DesktopNotification?) {
        guard ends != nil else { return }
        let isFirst = state.withLock { state -> Bool in
            guard !state.isStopped, notification != state.wanted else { return false }
            state.wanted = notification
            state.number += 1
            defer { state.isRunning = true }
            return !state.isRunning
        }
        wake()
        // A serial queue's work has a thread to itself for as long as it takes.
        if isFirst { DispatchQueue(label: "behest.notifications").async { self.run() } }
    }

    /// Withdraws what is shown and ends the thread.
    ///
    /// - Parameter end: called when that is done.
    func stop(_ end: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state -> Bool in
            state.isStopped = true
            state.wanted = nil
            guard state.isRunning else { return true }
            state.whenStopped.append(end)
            return false
        }
        wake()
        if isOver { end() }
    }

    private func wake() {
        guard let ends else { return }
        _ = unsafe write(ends.1, [1], 1)
    }

    // MARK: - On the thread

    /// What is on the desktop.
    private struct Shown {
        var id: UInt32
        var number: Int
        var names: Set<String>
    }

    private func run() {
        var bus: NotificationBusHandle?
        var shown: Shown?
        var attempted = 0
        var hasReported = false
        var nextAttempt = ContinuousClock.now
        while true {
            let (wanted, number, isStopped) = state.withLock { ($0.wanted, $0.number, $0.isStopped) }
            if number != attempted || isStopped {
                attempted = number
                if bus == nil, wanted != nil, ContinuousClock.now >= nextAttempt {
                    bus = NotificationBusHandle(application: application, address: address)
                }
                if let connected = bus, !change(&shown, to: wanted, number, on: connected) { bus = nil }
                if bus == nil, wanted != nil {
                    shown = nil
                    nextAttempt = .now + Self.pause
                    if !hasReported {
                        report("There is no desktop that shows notifications, so questions are asked without.")
                    }
                    hasReported = true
                }
            }
            if isStopped { break }
            if let connected = bus, !listen(to: connected, &shown) { (bus, shown) = (nil, nil) }
            wait(for: bus)
        }
        let whenStopped = state.withLock { state in
            state.isRunning = false
            defer { state.whenStopped = [] }
            return state.whenStopped
        }
        for end in whenStopped { end() }
    }

    /// Shows what is wanted.
    ///
    /// - Returns: whether the desktop did it.
    private func change(
        _ shown: inout Shown?,
        to wanted: DesktopNotification?,
        _ number: Int,
        on bus: NotificationBusHandle
    ) -> Bool {
        guard var notification = wanted else {
            defer { shown = nil }
            // That it was closed already is no failure.
            if let shown { bus.close(shown.id) }
            return true
        }
        // A button of what was shown before may be pressed just now: it must not count for this.
        for index in notification.actions.indices { notification.actions[index].name += ":\(number)" }
        guard let id = bus.show(notification, replacing: shown?.id ?? 0) else { return false }
        shown = Shown(id: id, number: number, names: Set(notification.actions.map(\.name)))
        return true
    }

    /// Takes in what the desktop tells.
    ///
    /// - Returns: whether it is still there.
    private func listen(to bus: NotificationBusHandle, _ shown: inout Shown?) -> Bool {
        while true {
            switch bus.nextEvent() {
            case .nothing: return true
            case .other: continue
            case .lost: return false
            case .closed(let id): if shown?.id == id { shown = nil }
            case .action(let id, let name):
                guard let current = shown, current.id == id, current.names.contains(name) else { continue }
                guard state.withLock({ $0.number }) == current.number else { continue }
                // Each counts once.
                shown?.names = []
                act(String(name.prefix(while: { $0 != ":" })))
            }
        }
    }

    private func wait(for bus: NotificationBusHandle?) {
        guard let ends else { return }
        var descriptors = [pollfd(fd: ends.0, events: Int16(POLLIN), revents: 0)]
        if let bus { descriptors.append(pollfd(fd: bus.descriptor, events: bus.events, revents: 0)) }
        _ = unsafe poll(&descriptors, UInt(descriptors.count), -1)
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(ends.0, &bytes, bytes.count) > 0 {}
    }
}
