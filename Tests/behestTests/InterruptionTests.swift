import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// What is left when a run is stopped, and when several begin at once.
@Suite(.timeLimit(.minutes(10)))
struct InterruptionTests {
    private static let pack = """
        language: en
        intents:
          Wait: {data: [{sentences: ["wait"]}]}
        workflows:
          Wait:
            steps:
              - run: [touch, began]
              - run: [sleep, "600"]
        """

    @Test(arguments: [Signal.interrupt, .terminate, .terminalClosed])
    func signalStopsTheStepAndIsRecorded(_ signal: Signal) async throws {
        let program = try Program()
        let pack = program.file("wait.yaml")
        try Data(Self.pack.utf8).write(to: pack)
        let began = program.workspace.appending(path: "began")
        let arguments = ["say", "--grammars", pack.path, "wait"]
        let status = try await program.run(arguments, sending: signal, onceThereIs: began)
        #expect(status == .exited(130))
        let list = try await program.run("tasks", "list")
        #expect(list.output.contains("cancelled"))
        // Nothing is taken up again: the person stopped it.
        let next = try await program.run("say", "never mind")
        #expect(next.exitCode == 0)
        #expect(!next.errors.contains("Taken up"))
    }

    @Test func crashedRunIsTakenUpWithoutItsFinishedSteps() async throws {
        let program = try Program()
        let pack = program.file("wait.yaml")
        let second = "sh, -c, \"touch second; test -e later || exec sleep 30\""
        try Data(Self.pack.replacing("sleep, \"600\"", with: second).utf8).write(to: pack)
        // Once the second step has begun, the first one's end is on disk.
        let status = try await program.run(
            ["say", "--grammars", pack.path, "wait"],
            sending: .kill,
            onceThereIs: program.workspace.appending(path: "second")
        )
        #expect(!status.isSuccess)
        let began = program.workspace.appending(path: "began")
        try FileManager.default.removeItem(at: began)
        try Data().write(to: program.workspace.appending(path: "later"))

        let next = try await program.run("say", "never mind")
        #expect(next.exitCode == 0)
        #expect(next.errors.contains("Taken up after an interruption"))
        #expect(!FileManager.default.fileExists(atPath: began.path), "the first step was not done again")
        #expect(try await program.run("tasks", "list").output.components(of: "succeeded") == 2)
    }

    @Test func severalFirstStartsGetAlong() async throws {
        let program = try Program()
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 1...6 {
                group.addTask { try await program.run("say", "file a bug saying it is number \(number)").exitCode }
            }
            var codes: [Int32] = []
            while let code = try await group.next() { codes.append(code) }
            return codes
        }
        #expect(codes == [0, 0, 0, 0, 0, 0])
        let files = try FileManager.default.contentsOfDirectory(atPath: program.workspace.appending(path: "bugs").path)
        let numbers = Set(files.filter { $0.hasSuffix(".md") }.map { $0.prefix(4) })
        #expect(numbers.count == 6)
    }

    @Test func lostOutputIsNoSuccess() async throws {
        let program = try Program()
        let full = try unsafe FileDescriptor.open("/dev/full", .writeOnly)
        let result = try await program.run(["say", "never mind"], writingTo: full)
        #expect(result.exitCode == 1)
        #expect(result.errors.hasPrefix("behest: Could not write the output: "))
    }
}

extension String {
    fileprivate func components(of word: String) -> Int {
        split(separator: "\n").count { $0.contains(word) }
    }
}
