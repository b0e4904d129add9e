import FoundationEssentials
import TestSupport
import Testing

@testable import BehestWorkflow

/// What is removed of real files, by the real journal.
@Suite(.timeLimit(.minutes(5)))
struct TidyingTests {
    /// A state folder with recordings and logs.
    final class State {
        let directory: TemporaryDirectory
        let journal: SQLiteJournal
        let dispatcher: Dispatcher
        let recordings: URL
        let logs: URL

        static let now = Date(timeIntervalSince1970: 1_800_000_000)

        init() throws {
            let directory = try TemporaryDirectory()
            let folder = directory.url
            recordings = folder.appending(path: "audio")
            logs = folder.appending(path: "logs")
            for folder in [recordings, logs] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            journal = try SQLiteJournal(path: folder.appending(path: "journal.sqlite").path) { Self.now }
            dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ScriptedAgent()]), now: { Self.now })
            self.directory = directory
        }

        var tidying: Tidying { Tidying(journal: journal, recordings: recordings, logs: logs, now: { Self.now }) }

        /// Keeps an utterance of some days ago, which was refused.
        func keep(_ id: String, days: Double, bytes: Int = 1_000_000, isDecided: Bool = true) async throws {
            let file = recordings.appending(path: "\(id).flac")
            try Data(repeating: 7, count: bytes).write(to: file)
            try await record(id, days: days, path: file.path, isDecided: isDecided)
        }

        func record(_ id: String, days: Double, path: String, isDecided: Bool = true) async throws {
            try await journal.record(
                UtteranceRecord(
                    id: id,
                    source: "mic",
                    start: .zero,
                    duration: .seconds(1),
                    audioPath: path,
                    createdAt: Self.now.addingTimeInterval(-days * 86_400)
                )
            )
            guard isDecided else { return }
            try await journal.record(
                DecisionRecord(utterance: id, verdict: .refuse, reason: "It was nothing.", intent: nil)
            )
        }

        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: directory.url.appending(path: name).path)
        }
    }

    @Test func whatIsOldGoesAndTheJournalKeepsWhy() async throws {
        let state = try State()
        try await state.keep("old", days: 40)
        try await state.keep("new", days: 3)
        let limits = RetentionLimits(days: 30)
        let trial = try await state.tidying.tidyRecordings(to: limits, isTrial: true)
        #expect(trial.removals.map(\.item.subject) == ["old"])
        #expect(trial.count == 2 && trial.size == 2_000_000 && trial.removedSize == 1_000_000)
        #expect(state.has("audio/old.flac"))
        #expect(try await state.journal.removal(of: .recording, "old") == nil)

        let report = try await state.tidying.tidyRecordings(to: limits)
        #expect(report == trial)
        #expect(!state.has("audio/old.flac") && state.has("audio/new.flac"))
        let removed = try await state.journal.removal(of: .recording, "old")
        #expect(removed == RemovedThing(date: State.now, reason: "older than 30 days"))
        #expect(try await state.journal.removal(of: .recording, "new") == nil)
        #expect(try await state.journal.events(of: "old").last?.what == "recording removed: older than 30 days")
        // Nothing is left to do, and nothing is told twice.
        #expect(try await state.tidying.tidyRecordings(to: limits).removals == [])
        #expect(try await state.journal.events(of: "old").count == 3)
        #expect(try await state.journal.audit().findings == [])
    }

    @Test func whatIsNeededStays() async throws {
        let state = try State()
        for id in ["undecided", "waiting", "running", "done", "asked"] {
            try await state.keep(id, days: 90, isDecided: ["asked"].contains(id))
        }
        try await state.journal.postpone("waiting", triedAt: State.now, because: "Nobody is there.")
        let plan = try Sample.plan([try Sample.step("a")])
        _ = try await state.dispatcher.record(plan, utterance: "running")
        let done = try await state.dispatcher.record(plan, utterance: "done")
        _ = try await state.dispatcher.perform(done.id)
        try await state.journal.record(.conversation(#"{"question":{"order":{"utterance":"asked"}}}"#))
        let report = try await state.tidying.tidyRecordings(to: RetentionLimits(days: 1, megabytes: 1))
        #expect(report.removals.map(\.item.subject) == ["done"])
        for id in ["undecided", "waiting", "running", "asked"] { #expect(state.has("audio/\(id).flac"), "\(id)") }
        // What was needed when it was looked at first may be needed no longer, and the other way round.
        try await state.journal.record(.conversation("{}"))
        let later = try await state.tidying.tidyRecordings(to: RetentionLimits(days: 1))
        #expect(later.removals.map(\.item.subject) == ["asked"])
    }

    @Test func whatIsSomebodyElsesIsLeftAlone() async throws {
        let state = try State()
        let outside = state.directory.url.appending(path: "outside.flac")
        try Data(repeating: 1, count: 100).write(to: outside)
        try await state.record("elsewhere", days: 90, path: outside.path)
        let link = state.recordings.appending(path: "link.flac")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
        try await state.record("link", days: 90, path: link.path)
        try Data(repeating: 1, count: 5_000_000).write(to: state.recordings.appending(path: "foreign.flac"))
        try await state.record("gone", days: 90, path: state.recordings.appending(path: "gone.flac").path)
        try await state.record("up", days: 90, path: state.recordings.path + "/../outside.flac")
        try await state.keep("own", days: 90, bytes: 10)
        let report = try await state.tidying.tidyRecordings(to: RetentionLimits(days: 30, megabytes: 1))
        #expect(report.removals.map(\.item.subject) == ["own"])
        #expect(state.has("outside.flac") && state.has("audio/foreign.flac") && state.has("audio/link.flac"))
    }

    @Test func theOldestGoesUntilTheFilesAreSmallEnough() async throws {
        let state = try State()
        for number in 1...5 { try await state.keep("u\(number)", days: Double(number), bytes: 700_000) }
        let report = try await state.tidying.tidyRecordings(to: RetentionLimits(megabytes: 2))
        #expect(report.removals.map(\.item.subject) == ["u5", "u4", "u3"])
        #expect(report.removals.allSatisfy { $0.reason == "more than 2 MB in all" })
    }

    @Test func logsGoWithTheRunThatIsLongAtItsEnd() async throws {
        let state = try State()
        let early = Dispatcher(
            journal: try SQLiteJournal(path: state.journal.path) { State.now.addingTimeInterval(-86_400 * 50) },
            agents: AgentRegistry([ScriptedAgent()]),
            now: { State.now.addingTimeInterval(-86_400 * 50) }
        )
        let plan = try Sample.plan([try Sample.step("a")])
        let old = try await early.record(plan, utterance: nil).id
        _ = try await early.perform(old)
        let open = try await early.record(plan, utterance: nil).id
        let new = try await state.dispatcher.record(plan, utterance: nil).id
        _ = try await state.dispatcher.perform(new)
        for run in [old, open, new, "nobodys"] {
            let folder = state.logs.appending(path: run)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for name in ["a.log", "b.log"] { try Data("x\n".utf8).write(to: folder.appending(path: name)) }
        }
        let report = try await state.tidying.tidyLogs(to: RetentionLimits(days: 30))
        #expect(report.removals.map(\.item.subject) == [old])
        #expect(report.count == 3 && report.removedSize == 4)
        #expect(!state.has("logs/\(old)"))
        for run in [open, new, "nobodys"] { #expect(state.has("logs/\(run)/b.log")) }
        #expect(try await state.journal.removal(of: .logs, old)?.reason == "older than 30 days")
        #expect(try await state.journal.audit().findings == [])
    }
}
