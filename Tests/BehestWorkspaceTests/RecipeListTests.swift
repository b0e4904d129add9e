import BehestGrammar
import BehestWorkspace
import FoundationEssentials
import Testing

/// Recipes as the values of lists.
struct RecipeListTests {
    private func values(of tool: RecipeTool?, in project: Project) async throws -> [ListSource.Value] {
        let source = ListSource.recipes(of: tool)
        let findings = await WorkspaceLists(workspace: project.path).read([source], language: "en")
        #expect(findings.problems.isEmpty)
        return try #require(findings.values[source])
    }

    @Test func namesAreSaidAsTheyAreRead() async throws {
        let project = try await Project(["Makefile": "test-unit:\nlint:\nbuild_all2:\n"])
        let values = try await values(of: .make, in: project)
        #expect(values.map(\.out) == [.text("test-unit"), .text("lint"), .text("build_all2")])
        #expect(values[0].spoken == ["test unit", "test dash unit"])
        #expect(values[0].context == ["tool": .text("make")])
    }

    @Test func eachProgramHasItsOwn() async throws {
        let project = try await Project([
            "Makefile": "lint:\nall:\n", "justfile": "alias l := lint\nlint:\n",
            "Taskfile.yml": "tasks: {docs:serve: x}", "package.json": #"{"scripts": {"start": "x", "lint": "y"}}"#,
        ])
        #expect(try await values(of: .just, in: project).map(\.out) == [.text("lint")])
        #expect(try await values(of: .just, in: project).first?.spoken == ["lint", "l"])
        #expect(try await values(of: .task, in: project).first?.spoken.contains("docs serve") == true)
        #expect(try await values(of: .npm, in: project).map(\.out) == [.text("lint"), .text("start")])
        let all = try await values(of: nil, in: project)
        #expect(all.map(\.out) == [.text("lint"), .text("all"), .text("docs:serve"), .text("start")])
        // Three programs have it, and none is meant more than the others.
        #expect(all[0].context.isEmpty)
        #expect(all[1].context == ["tool": .text("make")])
    }

    @Test func noFileIsNoProblem() async throws {
        let project = try await Project(["a.txt": ""])
        #expect(try await values(of: nil, in: project) == [])
    }

    @Test func aFileThatCannotBeReadIsOne() async throws {
        let project = try await Project(["package.json": "{"])
        try Data([0xff, 0x3a]).write(to: project.url.appending(path: "Makefile"))
        let (make, npm) = (ListSource.recipes(of: .make), ListSource.recipes(of: .npm))
        let findings = await WorkspaceLists(workspace: project.path).read([make, npm], language: "en")
        #expect(findings.problems[make]?.message == "'Makefile' is not valid UTF-8.")
        #expect(
            findings.problems[npm]?.message
                == "'package.json' cannot be read: it is no JSON, or 'scripts' holds no texts."
        )
    }

    @Test func whatHasChangedIsFound() async throws {
        let project = try await Project(["Makefile": "one:\n"])
        let lists = WorkspaceLists(workspace: project.path)
        let source = ListSource.recipes(of: nil)
        _ = await lists.read([source], language: "en")
        try project.write("one:\ntwo:\n", to: "Makefile")
        #expect(await lists.read([source], language: "en").values[source]?.count == 2)
        try project.write("three:\n", to: "GNUmakefile")
        #expect(await lists.read([source], language: "en").values[source]?.map(\.out) == [.text("three")])
        try FileManager.default.removeItem(at: project.url.appending(path: "GNUmakefile"))
        #expect(await lists.read([source], language: "en").values[source]?.count == 2)
    }

    @Test func aLinkOutOfTheWorkspaceIsNotFollowed() async throws {
        let project = try await Project(["a.txt": ""])
        let other = try await Project(["Makefile": "secret:\n"])
        try FileManager.default.createSymbolicLink(
            atPath: "\(project.path)/Makefile",
            withDestinationPath: "\(other.path)/Makefile"
        )
        #expect(try await values(of: .make, in: project) == [])
    }

    /// Nothing of a file is run to find out what is in it.
    @Test func readingRunsNothing() async throws {
        let project = try await Project([
            "Makefile": "X := $(shell touch canary)\n$(shell touch canary)\nall:\n",
            "justfile": "x := `touch canary`\nbuild:\n",
            "Taskfile.yml": "vars: {X: {sh: touch canary}}\ntasks: {a: x}",
        ])
        #expect(try await values(of: nil, in: project).count == 3)
        #expect(!FileManager.default.fileExists(atPath: "\(project.path)/canary"))
    }
}
