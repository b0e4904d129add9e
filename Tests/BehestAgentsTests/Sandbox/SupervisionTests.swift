import BehestWorkflow
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BehestAgents

/// That nothing outlives a step.
@Suite(.timeLimit(.minutes(10)))
struct SupervisionTests {
    /// Leaves its parent twice and gets a session of its own, as daemons do.
    private static let daemon =
        "setsid sh -c 'setsid sleep 300 </dev/null >/dev/null 2>&1 & echo $! > part; mv part daemon'"

    /// Waits until a file of the workspace has a process's number in it.
    private static func number(in file: String) async throws -> Int32 {
        while true {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            if let number = text.split(whereSeparator: \.isWhitespace).first.flatMap({ Int32($0) }) { return number }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Whether a process is there; programs in a world of their own have other numbers in it.
    private static func isThere(_ mark: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.contains { number in
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") else { return false }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\0").contains(Substring(mark))
        }
    }

    private static func cancelled(
        _ script: String,
        in place: ConfinedPlace,
        onceThereIs file: String,
        grace: Duration = .milliseconds(300)
    ) async throws {
        let (agent, assignment) = (place.agent(grace: grace), place.assignment(["sh", "-c", script]))
        let path = "\(place.workspace)/\(file)"
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await agent.perform(assignment) }
            }
            while !FileManager.default.fileExists(atPath: path) { try? await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
    }

    @Test(arguments: ConfinedPlace.tiers)
    func aDaemonEndsWithTheProgram(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let mark = "\(UInt64.random(in: 1_000_000_000 ... 9_000_000_000))"
        let script = Self.daemon.replacing("300", with: mark) + "; echo done"
        #expect(try await place.output(of: script) == "done")
        #expect(place.has("daemon"))
        #expect(!Self.isThere(mark))
    }

    @Test(arguments: ConfinedPlace.tiers)
    func aDaemonEndsWhenTheStepIsCancelled(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let mark = "\(UInt64.random(in: 1_000_000_000 ... 9_000_000_000))"
        let script = "\(Self.daemon); sleep 300".replacing("300", with: mark)
        try await Self.cancelled(script, in: place, onceThereIs: "daemon")
        #expect(!Self.isThere(mark))
    }

    @Test(arguments: ConfinedPlace.tiers)
    func whatDoesNotListenIsKilled(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let mark = "\(UInt64.random(in: 1_000_000_000 ... 9_000_000_000))"
        let stubborn = "trap '' TERM INT HUP; setsid sh -c \"trap '' TERM; sleep \(mark)\" & touch begun; sleep \(mark)"
        try await Self.cancelled(stubborn, in: place, onceThereIs: "begun")
        #expect(!Self.isThere(mark))
    }

    @Test(arguments: ConfinedPlace.tiers)
    func whoListensIsGivenTimeToEnd(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        // It says more than a pipe holds, and nobody reads it any more.
        let polite = "trap 'seq 40000; echo asked >> told; exit 0' TERM; touch begun; while :; do echo at work; done"
        try await Self.cancelled(polite, in: place, onceThereIs: "begun", grace: .seconds(60))
        #expect(place.text(of: "told") == "asked\n")
    }

    @Test func whatMayOutliveItsStepDoes() async throws {
        let place = try ConfinedPlace(.bubblewrap)
        #expect(try await place.output(of: "\(Self.daemon); echo done", Permissions(background: true)) == "done")
        let number = try await Self.number(in: "\(place.workspace)/daemon")
        #expect(kill(number, 0) == 0)
        kill(number, SIGKILL)
    }

    /// Stands in for Behest: it starts the launcher as Behest does, and is killed.
    @Test(arguments: ConfinedPlace.tiers)
    func whoStartedItIsNotOutlived(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let mark = "\(UInt64.random(in: 1_000_000_000 ... 9_000_000_000))"
        let sandbox = try #require(await place.finder.sandbox())
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let confinement = Confinement(
            sandbox: sandbox,
            permissions: Permissions(),
            workspace: place.workspace,
            scratch: scratch.path
        )
        let script = "\(Self.daemon); trap '' TERM; sleep 300".replacing("300", with: mark)
        var arguments = try confinement.arguments(
            running: ["sh", "-c", script],
            in: place.workspace,
            grace: .seconds(60)
        )
        let own = try #require(arguments.firstIndex(of: "--parent")) + 1
        arguments[own] = "PARENT"
        let starter = """
            import os, subprocess, sys
            subprocess.Popen([a.replace("PARENT", str(os.getpid())) for a in sys.argv[1:]])
            open("starter", "w").write(str(os.getpid()))
            import time
            time.sleep(300)
            """
        let (directory, command) = (place.workspace, ["python3", "-c", starter] + arguments)
        let outcome = try await withThrowingTaskGroup(of: Program.Outcome?.self) { group in
            group.addTask { try await Program(arguments: command, directory: directory).run() }
            group.addTask {
                _ = try await Self.number(in: "\(directory)/daemon")
                kill(try await Self.number(in: "\(directory)/starter"), SIGKILL)
                return nil
            }
            return try await group.reduce(nil) { $0 ?? $1 }
        }
        #expect(outcome?.signal == 9)
        // Its output has come to its end, which it does when all that could write to it has ended; the daemon cannot.
        var rounds = 0
        while Self.isThere(mark), rounds < 2_000 {
            try await Task.sleep(for: .milliseconds(5))
            rounds += 1
        }
        #expect(!Self.isThere(mark))
    }

    @Test func theLauncherDoesNotBeginForSomebodyWhoIsGone() async throws {
        let launcher = try #require(ConfinedPlace.launcher)
        let outcome = try await Program(
            arguments: [launcher, "--parent", "1", "--", "echo", "begun"],
            directory: "/"
        ).run()
        #expect(outcome.exitCode == 125)
        #expect(outcome.output.text == "")
    }

    @Test func whatMultipliesIsEnded() async throws {
        let place = try ConfinedPlace(.landlock)
        let mark = "\(UInt64.random(in: 1_000_000_000 ... 9_000_000_000))"
        // Each ends and leaves two, of which each does the same, a hundred at a time.
        let script = """
            touch begun
            for i in $(seq 100); do setsid sh -c 'trap "" TERM; while :; do sleep \(mark) & wait; done' & done
            wait
            """
        try await Self.cancelled(script, in: place, onceThereIs: "begun")
        #expect(!Self.isThere(mark))
    }
}
