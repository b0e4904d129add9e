internal import BehestAgents
internal import FoundationEssentials
internal import Glibc
internal import Subprocess

/// Plays a coding agent by a script.
struct FakePerformance {
    /// How it ends when nothing killed it before.
    private(set) var exitCode: Int32 = 0
    private let speech: FakeSpeech
    private var number = 0

    init(_ format: CoderProfile.Format) {
        speech = FakeSpeech(format: format)
    }

    /// Plays a script to its end.
    ///
    /// - Throws: what files and programs throw.
    mutating func play(_ script: FakeScript) async throws {
        tell(.beginning)
        for action in script.actions where try await !goOn(after: action) { return }
        tell(.end(failure: nil))
    }

    /// Does one thing, and returns whether there is more to do.
    private mutating func goOn(after action: FakeAction) async throws -> Bool {
        number += 1
        switch action {
        case .say(let text): tell(.words(text))
        case .write(let path, let text): try write(text, to: path)
        case .delete(let path):
            try FileManager.default.removeItem(atPath: path)
            tell(.command(number: number, "rm \(path)", isDone: true))
        case .claim(let path): tell(.edit(number: number, path: path, isNew: false))
        case .ask(let what): tell(.ask(number: number, what))
        case .flood(let megabytes): flood(megabytes)
        case .wait(let seconds): try await wait(seconds)
        case .invalidText: StandardOutput.write(bytes: invalidLine)
        case .forkDaemon: try await forkDaemon()
        case .leave: try await leave()
        case .stubborn: _ = signal(SIGTERM, SIG_IGN)
        case .succeed, .fail, .lie, .noResult, .halfAnswer, .hang, .die: return try await end(by: action)
        }
        return true
    }

    /// Ends, or never does; returns `false`.
    private mutating func end(by action: FakeAction) async throws -> Bool {
        switch action {
        case .fail(let reason):
            tell(.end(failure: reason))
            exitCode = 1
        case .lie:
            tell(.edit(number: number, path: "Sources/lie.swift", isNew: true))
            tell(.words("I changed the file, ran the tests, and all of them pass."))
            tell(.end(failure: nil))
        case .noResult: break
        case .halfAnswer:
            let lines = speech.lines(.end(failure: nil))
            StandardOutput.write(bytes: Array((lines.last ?? "").utf8.prefix((lines.last ?? "").utf8.count / 2)))
        case .hang: while true { try await Task.sleep(for: .seconds(3_600)) }
        case .die: kill(getpid(), SIGKILL)
        default: tell(.end(failure: nil))
        }
        return false
    }

    private func tell(_ event: FakeSpeech.Event) {
        for line in speech.lines(event) { StandardOutput.write(bytes: Array("\(line)\n".utf8)) }
    }

    private func write(_ text: String, to path: String) throws {
        let file = URL(filePath: path)
        let before = FileManager.default.contents(atPath: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try ((before ?? Data()) + Data(text.utf8)).write(to: file)
        tell(.edit(number: number, path: path, isNew: before == nil))
    }

    private func flood(_ megabytes: Int) {
        let line = Array("\(String(repeating: "noise ", count: 170))\n".utf8)
        let piece = Array(repeating: line, count: 1_000_000 / line.count + 1).flatMap { $0 }
        for _ in 0..<megabytes { StandardOutput.write(bytes: piece) }
    }

    private func wait(_ seconds: Double) async throws {
        for second in 0..<10 {
            tell(.words("Thinking (\(second + 1) of 10)."))
            try await Task.sleep(for: .seconds(seconds / 10))
        }
    }

    /// Words with bytes in them that are no UTF-8.
    private var invalidLine: [UInt8] {
        let line = speech.lines(.words("before @ after")).first ?? ""
        return line.utf8.flatMap { $0 == UInt8(ascii: "@") ? [0xff, 0xfe, 0xc3] : [$0] } + [UInt8(ascii: "\n")]
    }

    /// Leaves a process behind that has a session of its own and holds the output open.
    private func forkDaemon() async throws {
        _ = try await Subprocess.run(
            .name("setsid"),
            arguments: ["--fork", "sleep", "600"],
            output: .currentStandardOutput,
            error: .discarded
        )
        tell(.command(number: number, "sleep 600 &", isDone: true))
    }

    /// Tries what no agent may; says what it could do, and does no harm by it.
    private func leave() async throws {
        let outside = "../behest-fake-agent-was-here"
        let isWritten =
            (try? Data("It could write outside of its folder.\n".utf8).write(to: URL(filePath: outside))) != nil
        tell(.command(number: number, "touch \(outside)", isDone: isWritten))
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(home)/.ssh")
        tell(.command(number: number, "ls ~/.ssh", isDone: names != nil))
        let push = try await Subprocess.run(
            .name("git"),
            arguments: ["push", "--dry-run"],
            output: .discarded,
            error: .discarded
        )
        tell(.command(number: number, "git push --dry-run", isDone: push.terminationStatus.isSuccess))
    }
}
