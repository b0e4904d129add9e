import BehestWorkflow
import FoundationEssentials
import Testing

@testable import BehestAgents

/// What an agent that is not confined could do to the repository, and that it is found out.
@Suite(.timeLimit(.minutes(5)))
struct CoderEvidenceTests {
    static let breaches = [
        ("git -C $W commit --quiet --allow-empty -m x", "'refs/heads/main' is not what it was"),
        ("git -C $W checkout --quiet --detach", "the workspace is at another branch or commit"),
        ("echo '[core] pager = x' > $R/more.config", "what git is set to is not as it was"),
        ("git -C $W branch mine", "'refs/heads/mine' is not what it was"),
        ("git -C $W tag v1", "'refs/tags/v1' is not what it was"),
        ("git -C $W config core.fsmonitor 'touch $W/canary; false'", "git's own 'config' is not as it was"),
        (
            "printf '#!/bin/sh\\ntouch $W/canary\\n' > $W/.git/hooks/post-checkout",
            "git's own 'hooks/post-checkout' is not as it was"
        ),
        ("echo '* filter=x' > $W/.git/info/attributes", "git's own 'info/attributes' is not as it was"),
        (
            "echo /elsewhere > $W/.git/worktrees/tree/commondir",
            "git's own 'worktrees/tree/commondir' is not as it was"
        ),
        (
            "env -u GIT_CONFIG_COUNT git push --quiet $R/origin.git HEAD:refs/heads/stolen",
            "'refs/heads/stolen' of the repository '$R/origin.git' is not what it was"
        ),
    ]

    @Test(arguments: breaches)
    func whatNoAgentMayChangeIsFoundOut(script: String, what: String) async throws {
        let place = try await CoderPlace()
        let root = place.root.path
        try await place.git("init", "--quiet", "--bare", "\(root)/origin.git")
        try await place.git("remote", "add", "origin", "\(root)/origin.git")
        try await place.git("config", "include.path", "\(root)/more.config")
        let line = script.replacing("$W", with: place.workspace).replacing("$R", with: root)
        let identity = "export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x"
        let result = try await place.perform(place.script("\(identity); echo x > a.txt; \(line)"))
        let expected = what.replacing("$R", with: root)
        #expect(
            result.failure == "'script' was at work, and \(expected), which no agent may change. Its work is not taken."
        )
        #expect(result.outputs["branch"] == nil)
        #expect(try await place.git("for-each-ref", "refs/heads/behest") == "")
        #expect(!FileManager.default.fileExists(atPath: "\(place.workspace)/canary"))
        #expect(try await place.trees() == 0)
    }

    @Test func nothingIsPushed() async throws {
        let place = try await CoderPlace()
        let origin = "\(place.root.path)/origin.git"
        try await place.git("init", "--quiet", "--bare", origin)
        try await place.git("remote", "add", "origin", origin)
        let result = try await place.perform(
            place.script(
                "echo x > a.txt; git push origin HEAD:refs/heads/stolen && touch pushed; git push \(origin) HEAD:refs/heads/two && touch pushed; true"
            )
        )
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == ["a.txt"])
        #expect(try await place.git("for-each-ref", in: origin) == "")
    }

    /// The working tree's own way to its repository could lead to one whose settings run programs.
    @Test func aTreeThatLeadsElsewhereIsNotFollowed() async throws {
        let place = try await CoderPlace()
        let script = """
            echo x > a.txt; rm .git; git init --quiet .; git config core.fsmonitor 'touch \(place.root.path)/canary; false'
            printf '* filter=evil\\n' > .gitattributes; git config filter.evil.clean 'touch \(place.root.path)/canary; cat'
            """
        let result = try await place.perform(place.script(script))
        #expect(!FileManager.default.fileExists(atPath: "\(place.root.path)/canary"))
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == [".gitattributes", "a.txt"])
        #expect(try await place.trees() == 0)
    }

    @Test func aRepositoryInTheTreeIsNoChange() async throws {
        let place = try await CoderPlace()
        let commit = "git -C sub -c user.name=x -c user.email=x commit --quiet --allow-empty -m x"
        let result = try await place.perform(place.script("git init --quiet sub; \(commit)"))
        #expect(
            result.failure
                == "The work of 'script' cannot be taken. It put a repository of its own into 'sub', whose files "
                + "git does not take."
        )
        #expect(try await place.branches() == [])
    }

    @Test func aSubmoduleIsNoPlaceForARepository() async throws {
        let place = try await CoderPlace()
        let head = try await place.git("rev-parse", "HEAD")
        try await place.git("update-index", "--add", "--cacheinfo", "160000,\(head),lib")
        try await place.git("commit", "--quiet", "-m", "Link")
        let canary = "\(place.root.path)/canary"
        let script = "git init --quiet lib; git -C lib config core.fsmonitor 'touch \(canary); false'; echo x > a.txt"
        let result = try await place.perform(place.script(script))
        #expect(
            result.failure
                == "The work of 'script' cannot be taken. It put a repository into the submodule 'lib', which no agent may."
        )
        #expect(!FileManager.default.fileExists(atPath: canary))
    }

    @Test func whatItSetsAsideInTheIndexIsFoundAllTheSame() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(
            place.script("git update-index --assume-unchanged notes.txt; echo hidden >> notes.txt")
        )
        #expect(result.outputs["files"] == ["notes.txt"])
    }

    @Test func itsOwnCommitsBecomeOne() async throws {
        let place = try await CoderPlace()
        let commit = "git -c user.name=x -c user.email=x commit --quiet -m"
        let result = try await place.perform(
            place.script("echo x > a.txt; git add a.txt; \(commit) one; echo y > b.txt; git add b.txt; \(commit) two")
        )
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == ["a.txt", "b.txt"])
        let branch = try #require(result.outputs["branch"]?.text)
        #expect(try await place.git("rev-list", "--count", branch) == "2")
    }

    @Test func foldersThatForbidTheirRemovalAreRemoved() async throws {
        let place = try await CoderPlace()
        let result = try await place.perform(
            place.script("echo x > a.txt; mkdir -p build/d/e; touch build/d/e/f; chmod 500 build/d/e build/d")
        )
        #expect(result.failure == nil)
        #expect(try await place.trees() == 0)
    }
}
