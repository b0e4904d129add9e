import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// `behest serve`, the built program, as a service manager starts and ends it.
@Suite(.timeLimit(.minutes(10)))
struct ServeTests {
    @Test func aRecordingIsDoneAndEndsTheService() async throws {
        let program = try Program()
        let result = try await program.run("serve", "--from", Repository.sample("file-a-bug").path, "--json")
        #expect(result.exitCode == 0, "\(result.errors)")
        let heard = try result.json().filter { $0.event == "heard" }
        #expect(heard.map(\.intent) == ["FileBug"])
        #expect(result.errors.contains("FileBug has succeeded."), "\(result.errors)")
        // What was said stays out of the log.
        #expect(!result.errors.contains("import button"), "\(result.errors)")
    }

    @Test(arguments: [Signal.terminate, .interrupt])
    func itSaysWhenItIsReadyAndEndsWhenItIsTold(_ signal: Signal) async throws {
        let program = try Program()
        let (code, told, _) = try await program.serve("--no-microphone", until: signal) { _ in }
        #expect(code == 0)
        #expect(told == ["READY=1", "STOPPING=1"])
    }

    @Test func aMicrophoneThatIsMissingIsSaidOnceAndWaitedFor() async throws {
        let program = try Program()
        let (code, _, errors) = try await program.serve("--device", "hw:CARD=none", until: .terminate) { errors in
            while try !String(contentsOf: errors, encoding: .utf8).contains("no microphone") { await Task.yield() }
        }
        #expect(code == 0)
        #expect(errors.split(separator: "\n").count == 1, "\(errors)")
        #expect(errors.contains("behest devices"))
    }

    @Test func whatItAsksIsSpokenUnlessItIsQuiet() async throws {
        for options in [[], ["--quiet"]] {
            let program = try Program()
            let microphone = try await FakeMicrophone(hearing: try Repository.sound(of: "bug-without-summary"))
            program.environment["ALSA_CONFIG_PATH"] = microphone.configurationPath
            let words = program.file("words.txt")
            let configuration = program.file("config.yaml")
            // There is no loudspeaker to hear it from: what is to speak writes it down.
            let text =
                "notifications: false\nearcons: false\nspeech: {by: {command: [sh, -c, 'cat >>\"$0\"; exit 1', '\(words.path)']}}\n"
            try Data(text.utf8).write(to: configuration)
            let arguments = ["--device", "mic", "--config", configuration.path] + options
            let (code, _, errors) = try await program.serve(arguments, until: .terminate) { errors in
                while try !String(contentsOf: errors, encoding: .utf8).contains("A question about FileBug is open.") {
                    await Task.yield()
                }
                while options.isEmpty, (try? String(contentsOf: words, encoding: .utf8))?.contains("wrong?") != true {
                    await Task.yield()
                }
            }
            #expect(code == 0, "\(errors)")
            let spoken = try? String(contentsOf: words, encoding: .utf8)
            #expect(spoken?.contains("What went wrong?") == (options.isEmpty ? true : nil))
        }
    }

    @Test func onlyOneListensByAJournal() async throws {
        let program = try Program()
        _ = try await program.serve("--no-microphone", until: .terminate) { _ in
            let sample = Repository.sample("never-mind").path
            let second = try await program.run("listen", "--from", sample, "--realtime")
            #expect(second.exitCode == 1)
            #expect(second.errors.contains("Behest listens already as process "), "\(second.errors)")
            #expect(second.output.isEmpty)
            // Whoever does not converse is not kept from working.
            #expect(try await program.run("say", "never mind").exitCode == 0)
        }
        // It is free as soon as the first has ended.
        let next = try await program.run("listen", "--from", Repository.sample("never-mind").path, "--realtime")
        #expect(next.exitCode == 0, "\(next.errors)")
    }

    @Test func aShortcutReachesIt() async throws {
        let program = try Program()
        let sound = program.file("quiet.wav")
        try SoundFixture().write([Float](repeating: 0, count: 16_000 * 300), to: sound)
        let (code, _, errors) = try await program.serve(
            "--from",
            sound.path,
            "--mode",
            "push-to-talk",
            until: .terminate
        ) { errors in
            func wait(for text: String) async throws {
                while try !String(contentsOf: errors, encoding: .utf8).contains(text) { await Task.yield() }
            }
            while try await program.run("status").exitCode != 0 {}
            #expect(try await program.run("ptt", "toggle").exitCode == 0)
            try await wait(for: "Listening: speak.")
            #expect(try await program.run("status").output.hasPrefix("held: "))
            #expect(try await program.run("ptt", "toggle").exitCode == 0)
            try await wait(for: "nothing was said")
            #expect(try await program.run("mute").exitCode == 0)
            #expect(try await program.run("ptt", "press").exitCode == 2)
        }
        #expect(code == 0, "\(errors)")
        let after = try await program.run("ptt", "press")
        #expect(after.exitCode == 1)
        #expect(after.errors.contains("Nothing is listening."), "\(after.errors)")
    }

