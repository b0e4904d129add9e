internal import BehestWorkflow
internal import FoundationEssentials

/// What a run goes back to, beside what it does.
struct RunOrigin {
    /// What began it; `nil` when somebody said it.
    var beginning: RunBeginning?
    /// The recording of what was said; `nil` where there was none.
    var recording: String?
    /// What became of the recording and of the logs; `nil` while they are kept.
    var removedRecording: RemovedThing?
    var removedLogs: RemovedThing?

    /// What began it, in a word or two.
    var source: String? {
        switch beginning?.source {
        case .schedule: "schedule"
        case .webhook(let name): "webhook \(name)"
        case nil: nil
        }
    }

    /// The rows of a table about it.
    var rows: [(label: String, text: String)] {
        var rows: [(label: String, text: String)] = []
        if let beginning, let source { rows.append(("begun by", "\(source), \(beginning.occurrence)")) }
        if let recording { rows.append(("recording", Self.text(removedRecording) ?? recording)) }
        if let text = Self.text(removedLogs) { rows.append(("logs", text)) }
        return rows
    }

    private static func text(_ removed: RemovedThing?) -> String? {
        removed.map { "removed \(RunText.date($0.date)): \($0.reason)" }
    }
}

extension RunOrigin {
    /// Looks in a journal what a run goes back to.
    init(of run: RunRecord, in journal: any Journal) async throws {
        beginning = try await journal.beginning(of: run.id)
        removedLogs = try await journal.removal(of: .logs, run.id)
        guard let utterance = run.utterance else { return }
        recording = try await journal.utterance(utterance)?.audioPath
        removedRecording = try await journal.removal(of: .recording, utterance)
    }
}
