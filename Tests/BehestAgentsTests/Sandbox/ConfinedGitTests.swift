import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// What of git's programs can change, and what not, since git would run it.
@Suite(.timeLimit(.minutes(5)))
struct ConfinedGitTests {
    static let tiers = ConfinedPlace.tiers

    @Test func whatGitRunsIsNotWrittenInAWorldOfItsOwn() async throws {
        guard Self.tiers.contains(.bubblewrap) else { return }
        let place = try ConfinedPlace(.bubblewrap)
        let git = "git -c init.defaultBranch=main"
        _ = try await place.output(of: "\(git) init --quiet && rm -r .git/hooks && echo a > a && git add a")
        let output = try await place.output(
            of: """
                (echo x > .git/hooks/post-checkout) 2>/dev/null && echo hook
                (echo x >> .git/config) 2>/dev/null && echo settings
                rm -rf .git/hooks 2>/dev/null
                git -c user.name=a -c user.email=a@b commit --quiet --message a && git log --format=%s
                """
        )
        #expect(output == "a")
        let named = Permissions(write: [".git/config"])
        #expect(try await place.output(of: "echo '[a]' >> .git/config && tail -n 1 .git/config", named) == "[a]")
    }

    /// Folders of hooks under another name, the repositories of submodules, and what leads to them.
    @Test func noWayRoundTheHooksIsLeftInAWorldOfItsOwn() async throws {
        guard Self.tiers.contains(.bubblewrap) else { return }
        let place = try ConfinedPlace(.bubblewrap)
        let script = """
            git -c init.defaultBranch=main init --quiet && git config core.hooksPath tools/hooks
            git init --quiet --bare .git/modules/lib/one && git init --quiet --bare .git/modules/two
            """
        _ = try await Program(arguments: ["sh", "-ec", script], directory: place.workspace).run()
        let output = try await place.output(
            of: """
                (echo x > tools/hooks/pre-commit) 2>/dev/null && echo named
                (mv tools tools.away && mkdir -p tools/hooks && echo x > tools/hooks/pre-commit) 2>/dev/null && echo moved
                (mv .git .git.away && mkdir -p .git/hooks && echo x > .git/hooks/pre-commit) 2>/dev/null && echo git
                (mv .git/modules m && mkdir -p .git/modules/two && echo x > .git/modules/two/config) 2>/dev/null && echo modules
                for module in lib/one two; do
                    (echo x >> .git/modules/$module/config) 2>/dev/null && echo settings
                    (echo x > .git/modules/$module/hooks/post-checkout) 2>/dev/null && echo hook
                done
                echo a > a && git add a && git -c user.name=a -c user.email=a@b commit --quiet --message a && git log --format=%s
                """
        )
        #expect(output == "a")
        let named = Permissions(write: ["tools"])
        #expect(try await place.output(of: "echo x > tools/hooks/pre-commit && echo named", named) == "named")
    }

    /// What is not there cannot be held in its place; it is looked for afterwards.
    @Test(arguments: tiers)
    func gitIsNotLedToOtherSettings(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let script = "git -c init.defaultBranch=main init --quiet && git init --quiet --bare .git/modules/two"
        _ = try await Program(arguments: ["sh", "-ec", script], directory: place.workspace).run()
        for folder in [".git", ".git/modules/two"] {
            let error = await #expect(throws: AgentError.self) {
                try await place.output(of: "cp -r .git evil && echo $PWD/evil > \(folder)/commondir")
            }
            #expect(error?.message.contains("\(folder)/commondir', which leads git to other settings") == true)
            #expect(!place.has("\(folder)/commondir"))
        }
        #expect(try await place.output(of: "git status --porcelain | head -n 1") != "")
    }

    @Test func settingsOfGitAreReadAsGitReadsThem() {
        let text = """
            [core] ; comment
            \tbare = false
            \tHooksPath = "a b\\\"c" # comment
            [core "sub"]
            \thooksPath = not this
            [CORE] hooksPath = last ; comment
            [alias]
            \tshort
            """
        let settings = GitSettings.settings(in: text)
        #expect(settings.map(\.name) == ["core.bare", "core.hookspath", "core.hookspath", "alias.short"])
        #expect(settings.map(\.value) == ["false", "a b\"c", "last", "true"])
    }

    @Test(arguments: tiers)
    func aLinkedWorktreeIsWorkedIn(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let repository = "\(place.home)/repository"
        let script = """
            git init --quiet '\(repository)' && cd '\(repository)'
            git -c user.name=a -c user.email=a@b commit --quiet --allow-empty --message a
            rmdir '\(place.workspace)' && git worktree add --quiet '\(place.workspace)' -b side
            """
        _ = try await Program(arguments: ["sh", "-ec", script], directory: place.home).run()
        let commit =
            "git -c user.name=a -c user.email=a@b commit --quiet --allow-empty --message b && git log -1 --format=%s"
        #expect(try await place.output(of: commit) == "b")
        // A folder that does not name the workspace in its turn is not believed.
        try "gitdir: \(place.home)/.config".write(
            toFile: "\(place.workspace)/.git",
            atomically: true,
            encoding: .utf8
        )
        #expect(GitFolders.outside(place.workspace) == [])
    }
}
