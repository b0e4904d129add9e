internal import Glibc

/// What the shell and the window do with a process at a terminal: it is stopped by Ctrl-Z and goes on by `fg`, and its window
/// changes its size.
final class JobControl: Sendable {
    private let handles: [SignalHandle]

    /// - Parameters:
    ///   - onStop: makes ready; the process stops when it returns.
    ///   - onGoOn: called when it goes on, whoever stopped it.
    ///   - onResize: called when the terminal has another size.
    init(
        onStop: @escaping @Sendable () -> Void,
        onGoOn: @escaping @Sendable () -> Void,
        onResize: @escaping @Sendable () -> Void
    ) {
        handles = [
            SignalHandle([SIGTSTP]) {
                onStop()
                kill(getpid(), SIGSTOP)
            },
            SignalHandle([SIGCONT], onSignal: onGoOn),
            SignalHandle([SIGWINCH], onSignal: onResize),
        ]
    }

    /// Leaves it all to the system again.
    func cancel() {
        handles.forEach { $0.cancel() }
        for number in [SIGTSTP, SIGCONT, SIGWINCH] { signal(number, SIG_DFL) }
    }
}
