import BehestAudio
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// `behest ptt` and its relatives, with a `behest listen` that hears what the test speaks.
@Suite(.timeLimit(.minutes(3)))
struct PttTests {
    /// A recording's bytes, as `behest listen --from -` reads them.
    private func speech(_ name: String) throws -> [UInt8] {
        let stream = try AudioFile(path: Repository.sample(name).path).open()
        var bytes: [UInt8] = []
        while let block = try stream.read() {
            for sample in block {
                let value = UInt16(bitPattern: Int16(max(-32_768, min(32_767, sample * 32_768))))
                bytes += [UInt8(value & 0xFF), UInt8(value >> 8)]
            }
        }
        return bytes
    }

    private let silence = [UInt8](repeating: 0, count: 32_000)

    @Test func whatIsSaidBetweenPressAndReleaseIsHeardAndNothingElse() async throws {
        let program = try Program()
        let spoken = try speech("run-the-tests")
        let result = try await program.listen("--mode", "push-to-talk", "--dry-run", "--json") { speak in
            try await speak(silence)
            // Before the press it is nothing.
            try await speak(spoken + silence)
            #expect(try await program.run("status").output == "waiting-for-key: 'standard input', by push-to-talk\n")
            #expect(try await program.run("ptt", "press").exitCode == 0)
            #expect(try await program.run("status").output.hasPrefix("held: "))
            try await speak(spoken + silence)
            #expect(try await program.run("ptt", "release").exitCode == 0)
            try await speak(silence)
        }
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = try result.json()
        #expect(lines.filter { $0.event == "heard" }.map(\.intent) == ["RunTests"], "\(result.output)")
        #expect(lines.filter { $0.event == "cue" }.map(\.text) == ["holding", "let-go"])
    }

    @Test func whileItIsMutedAKeyIsRefused() async throws {
        let program = try Program()
        let result = try await program.listen("--dry-run") { speak in
            try await speak(silence)
            #expect(try await program.run("mute").exitCode == 0)
            let press = try await program.run("ptt", "toggle")
            #expect(press.exitCode == 2)
            #expect(press.errors.contains("behest unmute"), "\(press.errors)")
            try await speak(try speech("run-the-tests") + silence)
            #expect(try await program.run("unmute").exitCode == 0)
        }
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.isEmpty, "\(result.output)")
        #expect(result.errors.contains("Muted: nothing is heard."))
    }

    @Test(arguments: [["ptt", "press"], ["ptt", "release"], ["ptt", "toggle"], ["mute"], ["unmute"], ["status"]])
    func withoutAnybodyWhoListensItSaysWhatToDo(_ arguments: [String]) async throws {
        let result = try await Program().run(arguments)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("Nothing is listening. Start 'behest listen'"), "\(result.errors)")
    }

    @Test func asSecondOneItIsToldPlainly() async throws {
        let program = try Program()
        _ = try await program.listen("--dry-run") { speak in
            try await speak(silence)
            let second = try await program.run("listen", "--from", "/dev/null", "--realtime", "--mode", "push-to-talk")
            #expect(second.exitCode == 1)
            #expect(second.errors.contains("Another Behest listens already (process "), "\(second.errors)")
        }
    }

    @Test func aModeWithoutItsPhraseIsExplained() async throws {
        let result = try await Program().run("listen", "--mode", "wake-phrase")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--wake-phrase \"hey behest\""), "\(result.errors)")
    }

    @Test func aPhraseThatCannotBeOneIsExplained() async throws {
        let result = try await Program().run("listen", "--from", "-", "--wake-phrase", "go")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("'go' is too short for a wake phrase"), "\(result.errors)")
    }

    @Test func aPhraseIsTriedOnRecordings() async throws {
        let files = ["never-mind", "run-the-tests"].map { Repository.sample($0).path }
        let result = try await Program().run(["wake-phrase", "never mind"] + files)
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("wakes  0.") == true, "\(result.output)")
        #expect(lines.last?.hasPrefix("no ") == true, "\(result.output)")
    }
}

extension Program {
    /// Runs `behest listen` on what a test speaks, as raw samples.
    ///
    /// - Parameters:
    ///   - options: its options.
    ///   - work: what is done once it listens; it is given what speaks.
    /// - Returns: what it wrote.
    /// - Throws: what the work throws.
    fileprivate func listen(
        _ options: String...,
        while work: (_ speak: ([UInt8]) async throws -> Void) async throws -> Void
    ) async throws -> Result {
        let files = [file("output"), file("errors")]
        let descriptors = try files.map { file in
            try FileDescriptor.open(
                FilePath(file.path),
                .writeOnly,
                options: [.create, .truncate],
                permissions: .ownerReadWrite
            )
        }
        let record = try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(["listen", "--from", "-", "--model", "tiny"] + options),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            input: .inputWriter,
            output: .fileDescriptor(descriptors[0], closeAfterSpawningProcess: true),
            error: .fileDescriptor(descriptors[1], closeAfterSpawningProcess: true)
        ) { execution in
            let outcome: Swift.Result<Void, any Error>
            do {
                while try await run("status").exitCode != 0 {}
                outcome = .success(try await work { _ = try await execution.standardInputWriter.write($0) })
            } catch {
                outcome = .failure(error)
            }
            try await execution.standardInputWriter.finish()
            try outcome.get()
        }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        guard case .exited(let code) = record.terminationStatus else {
            return Result(exitCode: -1, output: texts[0], errors: texts[1])
        }
        return Result(exitCode: code, output: texts[0], errors: texts[1])
    }
}
