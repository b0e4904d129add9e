import BehestGrammar
import BehestWorkspace
import FoundationEssentials
import Testing

/// The other lists, by the real programs.
struct WorkspaceListsTests {
    private static let swift = """
        public final class UserStore {
            @MainActor public static func loadAll() {}
            class func shared() {}
        }
        private indirect enum HTTPMethod { case get }
        extension UserStore {
            private func clear() {}
        }
        protocol Store: Sendable {}
        """

    @Test func findsTypesAndFunctions() async throws {
        let project = try await Project(
            [
                "UserStore.swift": Self.swift, "tool.py": "class Parser:\n    def feed(self): pass\n\nlimit = 3\n",
                "main.c": "struct point { int x; };\nint add(int a) { return a; }\n", "notes.txt": "class Nothing",
            ],
            git: true
        )
        let source = ListSource.symbols(kinds: [], matching: [])
        let values = try await Self.values(of: source, in: project)
        #expect(
            Set(values.map(\.out.description)) == [
                "UserStore", "loadAll", "shared", "HTTPMethod", "clear", "Store", "Parser", "feed", "point", "add",
            ]
        )
        let store = try #require(values.first { $0.out == .text("UserStore") })
        #expect(store.spoken == ["user store"])
        #expect(store.context == ["kind": .text("class"), "file": .text("UserStore.swift")])
        #expect(values.first { $0.out == .text("HTTPMethod") }?.spoken == ["http method", "h t t p method"])

