import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// What agents tell, on its way to those who look on and into files.
@Suite(.timeLimit(.minutes(5)))
struct TaskLogTests {
    private static func assignment(step: String = "a", attempt: Int = 1) -> Assignment {
        Assignment(
            run: "r1",
            task: "r1.1",
            step: step,
            agent: "script",
            attempt: attempt,
            idempotencyKey: "r1/a",
            workspace: "/tmp",
            utterance: .init(text: "")
        )
    }

    @Test func whereNothingIsToldThereIsNoFile() throws {
        let directory = try TemporaryDirectory()
        let logs = TaskLogs(folder: directory.url.appending(path: "logs").path)
        let log = logs.begin(Self.assignment())
        log.take(.heartbeat)
        log.take(.started(session: "x"))
        log.take(.output(""))
        log.end()
        #expect(!FileManager.default.fileExists(atPath: logs.folder))
        #expect(logs.files(of: "r1") == [])
    }

    @Test func whatIsToldIsKept() throws {
        let directory = try TemporaryDirectory()
        let logs = TaskLogs(folder: directory.url.appending(path: "logs").path)
        let log = logs.begin(Self.assignment())
        for event in [
            .output("one\ntw"), .errorOutput("o"), .toolCall(id: "1", kind: "Bash", title: "make test"),
            .toolResult(id: "1", .failed), .text("It fails."), .permissionAsk("rm"), .fileChange(path: "a.txt", .added),
            .usage(.init(inputTokens: 3, cost: 0.0125)),
        ] as [AgentEvent] {
            log.take(event)
        }
        log.end()
        log.take(.output("too late"))
        let file = try #require(logs.files(of: "r1").first)
        #expect(file.path == logs.path(of: "r1", step: "a", attempt: 1))
        #expect(
            try String(contentsOfFile: file.path, encoding: .utf8) == """
                one
                two
                [Bash] make test
                [failed]
                It fails.
                [asks] rm
                [added] a.txt
                [used] 3 tokens read, 0.0125 US dollars

                """
        )
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: [1, 7, 100, 40_000, 5_000_000])
    func theBeginningAndTheEndOfMuchAreKept(piece: Int) throws {
        let directory = try TemporaryDirectory()
        let logs = TaskLogs(folder: directory.url.appending(path: "logs").path)
        let log = logs.begin(Self.assignment())
        let count = piece == 1 ? 200_000 : 10_000_000
        let text = String(repeating: "ü€😀", count: max(1, piece / 9))
        log.take(.output("begin"))
        for _ in 0..<max(1, count / text.utf8.count) { log.take(.output(text)) }
        log.take(.output("end"))
        log.end()
        let data = try #require(
            FileManager.default.contents(atPath: logs.path(of: "r1", step: "a", attempt: 1))
        )
        #expect(data.count <= 2 * TaskLog.partSize + 100)
        let kept = try #require(String(validating: data, as: UTF8.self))
        #expect(kept.hasPrefix("begin") && kept.hasSuffix("end"))
        #expect(kept.contains(" bytes left out …]\n"))
    }

    @Test func namesStayInTheirFolderAndApart() {
        let logs = TaskLogs(folder: "/logs")
        let names = ["a/b", "a b", "a-b", "../../x", "build (linux, 1)", "a.b", "", "…"]
        let paths = Set(names.map { logs.path(of: "../r", step: $0, attempt: 1) })
        #expect(paths.count == names.count)
        #expect(paths.allSatisfy { $0.split(separator: "/").count == 3 && !$0.contains("..") })
    }

    @Test func itsFilesComeInTheirOrder() throws {
        let directory = try TemporaryDirectory()
        let logs = TaskLogs(folder: directory.url.appending(path: "logs").path)
        for (step, attempt) in [("b", 1), ("b", 2), ("a", 1)] {
            let log = logs.begin(Self.assignment(step: step, attempt: attempt))
            log.take(.output("x"))
            log.end()
        }
        let files = logs.files(of: "r1")
        #expect(Set(files.map { "\($0.step).\($0.attempt)" }) == ["b.1", "b.2", "a.1"])
        #expect(logs.files(of: "r2") == [])
    }

    /// An agent that tells something, and remembers nothing.
    private struct Telling: Agent {
        let signatures = [AgentSignature("script")]

        func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
            events.report(.output("\(assignment.step) at work"))
            return AgentResult(summary: "Did it.")
        }
    }

    private final class Onlooker: RunObserver {
        let seen = Mutex<[String]>([])

        private struct Attempt: AttemptObserver {
            let step: String
            let onlooker: Onlooker

            func take(_ event: AgentEvent) { onlooker.seen.withLock { $0.append(event.told ?? "") } }
            func end() { onlooker.seen.withLock { $0.append("\(step) ended") } }
        }

        func begin(_ assignment: Assignment) -> any AttemptObserver {
            seen.withLock { $0.append("\(assignment.step) begun") }
            return Attempt(step: assignment.step, onlooker: self)
        }
    }

    @Test func whoLooksOnIsToldInOrder() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let onlooker = Onlooker()
        let logs = TaskLogs(folder: directory.url.appending(path: "logs").path)
        let dispatcher = Dispatcher(
            journal: journal,
            agents: AgentRegistry([Telling()]),
            observer: RunObservers([onlooker, logs])
        )
        let plan = try Sample.plan([try Sample.step("a"), try Sample.step("b")])
        let run = try await dispatcher.record(plan, utterance: nil)
        #expect(try await dispatcher.perform(run.id).run.state == .succeeded)
        #expect(
            onlooker.seen.withLock { $0 } == [
                "a begun", "a at work", "a ended", "b begun", "b at work", "b ended",
            ]
        )
        #expect(logs.files(of: run.id).count == 2)
    }
}
