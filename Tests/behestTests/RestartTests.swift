import BehestAudio
import FoundationEssentials
import TestSupport
import Testing

/// What is asked and dictated when the program is killed, as if the power went, is there at the next start.
@Suite(.timeLimit(.minutes(5)))
struct RestartTests {
    struct Step: Sendable {
        /// The recording that is played.
        var says: String
        /// What is written once it has been dealt with.
        var until: String
        /// What the next start writes if the program is killed then.
        var again: String
    }

    private static let report = [
        Step(says: "new-bug-report", until: "What went wrong?", again: "What went wrong?"),
        Step(
            says: "answer-summary",
            until: #""event":"heard""#,
            again: "I still have what you dictated: The parser drops the last line of the file."
        ),
        Step(says: "answer-thats-all", until: "Any details?", again: "Any details?"),
        Step(
            says: "answer-details",
            until: #""event":"heard""#,
            again: "I still have what you dictated: It happens when there is no line break at the end."
        ),
        Step(says: "answer-thats-all", until: "How bad is it", again: "How bad is it"),
        Step(says: "answer-severity", until: #""event":"ended""#, again: ""),
    ]

    /// After how many steps it is killed: in the middle of the details, and after each.
    @Test(arguments: [[4], [1, 2, 3, 4, 5]])
    func aDraftSurvivesAKill(after kills: [Int]) async throws {
        let program = try Program()
        let bugs = program.workspace.appending(path: "bugs")
        var from = 0
        for kill in kills + [Self.report.count] {
            #expect(!FileManager.default.fileExists(atPath: bugs.path))
            let written = try await talk(Self.report[from..<kill], to: program)
            // Nothing is asked twice.
            if from > 0 { #expect(written.contains(Self.report[from - 1].again), "\(written)") }
            if from > 2 { #expect(!written.contains("What went wrong?"), "\(written)") }
            from = kill
        }
        let file = bugs.appending(path: "0001-the-parser-drops-the-last-line-of-the-file.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("It happens when there is no line break at the end"), "\(text)")
        #expect(text.contains(#"severity: "critical""#), "\(text)")
    }

    @Test func aConfirmationSurvivesAKill() async throws {
        let program = try Program()
        let makefile = program.workspace.appending(path: "Makefile")
        try Data("test:\n\t@touch tested\n".utf8).write(to: makefile)
        let tested = program.workspace.appending(path: "tested").path
        let question = #""text":"Run the tests. Shall I?""#
        _ = try await talk([Step(says: "run-the-tests", until: question, again: question)], to: program)
        #expect(!FileManager.default.fileExists(atPath: tested))
        let written = try await talk([Step(says: "answer-yes", until: #""event":"ended""#, again: "")], to: program)
        #expect(written.contains(question), "\(written)")
        #expect(FileManager.default.fileExists(atPath: tested))
    }

    /// Speaks to the program, each time when what was said before has been dealt with, and kills it after the last.
    ///
    /// - Returns: what it wrote.
    private func talk(_ steps: ArraySlice<Step>, to program: Program) async throws -> String {
        try await program.listening(["--from", "-"]) { listening in
            for step in steps {
                // The silence ends what is dictated.
                let silence = [Float](repeating: 0, count: 3 * speechSampleRate)
                try await listening.hear(try Repository.sound(of: step.says) + silence)
                try await listening.wait(for: step.until)
            }
            return listening.written
        }
    }
}
