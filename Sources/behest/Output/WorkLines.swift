internal import BehestWorkflow
internal import Synchronization

/// Writes what agents tell: a line for each of theirs on standard error, or a line of JSON for each event.
struct WorkLines: RunObserver {
    private struct Event: Encodable {
        var run: String
        var step: String
        var attempt: Int
        var kind: String
        var text: String?
        var cost: Double?
    }

    let isJSON: Bool

    func begin(_ assignment: Assignment) -> any AttemptObserver {
        if isJSON { write("begun", nil, assignment) }
        return Attempt(lines: self, assignment: assignment)
    }

    private func write(_ kind: String, _ event: AgentEvent?, _ assignment: Assignment) {
        var cost: Double?
        if case .usage(let usage) = event { cost = usage.cost }
        let body = Event(
            run: assignment.run,
            step: assignment.step,
            attempt: assignment.attempt,
            kind: kind,
            text: event?.told,
            cost: cost
        )
        StandardOutput.write(JSONLine.text(of: EventJSON(event: "work", body: body)))
    }

    private final class Attempt: AttemptObserver {
        /// A line that is longer is cut.
        private static let longest = 4_000

        private let lines: WorkLines
        private let assignment: Assignment
        private let part = Mutex("")

        init(lines: WorkLines, assignment: Assignment) {
            self.lines = lines
            self.assignment = assignment
        }

        func take(_ event: AgentEvent) {
            guard let text = event.told else { return }
            guard !lines.isJSON else { return lines.write(event.kind, event, assignment) }
            guard event.isWritten else { return show(text) }
            part.withLock { part in
                var pieces = (part + text).split(omittingEmptySubsequences: false) { $0.isNewline }
                part = String(pieces.popLast() ?? "")
                for piece in pieces { show(String(piece)) }
                guard part.utf8.count > Self.longest else { return }
                show(part)
                part = ""
            }
        }

        func end() {
            part.withLock { part in
                if !part.isEmpty { show(part) }
                part = ""
            }
            if lines.isJSON { lines.write("ended", nil, assignment) }
        }

        private func show(_ text: String) {
            for line in text.split(whereSeparator: \.isNewline) {
                StandardError.write("\(assignment.step) | \(line.visibleText)")
            }
        }
    }
}

extension Substring {
    fileprivate var visibleText: String { String(self).visible }
}

extension AgentEvent {
    /// What kind of thing happens, for programs.
    fileprivate var kind: String {
        switch self {
        case .started: "started"
        case .heartbeat: "heartbeat"
        case .output: "output"
        case .errorOutput: "error-output"
        case .text: "text"
        case .toolCall: "tool-call"
        case .toolResult: "tool-result"
        case .permissionAsk: "permission-ask"
        case .fileChange: "file-change"
        case .usage: "usage"
        }
    }
}
