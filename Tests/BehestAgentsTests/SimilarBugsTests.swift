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
            index.finish()
            return index
        }
    }

    /// The threshold was chosen on the first; the second was made afterwards, and nothing was changed because of it.
    @Test(arguments: ["similar-bugs", "similar-bugs-held-back"])
    func nearlyAllAreToldApart(_ name: String) throws {
        let path = "Tests/BehestAgentsTests/Fixtures/\(name).txt"
        let examples = try Examples(Repository.root.appending(path: path))
        let index = examples.index
        var wrong: [String] = []
        for (words, bug) in examples.said {
            guard index.mostLike(title: words, body: "")?.index != bug else { continue }
            let best = index.ranking(title: words, body: "").first
            let found = best.map { "\($0.score) '\(examples.bugs[$0.index])'" } ?? "nothing"
            wrong.append("'\(words)': \(found), not \(bug.map { examples.bugs[$0] } ?? "nothing")")
        }
        // An offer too many costs a "no", one too few a second report.
        #expect(Double(wrong.count) <= 0.05 * Double(examples.said.count), "\(wrong.joined(separator: "\n"))")
    }

    @Test func otherLanguagesAreComparedByTheirWords() {
        var index = BugIndex()
        index.add(title: "Der Drucker druckt Umlaute als Fragezeichen", body: "")
        index.add(title: "印刷できない", body: "")
        index.finish()
        #expect(index.mostLike(title: "Umlaute druckt der Drucker nur als Fragezeichen", body: "")?.index == 0)
        #expect(index.mostLike(title: "印刷できない", body: "")?.index == 1)
        #expect(index.mostLike(title: "Der Bildschirm bleibt schwarz", body: "") == nil)
        #expect(index.mostLike(title: "", body: "") == nil)
        #expect(BugIndex().mostLike(title: "it rains", body: "") == nil)
    }
}