    @Test func whatItDoesIsStoppedAndRecordedWhenItMustEnd() async throws {
        let program = try Program()
        let pack = program.file("tests.yaml")
        try Data(Self.pack.utf8).write(to: pack)
        let sample = Repository.sample("run-the-tests").path
        let began = program.workspace.appending(path: "began")
        let (code, _, errors) = try await program.serve(
            "--from",
            sample,
            "--grammars",
            pack.path,
            until: .terminate
        ) { _ in
            while !FileManager.default.fileExists(atPath: began.path) { await Task.yield() }
        }
        #expect(code == 0, "\(errors)")
        let list = try await program.run("tasks", "list")
        #expect(list.output.contains("cancelled"), "\(list.output)")
    }

    private static let pack = """
        language: en
        intents: {Test: {data: [{sentences: ["run the tests"]}]}}
        workflows: {Test: {steps: [{run: [touch, began]}, {run: [sleep, "600"]}]}}
        """

    @Test(arguments: [
        ("--listen", "", "Another program has port PORT of '127.0.0.1:PORT': end it, or choose another port."),
        (
            "--wyoming", "tcp://",
            "'tcp://127.0.0.1:PORT' cannot be served at: Address already in use. Choose another address."
        ),
    ])
    func aPortThatIsTakenIsToldBeforeAnythingBegins(_ option: String, _ scheme: String, _ reason: String) async throws {
        let program = try Program()
        let socket = try ListeningSocket()
        let place = "\(scheme)127.0.0.1:\(socket.port)"
        let result = try await program.run("serve", "--no-microphone", option, place)
        #expect(result.exitCode == 1)
        #expect(result.errors == "behest: \(reason.replacing("PORT", with: "\(socket.port)"))\n")
    }

    /// It is known only when both are served.
    @Test func aServerThatFailsEndsTheOthersInOrder() async throws {
        let program = try Program()
        let manager = try NotifySocket()
        program.environment["NOTIFY_SOCKET"] = manager.path
        let port = try LocalServer.freePort()
        let result = try await program.run(
            ["serve", "--no-microphone", "--listen", "127.0.0.1:\(port)", "--wyoming", "tcp://127.0.0.1:\(port)"]
        )
        #expect(result.exitCode == 1)
        let reason = try #require(result.errors.split(separator: "\n").last)
        #expect(reason.contains("\(port)") && reason.contains("hoose another"), "\(result.errors)")
        var told: [String] = []
        while let text = manager.next() { told.append(text) }
        #expect(told.last == "STOPPING=1")
    }

    @Test(arguments: [
        (["--listen", "0.0.0.0:4711"], "'0.0.0.0:4711' is no address on this machine"),
        (["--wyoming", "tcp://0.0.0.0:10300"], "'tcp://0.0.0.0:10300' can be reached by other machines"),
    ])
    func nothingIsOfferedToOtherMachines(_ options: [String], _ reason: String) async throws {
        let program = try Program()
        let result = try await program.run(["serve", "--no-microphone"] + options)
        #expect(result.exitCode == 1)
        #expect(result.errors.hasPrefix("behest: \(reason)"), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.state.path), "nothing was begun")
    }

    @Test(arguments: ["127.0.0.1", "[::1]"])
    func itSaysWhereItTranscribes(_ host: String) async throws {
        let program = try Program()
        let (code, _, errors) = try await program.serve(
            "--no-microphone",
            "--listen",
            "\(host):0",
            until: .terminate
        ) { errors in
            while try !String(contentsOf: errors, encoding: .utf8).contains("whoever has the token") {
                await Task.yield()
            }
        }
        #expect(code == 0, "\(errors)")
        #expect(errors.contains("Transcribes at http://\(host):"), "\(errors)")
    }

    @Test(arguments: [
        (
            ["serve", "--no-microphone", "--device", "x"],
            "One of '--device', '--from' and '--no-microphone', not several."
        ),
        (["serve", "--dry-run"], "use 'behest listen'"),
    ])
    func optionsThatDoNotGoTogetherAreExplained(_ arguments: [String], _ reason: String) async throws {
        let result = try await Program().run(arguments)
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }
}

extension Program {
    /// Runs the service, does something when it is ready, and then sends it a signal.
    ///
    /// What is done is given the file of what it has written on standard error.
    func serve(
        _ arguments: String...,
        until signal: Signal,
        whenReady work: @escaping @Sendable (URL) async throws -> Void
    ) async throws -> (code: Int32, told: [String], errors: String) {
        try await serve(arguments, until: signal, whenReady: work)
    }

    /// Does the same with arguments that are put together.
    func serve(
        _ arguments: [String],
        until signal: Signal,
        whenReady work: @escaping @Sendable (URL) async throws -> Void
    ) async throws -> (code: Int32, told: [String], errors: String) {
        let manager = try NotifySocket()
        let log = file("log.txt")
        try Data().write(to: log)
        let errors = try unsafe FileDescriptor.open(log.path, .writeOnly)
        var told: [String] = []
        let record = try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(["serve"] + arguments),
            environment: .inherit.updating(environment).updating(["NOTIFY_SOCKET": manager.path]),
            workingDirectory: FilePath(workspace.path),
            input: .none,
            output: .discarded,
            error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
        ) { execution in
            told.append(try await manager.wait())
            try await work(log)
            try execution.send(signal: signal)
        }
        while let text = manager.next() { told.append(text) }
        guard case .exited(let code) = record.terminationStatus else { return (-1, told, "") }
        return (code, told, try String(contentsOf: log, encoding: .utf8))
    }
}
