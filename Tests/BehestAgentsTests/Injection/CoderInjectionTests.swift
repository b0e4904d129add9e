import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// What is said to a coding agent: it is told the very words, and nothing else comes of them.
@Suite(.timeLimit(.minutes(15)))
struct CoderInjectionTests {
    private static let parts = 4

    @Test(arguments: 0..<parts)
    func theTaskIsWhatWasSaid(part: Int) async throws {
        let place = try await CoderPlace()
        // What it does is fixed; the specification is read as it comes.
        let agent = CoderAgent([place.script("cat > said.txt")], folders: place.folders)
        let payloads = InjectionPayloads.all.enumerated().filter { $0.offset % Self.parts == part }.map(\.element)
        for (index, payload) in payloads.enumerated() {
            let assignment = place.assignment(payload, key: "r/\(index)")
            do {
                let result = try await agent.perform(assignment)
                #expect(result.failure == nil)
                #expect(result.outputs["files"] == ["said.txt"])
                let branch = try #require(result.outputs["branch"]?.text)
                let isPlain = branch.utf8.allSatisfy {
                    (97...122).contains($0) || (48...57).contains($0) || "-/".utf8.contains($0)
                }
                #expect(isPlain && branch.hasPrefix("behest/"), "\(branch)")
                let said = try await Program(
                    arguments: ["git", "show", "\(branch):said.txt"],
                    directory: place.workspace
                ).run()
                #expect(said.output.text.hasPrefix(payload), "\(payload)")
                let author = try await place.git("log", "-1", "--format=%an <%ae>", branch)
                #expect(author == "Behest <behest@localhost>")
            } catch let error as AgentError {
                #expect(payload.contains("\0"), "\(payload): \(error.message)")
            }
            for name in ["agent", "branch-prefix", "files"] {
                let value = TracedValue(.string(payload), from: .speech)
                let other = place.assignment("x", key: "r/\(index)/\(name)", inputs: [name: value])
                let error = await #expect(throws: AgentError.self, "\(name): \(payload)") {
                    try await agent.perform(other)
                }
                #expect(error?.message.hasSuffix(".") == true)
            }
            // Also a pack's own word for the branch is a name, or nothing.
            let prefix = TracedValue(.string(payload), from: .pack)
            await #expect(throws: AgentError.self) {
                try await agent.perform(place.assignment("x", key: "r/\(index)/p", inputs: ["branch-prefix": prefix]))
            }
        }
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.root.path)
        #expect(files.filter { $0.contains("canary") && !$0.hasPrefix("work/.git/") } == [])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place.workspace).sorted() == [
                ".git", ".gitignore", "notes.txt",
            ]
        )
        #expect(try await place.git("status", "--porcelain") == "")
        #expect(try await place.trees() == 0)
    }
}
