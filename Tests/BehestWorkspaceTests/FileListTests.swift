import BehestGrammar
import BehestWorkspace
import FoundationEssentials
import Testing

/// Lists of files, in real folders.
struct FileListTests {
    private static let tree = [
        "Package.swift": "", "README.md": "", "Sources/App/UserStore.swift": "", "Sources/App/main.swift": "",
        "Sources/Tool/main.swift": "", "docs/guide one.txt": "", ".gitignore": "*.log\n/build/\n!keep.log\n",
        "noise.log": "", "keep.log": "", "build/out.o": "", "Sources/App/build/kept.txt": "",
    ]

    private static let listed = [
        "Package.swift", "README.md", "Sources/App/UserStore.swift", "Sources/App/build/kept.txt",
        "Sources/App/main.swift", "Sources/Tool/main.swift", "docs/guide one.txt", "keep.log",
    ]

    @Test func gitNamesTheFiles() async throws {
        let project = try await Project(Self.tree, git: true)
        try await project.git("add", "Package.swift")
        #expect(try await Self.paths(in: project) == [".gitignore"] + Self.listed)
    }

    @Test func withoutGitTheFolderIsWalked() async throws {
        let project = try await Project(Self.tree)
        #expect(try await Self.paths(in: project) == Self.listed)
    }

    @Test func aFolderThatTheRepositoryIgnoresIsWalked() async throws {
        let project = try await Project([".gitignore": "inner/\n", "inner/a.txt": "", "b.txt": ""], git: true)
        let lists = WorkspaceLists(workspace: project.url.appending(path: "inner").path)
        let source = ListSource.files(matching: [])
        #expect(await lists.read([source], language: "en").values[source]?.map(\.out) == [.text("a.txt")])
    }

    @Test(arguments: [
        (["Sources/*"], ["Sources/App", "Sources/Tool"]),
        (["Sources/*/"], ["Sources/App", "Sources/Tool"]),
        (["Sources/**/*.swift"], ["Sources/App/UserStore.swift", "Sources/App/main.swift", "Sources/Tool/main.swift"]),
        (["**/main.*"], ["Sources/App/main.swift", "Sources/Tool/main.swift"]),
        (["*.{md,swift}"], ["Package.swift", "README.md"]),
        (["*.md", "docs/**"], ["README.md", "docs/guide one.txt"]),
        (["**/*.swift", "!Sources/**"], ["Package.swift"]),
        (["[A-P]*.*"], ["Package.swift"]),
        (["*/"], ["Sources", "docs"]),
        (["nothing/*"], []),
    ])
    func patternsChoose(_ patterns: [String], _ expected: [String]) async throws {
        let project = try await Project(Self.tree, git: true)
        #expect(try await Self.paths(in: project, matching: patterns) == expected)
    }

    @Test func whatIsGoneOrLeadsOutIsNotNamed() async throws {
        let project = try await Project(["gone.txt": "", "here.txt": ""], git: true)
        try await project.commit()
        try FileManager.default.removeItem(at: project.url.appending(path: "gone.txt"))
        for (link, target) in [("out.txt", "/etc/hostname"), ("up", ".."), ("in.txt", "here.txt")] {
            try FileManager.default.createSymbolicLink(
                atPath: project.url.appending(path: link).path,
                withDestinationPath: target
            )
        }
        #expect(try await Self.paths(in: project) == ["here.txt", "in.txt"])
    }

    @Test func oddNamesDoNoHarm() async throws {
        let project = try await Project(["-rf": "", "line\nbreak": "", "...": "", "(a|b).txt": ""], git: true)
        let values = try await Self.values(in: project)
        #expect(values.map(\.out) == [.text("(a|b).txt"), .text("./-rf")])
        #expect(values.first?.spoken.contains("a b") == true)
    }

    @Test func aSharedNameMeansAllOfThemUntilTheFolderIsSaid() async throws {
        let project = try await Project(
            ["a/b/main.c": "", "a/c/main.c": "", "main.c": "", "a/b/other.c": ""],
            git: true
        )
        let values = try await Self.values(in: project)
        func meaning(_ words: String) -> [String] {
            values.filter { $0.spoken.contains(words) }.flatMap { [$0.out] + $0.others }.map(\.description)
        }
        #expect(meaning("main") == ["a/b/main.c", "a/c/main.c", "main.c"])
        #expect(meaning("main dot c") == ["a/b/main.c", "a/c/main.c", "main.c"])
        #expect(meaning("main in b") == ["a/b/main.c"])
        #expect(meaning("main dot c in a c") == ["a/c/main.c"])
        #expect(meaning("main in the root") == ["main.c"])
        #expect(meaning("a b main") == ["a/b/main.c"])
        #expect(meaning("a slash c slash main dot c") == ["a/c/main.c"])
        #expect(meaning("other") == ["a/b/other.c"])
        #expect(meaning("other in b") == [])
    }

    @Test func longListsAreCut() async throws {
        let names = (0..<50).map { ("file\($0).txt", "") }
        let project = try await Project(Dictionary(uniqueKeysWithValues: names), git: true)
        let lists = WorkspaceLists(workspace: project.path, limits: WorkspaceLimits(values: 10))
        let source = ListSource.files(matching: [])
        #expect(await lists.read([source], language: "en").values[source]?.count == 10)
    }

    private static func values(in project: Project, matching: [String] = []) async throws -> [ListSource.Value] {
        let source = ListSource.files(matching: matching)
        let findings = await WorkspaceLists(workspace: project.path).read([source], language: "en")
        #expect(findings.problems.isEmpty)
        return try #require(findings.values[source])
    }

    private static func paths(in project: Project, matching: [String] = []) async throws -> [String] {
        let values = try await values(in: project, matching: matching)
        return Set(values.flatMap { [$0.out] + $0.others }.map(\.description)).sorted()
    }
}
