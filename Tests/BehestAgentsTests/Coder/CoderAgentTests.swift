import BehestWorkflow
import FoundationEssentials
import Synchronization
import Testing

@testable import BehestAgents

@Suite(.timeLimit(.minutes(5)))
struct CoderAgentTests {
    @Test(arguments: CoderProfile.allCases)
    func whatWasChangedBecomesABranch(profile: CoderProfile) async throws {
        let place = try await CoderPlace()
        let head = try await place.git("rev-parse", "HEAD")
        let events = Mutex<[AgentEvent]>([])
        let result = try await place.perform(
            try place.fake(profile, ["--write", "notes.txt", "--text", "three"]),
            AgentEvents { event in events.withLock { $0.append(event) } }
        )
        #expect(result.failure == nil)
        let branch = try #require(result.outputs["branch"]?.text)
        #expect(branch.hasPrefix("behest/add-a-line-to-the-notes-"))
        #expect(result.summary == "Changed 'notes.txt' (+1 −0) on the branch '\(branch)'.")
        #expect(result.outputs["files"] == ["notes.txt"])
        #expect(result.outputs["additions"] == 1)
        #expect(result.outputs["deletions"] == 0)
        #expect(result.outputs["exit-code"] == 0)
        #expect(result.outputs["diff"]?.text?.contains("+three") == true)
        #expect(try await place.git("show", "\(branch):notes.txt") == "one\ntwo\nthree")
        #expect(try await place.git("rev-parse", "\(branch)^") == head)
        #expect(try await place.git("log", "-1", "--format=%an %s", branch) == "Behest Add a line to the notes")
        #expect(try await place.git("rev-parse", "HEAD") == head)
        #expect(try await place.git("status", "--porcelain") == "")
        #expect(try await place.trees() == 0)
        if profile.format != .plain {
            #expect(result.outputs["session"] == "5f1e7a6e-0000-4000-8000-00000000fa4e")
            #expect(result.outputs["tool-calls"] == 1)
            #expect(
                events.withLock { $0 }.contains { if case .fileChange("notes.txt", _) = $0 { true } else { false } }
            )
        }
        #expect(result.outputs["cost"] == (profile == .claude ? 0.0125 : nil))
    }

    @Test func thePatchIsThatOfGit() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(
            place.script(
                "rm notes.txt; head -c 3000 /dev/urandom > blob; mkdir 'a b'; echo x > 'a b/ü.txt'; mkdir build; echo o > build/o"
            )
        )
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == ["a b/ü.txt", "blob", "notes.txt"])
        #expect(result.outputs["additions"] == 1)
        #expect(result.outputs["deletions"] == 2)
        let patch = try #require(result.outputs["patch"]?.text)
        try await place.git("apply", "--index", patch)
        let branch = try #require(result.outputs["branch"]?.text)
        #expect(try await place.git("write-tree") == place.git("rev-parse", "\(branch)^{tree}"))
    }

    @Test func theSpecificationIsReadAsItWasSaid() async throws {
        let place = try await CoderPlace()
        let task = "Rename $(touch canary); `id` --help\n'quoted' \"and\" ü"
        let agent = CoderAgent([place.script("cat > said.txt")], folders: place.folders)
        let result = try await agent.perform(
            place.assignment(task, inputs: ["files": TracedValue(["notes.txt"], from: .speech)])
        )
        let branch = try #require(result.outputs["branch"]?.text)
        let said = try await place.git("show", "\(branch):said.txt")
        #expect(said.hasPrefix(task + "\nFiles that this is about:\n- notes.txt\n"))
        #expect(result.outputs["files"] == ["said.txt"])
    }

    @Test func aiderReadsItInAFile() async throws {
        let place = try await CoderPlace()
        let script =
            #"while [ $# -gt 0 ]; do [ "$1" = --message-file ] && cat "$2" > said.txt; shift; done; touch .aider.tags"#
        let coder = Coder(name: "aider", profile: .aider, command: ["sh", "-c", script, "sh"])
        let result = try await place.perform(coder)
        #expect(result.outputs["files"] == ["said.txt"])
    }

    @Test func aSecretIsNotInItsEnvironment() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(place.script("env | cut -d= -f1 | sort > names.txt"))
        let branch = try #require(result.outputs["branch"]?.text)
        let names = Set(try await place.git("show", "\(branch):names.txt").split(separator: "\n").map(String.init))
        let allowed: Set<String> = [
            "PWD", "OLDPWD", "SHLVL", "_", MarkedProcesses.variable, "GIT_TERMINAL_PROMPT", "GIT_CONFIG_COUNT",
            "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0",
        ]
        let coder = Coder(name: "x", profile: .claude)
        #expect(names.contains("PATH"))
        #expect(names.filter { !allowed.contains($0) && !coder.isGiven($0) } == [])
        #expect(!coder.isGiven("ANTHROPIC_API_KEY"))
        #expect(Coder(name: "x", profile: .claude, environment: ["ANTHROPIC_API_KEY"]).isGiven("ANTHROPIC_API_KEY"))
    }

    @Test(arguments: [
        (["--then", "lie"], "'fake' changed nothing, whatever it says."),
        (["--write", "a.txt", "--then", "no-result"], "'fake' failed: it ended without saying how."),
        (["--write", "a.txt", "--then", "half-answer"], "'fake' failed: it ended without saying how."),
        (
            ["--write", "a.txt", "--then", "fail=no tokens"],
            "'fake' exited with code 1: error_during_execution: no tokens"
        ),
        (["--write", "a.txt", "--then", "die"], "'fake' was ended by signal 9 and said nothing."),
        (
            ["--then", "ask=rm -rf build"],
            "'fake' changed nothing, whatever it says. It asked to be allowed, and nobody could: Bash: rm -rf build."
        ),
        (["--then", "invalid-text"], "'fake' changed nothing, whatever it says."),
    ])
    func whatIsNoGoodEndIsAFailure(arguments: [String], failure: String) async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(try place.fake(.claude, arguments))
        #expect(result.failure == failure)
        #expect(result.outputs["branch"] == nil)
        #expect(try await place.branches() == [])
        #expect(try await place.trees() == 0)
    }

    @Test func theWorkOfOneThatFailedIsKeptAsAPatch() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(try place.fake(.codex, ["--write", "a.txt", "--then", "fail"]))
        #expect(result.failure != nil)
        let patch = try #require(result.outputs["patch"]?.text)
        #expect(FileManager.default.contents(atPath: patch)?.isEmpty == false)
    }

    @Test func aProcessThatIsLeftBehindIsEnded() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(try place.fake(.claude, ["--write", "a.txt", "--then", "fork-daemon"]))
        #expect(result.failure == nil)
        #expect(ProcessesOf(place.root.path).numbers == [])
    }

    @Test func theSameTaskIsDoneOnce() async throws {
        let place = try await CoderPlace()
        let coder = place.script("date +%s%N > time.txt")
        let first = try await place.perform(coder)
        let second = try await place.perform(coder)
        #expect(first.failure == nil)
        #expect(second == first)
        let branch = try #require(first.outputs["branch"]?.text)
        #expect(try await place.branches() == [branch])
        let other = try await place.perform(coder, key: "r/other")
        #expect(other.outputs["branch"] != first.outputs["branch"])
        #expect(try await place.branches().count == 2)
        // A crash between what was kept and the branch.
        try await place.git("branch", "--quiet", "-D", branch)
        #expect(try await place.perform(coder) == first)
        #expect(try await place.git("rev-parse", branch) == first.outputs["commit"]?.text)
    }

    @Test func whatACrashLeftIsTakenAway() async throws {
        let place = try await CoderPlace()
        let repository = try await CodeRepository.find(at: place.workspace)
        for key in ["r/change", "r/other"] {
            let attempt = CoderAttempt(place.folders, repository: repository, key: key)
            try attempt.prepare()
            let tree = try await AttemptTree.make(at: attempt.tree, index: attempt.index, of: repository)
            try Data("half".utf8).write(to: URL(filePath: "\(tree.path)/half.txt"))
        }
        #expect(try await place.trees() == 4)
        let result = try await place.perform(try place.fake(.claude, ["--write", "a.txt"]))
        #expect(result.outputs["files"] == ["a.txt"])
        #expect(try await place.trees() == 0)
        let other = CoderAttempt(place.folders, repository: repository, key: "r/other")
        _ = try await AttemptTree.make(at: other.tree, index: other.index, of: repository)
        await CoderAgent(folders: place.folders).prepare(in: place.workspace)
        #expect(try await place.trees() == 0)
    }

    @Test func whereLinksLeadToTheTreesNothingIsLeftEither() async throws {
        let place = try await CoderPlace()
        let (real, link) = (place.folders.trees, "\(place.root.path)/link")
        try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        let folders = CoderFolders(records: place.folders.records, trees: link)
        let agent = CoderAgent([try place.fake(.claude, ["--write", "a.txt"])], folders: folders)
        let result = try await agent.perform(place.assignment())
        #expect(result.failure == nil)
        #expect(try await place.trees() == 0)
    }

    @Test func aFolderOfTheRepositoryIsAWorkspaceToo() async throws {
        let place = try await CoderPlace()
        try place.write("x\n", to: "sub/x.txt")
        try await place.commit("Sub")
        var assignment = place.assignment()
        assignment.workspace = "\(place.workspace)/sub"
        let result = try await CoderAgent([place.script("pwd > where.txt")], folders: place.folders).perform(assignment)
        #expect(result.outputs["files"] == ["sub/where.txt"])
    }

    @Test func whatCannotBegin() async throws {
        let place = try await CoderPlace()
        func message(_ inputs: [String: TracedValue], coders: [Coder]) async throws -> String? {
            let agent = CoderAgent(coders, folders: place.folders)
            return await #expect(throws: AgentError.self) {
                try await agent.perform(place.assignment(inputs: inputs))
            }?.message
        }
        let coder = place.script("true")
        #expect(
            try await message(["task": TracedValue(" ", from: .speech)], coders: [coder])
                == "A coding agent needs a task, and none was said. Ask for it with the pack's 'ask'."
        )
        #expect(
            try await message(["agent": TracedValue("script", from: .speech)], coders: [coder])
                == "'agent' may not come from what was said or returned. Write it in the pack."
        )
        #expect(
            try await message(["agent": TracedValue("other", from: .pack)], coders: [coder])
                == "There is no coding agent 'other'. Write one of script, or configure it."
        )
        #expect(
            try await message(["files": TracedValue(["../x"], from: .speech)], coders: [coder])
                == "'../x' does not stay in the workspace. Name something below it."
        )
        for prefix in ["-x", "a..b", "a b", "/a", "a/", ".a", "a.lock", "a~1", "ä"] {
            #expect(
                try await message(["branch-prefix": TracedValue(.string(prefix), from: .pack)], coders: [coder])
                    == "'\(prefix)' cannot begin the name of a branch. Write letters, such as 'behest'."
            )
        }
        let missing = Coder(name: "x", profile: .claude, command: ["no-such-agent"])
        #expect(
            try await message([:], coders: [missing])
                == "Could not run the coding agent 'x' by 'no-such-agent': see 'behest doctor'."
        )
        #expect(try await place.trees() == 0)
    }

    @Test func withoutARepositoryOrACommitNothingBegins() async throws {
        let place = try await CoderPlace()
        try FileManager.default.createDirectory(atPath: "\(place.root.path)/empty", withIntermediateDirectories: true)
        let agent = CoderAgent([place.script("true")], folders: place.folders)
        let outside = await agent.health(in: "\(place.root.path)/empty")
        try await place.git("init", "--quiet", in: "\(place.root.path)/empty")
        let unborn = await agent.health(in: "\(place.root.path)/empty")
        guard case .unavailable(let first) = outside, case .unavailable(let second) = unborn else {
            Issue.record("\(outside) \(unborn)")
            return
        }
        #expect(
            first.hasSuffix(
                "is no git repository, and a coding agent works in none else. Run 'git init' there, and commit."
            )
        )
        #expect(second.hasSuffix("has no commit yet, from which a coding agent could begin. Commit, and retry."))
    }
}
