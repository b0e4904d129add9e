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
            index.hold(bugs.map { index.read(title: $0, body: "") })
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
        let titles = ["Der Drucker druckt Umlaute als Fragezeichen", "印刷できない"]
        index.hold(titles.map { index.read(title: $0, body: "") })
        #expect(index.mostLike(title: "Umlaute druckt der Drucker nur als Fragezeichen", body: "")?.index == 0)
        #expect(index.mostLike(title: "印刷できない", body: "")?.index == 1)
        #expect(index.mostLike(title: "Der Bildschirm bleibt schwarz", body: "") == nil)
        #expect(index.mostLike(title: "", body: "") == nil)
        #expect(BugIndex().mostLike(title: "it rains", body: "") == nil)
    }

    @Test func onlyTheWordsOfBugsThatAreHeldCount() {
        var index = BugIndex()
        let old = index.read(title: "the timeout of the parser is ignored", body: "")
        let new = index.read(title: "the clock is slow", body: "")
        index.hold([old, new])
        #expect(index.mostLike(title: "the parser ignores its timeout", body: "")?.index == 0)
        index.hold([new])
        #expect(index.mostLike(title: "the parser ignores its timeout", body: "") == nil)
        #expect(index.mostLike(title: "a slow clock", body: "")?.index == 0)
    }

    @Test func theFolderIsLookedAtEachTime() async throws {
        let folder = try TemporaryDirectory()
        let bugs = folder.url.appending(path: "bugs")
        try FileManager.default.createDirectory(at: bugs, withIntermediateDirectories: true)
        func write(_ title: String, state: String = "open", to name: String) throws {
            try Data("---\ntitle: \(title)\nstate: \(state)\n---\n".utf8).write(to: bugs.appending(path: name))
        }
        let shelf = BugShelf()
        func found() throws -> Int? {
            try shelf.mostLike(title: "a slow clock", body: "", in: BugFolder(path: bugs.path))?.bug.number
        }
        try write("the parser crashes", to: "0001-a.md")
        try shelf.prepare(BugFolder(path: bugs.path))
        #expect(try found() == nil)
        try write("the clock is slow", to: "0002-b.md")
        #expect(try found() == 2)
        try write("the clock is slow", state: "closed", to: "0002-b.md")
        #expect(try found() == nil)
        try write("the clock is slow", to: "0003-c.md")
        #expect(try found() == 3)
        try FileManager.default.removeItem(at: bugs.appending(path: "0003-c.md"))
        #expect(try found() == nil)
    }
}
