internal import Synchronization

/// The time in which a terminal is this program's: keys count at once, and the lines at its bottom are redrawn.
///
/// While the process is stopped or in the background it is somebody else's.
final class TerminalSession: Sendable {
    /// The keys, in their order.
    let keys: AsyncStream<KeyDecoder.Key>

    private let terminal: TerminalHandle
    private let reader: KeyHandle
    private let jobControl: JobControl
    private let hasEnded = Mutex(false)

    /// - Parameters:
    ///   - terminal: the terminal.
    ///   - painter: what paints the lines at its bottom; `nil` when there are none.
    ///   - onChange: called when they have to be drawn anew.
    init(_ terminal: TerminalHandle, painter: LivePainter?, onChange: @escaping @Sendable () -> Void) {
        self.terminal = terminal
        let (keys, pressed) = AsyncStream.makeStream(of: KeyDecoder.Key.self, bufferingPolicy: .bufferingOldest(64))
        self.keys = keys
        let reader = KeyHandle(terminal) { pressed.yield($0) }
        self.reader = reader
        let begin: @Sendable () -> Void = {
            guard terminal.enter() else { return }
            reader.resume()
            if let painter { LiveArea.bottom.open(painter) }
            onChange()
        }
        jobControl = JobControl(
            onStop: {
                LiveArea.bottom.close()
                terminal.leave(discardsKeys: false)
            },
            onGoOn: begin,
            onResize: onChange
        )
        begin()
    }

    /// Leaves the terminal as it was; once is enough, and more does no harm.
    func end() {
        let isFirst = hasEnded.withLock { hasEnded in
            defer { hasEnded = true }
            return !hasEnded
        }
        guard isFirst else { return }
        jobControl.cancel()
        reader.cancel()
        LiveArea.bottom.close()
        terminal.leave()
    }
}
