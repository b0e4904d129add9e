import BehestWorkflow
import FoundationEssentials
import Testing
import TestSupport

/// Two endpoints of the configuration, of which the first fails in some way, and the built program with its real journal.
///
/// However it fails: the attempts come in their order, the command is done once or refused once, and its recording is there.
@Suite(.timeLimit(.minutes(5)))
struct EndpointFallbackTests {
    private static let words = "File a bug saying the import button does nothing."

    struct Failure: Sendable, CustomTestStringConvertible {
        /// How the first endpoint answers, one a request.
        var behaviours: [String]
        /// What becomes of each attempt at it.
        var outcomes: [String]
        var testDescription: String { behaviours.joined(separator: ", ") }

        init(_ behaviours: String..., outcomes: [String]) {
            self.behaviours = behaviours
            self.outcomes = outcomes
        }
    }

    static let failures = [
        Failure("close", outcomes: ["failed", "failed"]),
        Failure("hang", outcomes: ["timed-out"]),
        Failure("hang-after-head", outcomes: ["timed-out"]),
        Failure("status:429:Retry-After=0.1", outcomes: ["limited", "limited"]),
        Failure("status:429:Retry-After=date+1", outcomes: ["limited", "limited"]),
        Failure("status:429:Retry-After=3600", outcomes: ["limited"]),
        Failure("quota", outcomes: ["limited"]),
        Failure("status:500", outcomes: ["failed", "failed"]),
        Failure("status:503:x-should-retry=false", outcomes: ["failed"]),
        Failure("html", outcomes: ["bad-answer"]),
        Failure("invalid-utf8", outcomes: ["bad-answer"]),
        Failure("error-in-200", outcomes: ["failed", "failed"]),
        Failure("plain:400:Invalid request", outcomes: ["refused"]),
        Failure("unfinished-stream", outcomes: ["bad-answer", "bad-answer"]),
        Failure("error-in-stream", outcomes: ["failed", "failed"]),
        Failure("cut", outcomes: ["bad-answer", "bad-answer"]),
        Failure("cut-stream", outcomes: ["bad-answer", "bad-answer"]),
        Failure("endless", outcomes: ["bad-answer"]),
        Failure("trickle:1", outcomes: ["timed-out"]),
        Failure("redirect:http://127.0.0.1:9/", outcomes: ["misconfigured"]),
    ]

    @Test(arguments: failures) func theNextEndpointIsAskedAndTheCommandIsDoneOnce(_ failure: Failure) async throws {
        try await MockSpeechEndpoint.serving(failure.behaviours) { failing in
            try await MockSpeechEndpoint.serving(["whisper.cpp"], options: ["--text", Self.words]) { working in
                let program = try Program()
                let file = try configuration(of: program, failing, working)
                let result = try await program.run("run", "--config", file, "--json", Self.sample)
                #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
                let line = try #require(try result.json().first)
                #expect(line.text == Self.words)
                #expect(line.state == "succeeded")
                let attempts = try await attempts(in: program)
                #expect(attempts.map(\.endpoint) == failure.outcomes.map { _ in "first" } + ["second"])
                #expect(attempts.map(\.outcome) == failure.outcomes + ["answered"])
                let causes = ["first"] + failure.outcomes.dropFirst().map { _ in "retry" } + ["next"]
                #expect(attempts.map(\.cause) == causes)
                #expect(try await SQLiteJournal(path: program.journal).runs(limit: 9).count == 1)
                #expect(try recordings(of: program) == 1)
                #expect(try await working.requests(ended: 1).count == 1)
            }
        }
    }

    @Test func whatFailsEverywhereIsRefusedWithTheReasonsAndKept() async throws {
        try await MockSpeechEndpoint.serving(["status:401"]) { first in
            try await MockSpeechEndpoint.serving(["html"]) { second in
                let program = try Program()
                let file = try configuration(of: program, first, second)
                let result = try await program.run("run", "--config", file, "--json", Self.sample)
                #expect(result.exitCode == 2, "\(result.output)\(result.errors)")
                let line = try #require(try result.json().first)
                #expect(line.decision == "refuse")
                let reason = try #require(line.reason)
                #expect(reason.contains("'first'") && reason.contains("'second'"), "\(reason)")
                #expect(try await attempts(in: program).map(\.outcome) == ["unauthorized", "bad-answer"])
                #expect(try await SQLiteJournal(path: program.journal).runs(limit: 9).isEmpty)
                #expect(try recordings(of: program) == 1)
            }
        }
    }

    /// The first is slow but works: the second is asked beside it and wins, and nothing is done twice.
    @Test func aSlowEndpointIsOvertakenAndTheCommandIsDoneOnce() async throws {
        try await MockSpeechEndpoint.serving(["held"], options: ["--text", "Never mind."]) { slow in
            try await MockSpeechEndpoint.serving(["openai"], options: ["--text", Self.words]) { quick in
                let program = try Program()
                let file = try configuration(of: program, slow, quick, hedge: "hedge-after: 0.1, ", limit: 60)
                let result = try await program.run("run", "--config", file, "--json", Self.sample)
                #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
                #expect(try result.json().map(\.text) == [Self.words])
                let attempts = try await attempts(in: program)
                #expect(attempts.map(\.cause) == ["first", "hedge"])
                #expect(attempts.map(\.outcome) == ["cancelled", "answered"])
                #expect(try await slow.requests(ended: 1).map(\.end) == ["gone"])
                #expect(try await SQLiteJournal(path: program.journal).runs(limit: 9).count == 1)
            }
        }
    }

    @Test func theEmbeddedRecogniserStandsIn() async throws {
        let program = try Program()
        let file = program.file("config.yaml")
        // Nobody listens at port 9.
        let text = "transcription: {endpoints: [{url: 'http://127.0.0.1:9/v1', name: gone, retries: 0}, embedded]}\n"
        try Data(text.utf8).write(to: file)
        let result = try await program.run("run", "--config", file.path, "--json", Self.sample)
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        #expect(try result.json().map(\.text) == [Self.words])
        let attempts = try await attempts(in: program)
        #expect(attempts.map(\.endpoint) == ["gone", "embedded"])
        #expect(attempts.map(\.outcome) == ["unreachable", "answered"])
    }

    private static let sample = Repository.sample("file-a-bug").path

    private func configuration(
        of program: Program,
        _ first: MockSpeechEndpoint,
        _ second: MockSpeechEndpoint,
        hedge: String = "",
        limit: Int = 3
    ) throws -> String {
        let file = program.file("config.yaml")
        let text = """
            transcription:
              endpoints:
                - {name: first, url: "\(first.api)", model: m, kind: openai, retries: 1, \(hedge)time-limit: \(limit)}
                - {name: second, url: "\(second.api)", model: m, time-limit: 60}

            """
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func attempts(in program: Program) async throws -> [TranscriptionAttemptRecord] {
        let journal = try SQLiteJournal(path: program.journal)
        let names = try FileManager.default.contentsOfDirectory(atPath: program.audio).sorted()
        let id = try #require(names.first { $0.hasSuffix(".flac") }).dropLast(".flac".count)
        return try await journal.transcriptionAttempts(at: String(id))
    }

    private func recordings(of program: Program) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: program.audio).count { $0.hasSuffix(".flac") }
    }
}

extension Program {
    fileprivate var journal: String { state.appending(path: "behest/journal.sqlite").path }
    fileprivate var audio: String { state.appending(path: "behest/audio").path }
}