        let types = try await Self.values(of: .symbols(kinds: ["types"], matching: ["*.py"]), in: project)
        #expect(types.map(\.out) == [.text("Parser")])
        let protocols = try await Self.values(of: .symbols(kinds: ["protocol"], matching: []), in: project)
        #expect(protocols.map(\.out) == [.text("Store")])
    }

    @Test func findsMacrosAndMembersOfCWhereTheyAreAskedFor() async throws {
        let text = "#define LIMIT 3\nenum shade { pale };\nstruct point { int across; };\n"
        let project = try await Project(["main.c": text, "shape.hpp": "class Shape { int sides; };\n"], git: true)
        let some = try await Self.values(of: .symbols(kinds: [], matching: []), in: project)
        #expect(Set(some.map(\.out.description)) == ["shade", "point", "Shape"])
        let macros = try await Self.values(of: .symbols(kinds: ["macro"], matching: []), in: project)
        #expect(macros.map(\.out) == [.text("LIMIT")])
        let members = try await Self.values(of: .symbols(kinds: ["member", "enumerator"], matching: []), in: project)
        #expect(Set(members.map(\.out.description)) == ["pale", "across", "sides"])
    }

    @Test func branchesAreCalledByTheirNames() async throws {
        let project = try await Project(["a.txt": ""], git: true)
        try await project.commit()
        for name in ["feature/login-page", "release-2.1", "login"] { try await project.git("branch", name) }
        let values = try await Self.values(of: .gitBranches, in: project)
        #expect(Set(values.map(\.out.description)) == ["main", "feature/login-page", "release-2.1", "login"])
        let feature = try #require(values.first { $0.out == .text("feature/login-page") })
        #expect(feature.spoken.contains("feature login page"))
        #expect(feature.spoken.contains("feature slash login page"))
        #expect(feature.spoken.contains("login page"))
        #expect(values.first { $0.out == .text("release-2.1") }?.spoken.contains("release 2 1") == true)
    }

    @Test func authorsAreCalledByTheirFirstNamesToo() async throws {
        let project = try await Project(git: true)
        try await project.commit(by: "Ada Lovelace <ada@localhost>")
        try await project.commit(by: "Ada Lovelace <ada@localhost>")
        try await project.commit(by: "Grace Hopper <grace@localhost>")
        try await project.commit(by: "Ada Byron <byron@localhost>")
        let values = try await Self.values(of: .gitAuthors, in: project)
        func meaning(_ words: String) -> [String] {
            values.filter { $0.spoken.contains(words) }.flatMap { [$0.out] + $0.others }.map(\.description).sorted()
        }
        #expect(meaning("ada lovelace") == ["Ada Lovelace"])
        #expect(meaning("grace") == ["Grace Hopper"])
        #expect(meaning("ada") == ["Ada Byron", "Ada Lovelace"])
        #expect(values.first { $0.out == .text("Grace Hopper") }?.context == ["email": .text("grace@localhost")])
    }

    @Test func linesOfAProgramAreValues() async throws {
        let project = try await Project(["names.txt": "staging-eu\n\n  living room \nstaging-eu\n"])
        let values = try await Self.values(of: .command(["cat", "names.txt"]), in: project)
        #expect(values.map(\.out) == [.text("staging-eu"), .text("living room")])
        #expect(values.map { $0.spoken[0] } == ["staging eu", "living room"])
    }

    @Test func jsonOfAProgramSaysMore() async throws {
        let json = """
            ["web", {"in": "data base", "out": "postgres", "context": {"port": 5432}}, {"in": ["a", "b"], "out": 2}, 7]
            """
        let project = try await Project(["values.json": json])
        let values = try await Self.values(of: .command(["cat", "values.json"]), in: project)
        #expect(
            values == [
                ListSource.Value(spoken: ["web"], out: .text("web")),
                ListSource.Value(spoken: ["data base"], out: .text("postgres"), context: ["port": .integer(5432)]),
                ListSource.Value(spoken: ["a", "b"], out: .integer(2)),
                ListSource.Value(spoken: ["7"], out: .integer(7)),
            ]
        )
    }

    @Test(arguments: [
        (["cat", "missing"], WorkspaceError.Code.programFailed, "'cat' exited with code 1, and said: "),
        (["no-such-program"], .noProgram, "There is no program 'no-such-program'"),
        (["cat", "broken.json"], .unreadable, "What 'cat' writes begins like JSON"),
        (["cat", "bytes"], .unreadable, "What 'cat' writes is not valid UTF-8."),
        (["yes"], .tooLarge, "'yes' writes more than 0 MB."),
        (["tail", "-f", "/dev/null"], .tooSlow, "'tail' takes longer than 2.0 seconds, and was ended."),
    ])
    func failuresAreTold(_ command: [String], _ code: WorkspaceError.Code, _ message: String) async throws {
        let project = try await Project(["broken.json": "[1, {]"])
        try Data([0xff, 0xfe]).write(to: project.url.appending(path: "bytes"))
        let limits = WorkspaceLimits(time: .seconds(2), bytes: 1000)
        // What never ends is cut off by its size or by the time, whichever is passed first.
        let lists = WorkspaceLists(workspace: project.path, limits: limits)
        let findings = await lists.read([.command(command)], language: "en")
        let problem = try #require(findings.problems[.command(command)])
        #expect(findings.values.isEmpty)
        if command != ["yes"] {
            #expect(problem.code == code)
            #expect(problem.message.hasPrefix(message))
        } else {
            #expect([code, .tooSlow].contains(problem.code))
        }
    }

    @Test func noRepositoryIsAProblemOfBranchesAlone() async throws {
        let project = try await Project(["a.txt": ""])
        let sources = [ListSource.gitBranches, .files(matching: [])]
        let findings = await WorkspaceLists(workspace: project.path).read(sources, language: "en")
        #expect(findings.problems.mapValues(\.code) == [.gitBranches: .noRepository])
        #expect(findings.values[.files(matching: [])]?.count == 1)
    }

    @Test func theLastGoodValuesStay() async throws {
        let project = try await Project(["names.txt": "one"])
        let lists = WorkspaceLists(workspace: project.path, commandAge: .zero)
        let source = ListSource.command(["cat", "names.txt"])
        let before = await lists.read([source], language: "en")
        try FileManager.default.removeItem(at: project.url.appending(path: "names.txt"))
        let after = await lists.read([source], language: "en")
        #expect(before.problems.isEmpty)
        #expect(after.problems[source]?.code == .programFailed)
        #expect(after.values == before.values)
        try project.write("two", to: "names.txt")
        let mended = await lists.read([source], language: "en")
        #expect(mended.problems.isEmpty)
        #expect(mended.values[source]?.map(\.out) == [.text("two")])
    }

    @Test func whatHasChangedIsFound() async throws {
        let project = try await Project(["a.swift": "struct Old {}\n"], git: true)
        try await project.commit()
        let lists = WorkspaceLists(workspace: project.path)
        let files = ListSource.files(matching: [])
        let symbols = ListSource.symbols(kinds: [], matching: [])
        let sources = [files, symbols, .gitBranches]
        _ = await lists.read(sources, language: "en")
        try project.write("struct Newer {}\n", to: "a.swift")
        try project.write("", to: "sub/b.txt")
        try await project.git("branch", "topic")
        let values = await lists.read(sources, language: "en").values
        #expect(values[files]?.map(\.out) == [.text("a.swift"), .text("sub/b.txt")])
        #expect(values[symbols]?.map(\.out) == [.text("Newer")])
        #expect(values[.gitBranches]?.count == 2)
    }

    @Test func aCommandIsNotRunAgainWhileItsValuesAreYoung() async throws {
        let project = try await Project(["names.txt": "one"])
        let lists = WorkspaceLists(workspace: project.path, commandAge: .seconds(3600))
        let source = ListSource.command(["cat", "names.txt"])
        let before = await lists.read([source], language: "en")
        try project.write("two", to: "names.txt")
        #expect(await lists.read([source], language: "en").values == before.values)
    }

    private static func values(of source: ListSource, in project: Project) async throws -> [ListSource.Value] {
        let findings = await WorkspaceLists(workspace: project.path).read([source], language: "en")
        #expect(findings.problems.isEmpty)
        return try #require(findings.values[source])
    }
}
