import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BehestAgents

@Suite(.timeLimit(.minutes(10)))
struct ShellAgentTests {
    private static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        in workspace: String = "/tmp"
    ) async throws -> AgentResult {
        try await ShellAgent(grace: .milliseconds(300)).perform(
            Assignment(
                run: "r",
                task: "r.1",
                step: "a",
                agent: "shell",
                idempotencyKey: "r/a",
                arguments: arguments,
                environment: environment,
                workspace: workspace,
                utterance: .init(text: "")
            )
        )
    }

    @Test func runsInTheWorkspaceWithItsEnvironment() async throws {
        let directory = try TemporaryDirectory()
        let result = try await Self.run(
            ["sh", "-c", "pwd -P; echo $MODE; cat"],
            environment: ["MODE": "a b"],
            in: directory.url.path
        )
        let lines = result.outputs["stdout"]?.text?.split(separator: "\n")
        #expect(lines?.first?.hasSuffix(directory.url.lastPathComponent) == true)
        #expect(lines?.dropFirst() == ["a b"])
        #expect(result.outputs["exit-code"] == 0)
        #expect(result.failure == nil)
    }

    @Test func aCodeOtherThanZeroIsAFailure() async throws {
        let result = try await Self.run(["sh", "-c", "echo out; echo one >&2; echo two >&2; exit 3"])
        #expect(result.outputs["exit-code"] == 3)
        #expect(result.outputs["stdout"] == "out")
        #expect(result.failure == "'sh' exited with code 3:\none\ntwo")
        #expect(try await Self.run(["false"]).failure == "'false' exited with code 1 and said nothing.")
        #expect(
            try await Self.run(["sh", "-c", "kill -9 $$"]).failure == "'sh' was ended by signal 9 and said nothing."
        )
    }

    @Test func aProgramThatIsNotThereIsSaid() async throws {
        let error = await #expect(throws: AgentError.self) { try await Self.run(["no-such-program"]) }
        #expect(
            error?.message
                == "Could not find the program 'no-such-program'. Install it, or correct its name in the pack."
        )
        for arguments in [["true"], ["/bin/true"]] {
            let error = await #expect(throws: AgentError.self) { try await Self.run(arguments, in: "/no/such/folder") }
            #expect(
                error?.message == "Could not enter the workspace '/no/such/folder'. Choose another with --workspace."
            )
        }
    }

    @Test func aPathCountsFromTheWorkspace() async throws {
        let directory = try TemporaryDirectory()
        let script = directory.url.appending(path: "hello.sh")
        try Data("#!/bin/sh\necho hello".utf8).write(to: script)
        await #expect(throws: AgentError.self) { try await Self.run(["./hello.sh"], in: directory.url.path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        #expect(try await Self.run(["./hello.sh"], in: directory.url.path).outputs["stdout"] == "hello")
        let error = await #expect(throws: AgentError.self) { try await Self.run(["./no.sh"], in: directory.url.path) }
        #expect(error?.message == "Could not find the program './no.sh'. Install it, or correct its name in the pack.")
    }

    @Test func aFloodIsKeptInPart() async throws {
        let script = "echo first; head -c 100000000 /dev/zero | tr '\\0' 'x'; echo; echo last"
        let result = try await Self.run(["sh", "-c", script])
        let text = try #require(result.outputs["stdout"]?.text)
        #expect(text.hasPrefix("first\nxxx"))
        #expect(text.contains("bytes left out"))
        #expect(text.hasSuffix("xxx\nlast"))
        #expect(text.utf8.count < 140_000)
    }

    @Test func theEndOfTheOutputIsNotLost() async throws {
        for _ in 0..<20 {
            let result = try await Self.run(["seq", "1", "9000"])
            #expect(result.outputs["stdout"]?.text?.hasSuffix("8999\n9000") == true)
        }
    }

    @Test func invalidTextIsRepaired() async throws {
        let result = try await Self.run(["printf", "a\\377b"])
        #expect(result.outputs["stdout"] == "a\u{FFFD}b")
    }

    static let stubborn = [
        "sleep 300 & echo $$ $! > part; mv part pids; wait",
        // Both outlast a polite request: the shell and what it started ignore it.
        "trap '' TERM; sh -c \"trap '' TERM; sleep 300\" & echo $$ $! > part; mv part pids; sleep 300",
        // The shell ends politely and leaves behind what does not.
        "sh -c \"trap '' TERM; echo $$ \\$\\$ > part; mv part pids; sleep 300\" & wait",
    ]

    @Test(arguments: stubborn)
    func aProgramThatIsStoppedLeavesNoProcess(_ script: String) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        let file = "\(workspace)/pids"
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await Self.run(["sh", "-c", script], in: workspace)
                }
            }
            while !FileManager.default.fileExists(atPath: file) { await Task.yield() }
            group.cancelAll()
        }
        let numbers = try String(contentsOfFile: file, encoding: .utf8).split { $0.isWhitespace }.compactMap {
            Int32($0)
        }
        #expect(numbers.count == 2)
        for number in numbers {
            #expect(Self.isGone(number))
        }
    }

    @Test func aProgramThatTakesTooLongFails() async throws {
        let directory = try TemporaryDirectory()
        let step = StepDefinition(
            id: "a",
            action: .command([.constant("sleep"), .constant("300")]),
            timeout: .milliseconds(100)
        )
        let plan = try Planner([WorkflowDefinition(intent: "Do", steps: [step])]).plan(
            Interpretation(intent: "Do", slots: [], manner: .exact),
            words: "",
            workspace: directory.url.path
        )
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ShellAgent()]))
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(outcome.run.said == "Step 'a' failed: It took longer than 0.1 seconds and was stopped.")
    }

    /// Whether a process has ended; one that waits to be reaped has.
    private static func isGone(_ pid: Int32) -> Bool {
        for _ in 0..<200 {
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
            if stat.contains(") Z ") { return true }
            usleep(10_000)
        }
        return false
    }

    static let payloads = [
        "; touch canary", "| touch canary", "&& touch canary", "& touch canary", "$(touch canary)", "`touch canary`",
        "\n touch canary", "\r\ntouch canary", "'; touch canary; '", "\"; touch canary; \"", "${IFS}touch${IFS}canary",
        "zzz\";touch${IFS}\"canary\";#", "> canary", "< /etc/passwd > canary", "$((`touch canary`))", "%0atouch canary",
        "\\\ntouch canary", "*", "?", "{a,touch canary}", "!touch canary", "‘; touch canary ’",
        "“$(touch canary)”",
        "${{ workspace.path }}", "${{ steps.a.outputs.n }}", "{{ 1 }}", "$'\\x3b touch canary'",
        "\u{202E}yranac hcuot ;",
        "a\tb", "\u{1B}[2J", "=touch canary", "@canary", "\u{FEFF}; touch canary", "é", "\u{0301}", " ",
        "%s%n%d", "\\n\\x41", "#", "LD_PRELOAD=x", "touch canary\n", "|| touch canary", "<(touch canary)", "canary;",
    ]

    /// Says the payload; the pack's workflow hands it to `printf` as an argument and in the environment.
    @Test(arguments: payloads)
    func whatIsSaidArrivesAsItIsAndRunsNothing(_ payload: String) async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Self.say(payload, in: directory.url.path)
        #expect(outcome.tasks.map(\.error) == [nil, nil])
        #expect(outcome.tasks[0].outputs["stdout"] == .string("[\(payload)]"))
        #expect(outcome.tasks[1].outputs["stdout"] == .string("[[\(payload)]|\(payload)]"))
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
        #expect(!names.contains("canary"))
    }

    @Test(arguments: ["-n", "--help", "-", "-\u{0301}", "--; touch canary", "a\u{0}; touch canary"])
    func whatWouldBeAnOptionIsRefused(_ payload: String) async throws {
        let directory = try TemporaryDirectory()
        await #expect(throws: PlanError.self) { try await Self.say(payload, in: directory.url.path) }
    }

    private static func say(_ payload: String, in workspace: String) async throws -> RunOutcome {
        let pack = """
            Do:
              steps:
                - {id: a, run: [/usr/bin/printf, "[%s]", "${{ slots.x }}"]}
                - run: [sh, -c, 'printf "[%s|%s]" "$1" "$VALUE"', sh, "${{ steps.a.outputs.stdout }}"]
                  env: {VALUE: "${{ slots.x }}"}
            """
        let node = try #require(PackDocument(text: pack, file: "p.yaml").root)
        let reading = WorkflowReader.read(node, slots: ["Do": ["x"]], agents: [])
        #expect(reading.diagnostics == [])
        let slot = Interpretation.Slot(name: "x", value: .text(payload), text: payload, span: nil)
        let plan = try Planner(reading.definitions).plan(
            Interpretation(intent: "Do", slots: [slot], manner: .exact),
            words: payload,
            workspace: workspace
        )
        let journal = try SQLiteJournal(path: "\(workspace)/journal/journal.sqlite")
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ShellAgent()]))
        return try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
    }
}
