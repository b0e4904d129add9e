internal import Synchronization

/// The lines at the bottom of the terminal that are redrawn in place, and the place above them where everything else goes.
///
/// There is one terminal, so there is one of it, which all that is written passes through; while it is closed, that is all.
final class LiveArea: Sendable {
    static let bottom = LiveArea()

    private struct State {
        /// What paints it; `nil` while it is closed.
        var painter: LivePainter?
        var lines: [String] = []

        /// What is to be written for the lines to stand there.
        mutating func paint() -> String { painter?.paint(lines, columns: StandardOutput.size.columns) ?? "" }

        mutating func erase() -> String { painter?.erase(columns: StandardOutput.size.columns) ?? "" }
    }

    /// Terminals that know these marks show nothing of what is between them before all of it is there.
    private static let (begin, end) = ("\u{1B}[?2026h", "\u{1B}[?2026l")

    private let state = Mutex(State())

    private init() {}

    /// Begins to show lines.
    func open(_ painter: LivePainter) {
        state.withLock { state in
            state.painter = painter
            Self.write(state.paint())
        }
    }

    /// Shows lines from now on, each narrower than the terminal.
    func show(_ lines: [String]) {
        state.withLock { state in
            state.lines = lines
            Self.write(state.paint())
        }
    }

    /// Takes the lines away, until it is opened again.
    func close() {
        state.withLock { state in
            Self.write(state.erase())
            state.painter = nil
        }
    }

    /// Writes whole lines above.
    ///
    /// - Parameters:
    ///   - text: the lines, with their ends.
    ///   - isVisible: whether they appear on the terminal.
    ///   - write: writes them.
    /// - Returns: whether they were written.
    @discardableResult
    func write(_ text: String, isVisible: Bool, by write: (String) -> Bool) -> Bool {
        state.withLock { state in
            guard isVisible, state.painter != nil else { return write(text) }
            StandardOutput.writePart(Self.begin + state.erase())
            defer { StandardOutput.writePart(state.paint() + Self.end) }
            let columns = StandardOutput.size.columns
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return write(lines.map { String($0).broken(to: columns, indent: 0) }.joined(separator: "\n"))
        }
    }

    private static func write(_ text: String) {
        if !text.isEmpty { StandardOutput.writePart(begin + text + end) }
    }
}
