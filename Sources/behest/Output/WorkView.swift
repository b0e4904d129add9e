internal import BehestWorkflow
internal import Synchronization

/// Shows a person at a terminal what agents are doing: one line that changes, and is gone when they are done.
final class WorkView: RunObserver {
    /// How often the line is painted anew at most: it is read by a person.
    private static let interval = Duration.milliseconds(100)

    private struct State {
        /// How many attempts are under way.
        var count = 0
        var shown: ContinuousClock.Instant?
    }

    private let painter: LivePainter
    private let style: Style
    private let state = Mutex(State())

    /// - Parameter environment: the program's environment.
    init(environment: [String: String]) {
        painter = LivePainter(environment: environment)
        style = Style(isTerminal: true, environment: environment)
    }

    func begin(_ assignment: Assignment) -> any AttemptObserver {
        state.withLock { state in
            state.count += 1
            if state.count == 1 { LiveArea.bottom.open(painter) }
        }
        return Attempt(view: self, step: assignment.step)
    }

    fileprivate func end() {
        state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return }
            LiveArea.bottom.show([])
            LiveArea.bottom.close()
        }
    }

    fileprivate func show(_ text: String, of step: String) {
        state.withLock { state in
            let now = ContinuousClock.now
            if let shown = state.shown, shown.duration(to: now) < Self.interval { return }
            state.shown = now
            var line = StyledLine("… \(step)  ", .faint)
            line.add(text.visible)
            LiveArea.bottom.show([line.text(in: max(1, StandardOutput.size.columns - 1), style)])
        }
    }

    private final class Attempt: AttemptObserver {
        private let view: WorkView
        private let step: String
        private let lines = Mutex(LastLine())

        init(view: WorkView, step: String) {
            self.view = view
            self.step = step
        }

        func take(_ event: AgentEvent) {
            guard let text = lines.withLock({ $0.take(event) }) else { return }
            view.show(text, of: step)
        }

        func end() { view.end() }
    }
}

/// The last line of what an agent tells.
struct LastLine {
    /// So much of a line is kept.
    private static let longest = 2_000

    private var part = ""

    /// Takes what happens, and returns the line to be shown now; `nil` when there is nothing new.
    mutating func take(_ event: AgentEvent) -> String? {
        guard let text = event.told else { return nil }
        guard event.isWritten else {
            part = ""
            let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            return line.isEmpty ? nil : String(line.prefix(Self.longest))
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        let last = lines.count > 1 ? String(lines.last ?? "") : part + text
        part = String(last.suffix(Self.longest))
        let shown =
            last.allSatisfy(\.isWhitespace) ? lines.last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) : last
        return shown.map { String($0.prefix(Self.longest)).split(whereSeparator: \.isNewline).joined(separator: " ") }
    }
}
