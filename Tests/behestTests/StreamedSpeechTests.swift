import BehestWorkflow
import FoundationEssentials
import Testing
import TestSupport

/// A recording that is played as it is spoken, the built program, and endpoints that take sound while speech goes on.
@Suite(.timeLimit(.minutes(5)))
struct StreamedSpeechTests {
    private static let words = "File a bug saying the import button does nothing."

    @Test func soundGoesOutWhileItIsSpokenAndTheCommandIsDoneOnce() async throws {
        try await MockSpeechEndpoint.serving(["speaches"], options: ["--text", Self.words]) { server in
            let program = try Program()
            let (line, journal) = try await listen(program, to: [server])
            #expect(line.text == Self.words)
            #expect(line.decision == "act")
            let requests = try await server.requests()
            #expect(requests.allSatisfy { $0.chunked })
            // It came in many pieces, and none of it was sent after the whole again.
            let pieces = try #require(requests.last?.pieces)
            #expect(pieces > 5)
            #expect(try await journal.runs(limit: 9).count { $0.plan.isLook != true } == 1)
            #expect(try program.recordings == 1)
        }
    }

    /// However the first endpoint fails in the middle of speech, or at its end.
    @Test(arguments: ["early:503", "status:411", "close", "status:500", "cut", "html"])
    func whatFailsInTheMiddleIsDoneOnceAllTheSame(_ behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour], options: ["--text", "Never mind."]) { failing in
            try await MockSpeechEndpoint.serving(["whisper.cpp"], options: ["--text", Self.words]) { working in
                let program = try Program()
                let (line, journal) = try await listen(program, to: [failing, working])
                #expect(line.text == Self.words)
                #expect(line.decision == "act")
                #expect(try await failing.requests().contains { $0.chunked })
                #expect(try program.recordings == 1)
                let id = try program.recordingID
                let attempts = try await journal.transcriptionAttempts(at: id)
                #expect(attempts.map(\.endpoint) == ["first", "second"])
                #expect(attempts.last?.outcome == "answered")
                #expect(attempts.first?.outcome != "answered")
                #expect(try await journal.runs(limit: 9).count { $0.plan.isLook != true } == 1)
            }
        }
    }

    private func listen(
        _ program: Program,
        to servers: [MockSpeechEndpoint]
    ) async throws -> (Program.Line, SQLiteJournal) {
        let file = program.file("config.yaml")
        let names = ["first", "second"]
        let kinds = ["speaches", "compatible"]
        let endpoints = zip(servers, zip(names, kinds)).map { server, which in
            "    - {name: \(which.0), url: \"\(server.api)\", model: m, kind: \(which.1), retries: 0, time-limit: 60}\n"
        }
        let text = "transcription:\n  endpoints:\n" + endpoints.joined()
        try Data(text.utf8).write(to: file)
        let sample = Repository.sample("file-a-bug").path
        let result = try await program.run(
            "listen",
            "--config",
            file.path,
            "--from",
            sample,
            "--realtime",
            "--json",
            "--quiet"
        )
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        let heard = try result.json().filter { $0.event == "heard" }
        #expect(heard.count == 1, "\(result.output)")
        return (try #require(heard.first), try SQLiteJournal(path: program.journal))
    }
}

extension Program {
    fileprivate var journal: String { state.appending(path: "behest/journal.sqlite").path }

    private var recordingNames: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: state.appending(path: "behest/audio").path)
                .filter { $0.hasSuffix(".flac") }
        }
    }

    fileprivate var recordings: Int { get throws { try recordingNames.count } }

    fileprivate var recordingID: String {
        get throws { String(try #require(recordingNames.first).dropLast(".flac".count)) }
    }
}
