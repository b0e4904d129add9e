import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

struct SimilarBugsTests {
    /// Open bugs, and what is said about them.
    struct Examples {
        var bugs: [String] = []
        /// What is said, with the place of the bug that it is; `nil` for none.
        var said: [(words: String, bug: Int?)] = []

        init(_ file: URL) throws {
            var isOpenBugs = true
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if line.hasPrefix("#") {
                    isOpenBugs = bugs.isEmpty
                    continue
                }
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                if isOpenBugs { bugs.append(parts[1]) } else { said.append((parts[1], Int(parts[0]).map { $0 - 1 })) }
            }
        }

        var index: BugIndex {
            var index = BugIndex()
            for title in bugs { index.add(title: title, body: "") }
            return index
        }
    }

    private static func examples() throws -> Examples {
        let path = ProcessInfo.processInfo.environment["BEHEST_SIMILAR_BUGS"]
        return try Examples(
            path.map { URL(filePath: $0) }
                ?? Repository.root.appending(path: "Tests/BehestAgentsTests/Fixtures/similar-bugs.txt")
        )
    }

    @Test func nearlyAllAreToldApart() throws {
        let examples = try Self.examples()
        let index = examples.index
        var wrong: [String] = []
        for (words, bug) in examples.said {
            let found = index.mostLike(title: words, body: "")
            guard found?.index != bug else { continue }
            let best = index.ranking(title: words, body: "").first
            wrong.append(
                "'\(words)': \(best.map { "\($0.score) \(examples.bugs[$0.index])" } ?? "-"), not \(bug.map { examples.bugs[$0] } ?? "none")"
            )
        }
        // An offer too many costs a "no", one too few a second report.
        #expect(Double(wrong.count) <= 0.05 * Double(examples.said.count), "\(wrong.joined(separator: "\n"))")
        if ProcessInfo.processInfo.environment["BEHEST_SIMILAR_BUGS_SHOW"] != nil {
            Issue.record("\(wrong.joined(separator: "\n"))")
        }
    }
}
