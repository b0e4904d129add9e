import BehestWorkflow
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BehestAgents

/// A coding agent that tries to leave its working tree, to read a secret or to push is stopped.
@Suite(.timeLimit(.minutes(10)))
struct CoderConfinementTests {
    static let tiers = ConfinedPlace.tiers

    /// What an agent tries, each with a name; it tells what it could do in a file of its tree.
    private static let attempts = [
        ("write a file into the workspace", "echo x > $W/evil.txt"),
        ("change a file of the workspace", "echo x >> $W/notes.txt"),
        ("remove a file of the workspace", "rm $W/notes.txt"),
        ("put the workspace away", "mv $W $W.away"),
        ("write into the home folder", "echo x > ~/evil"),
        ("change what the shell runs", "echo x >> ~/.bashrc"),
        ("begin something with the session", "mkdir -p ~/.config/autostart && echo x > ~/.config/autostart/evil"),
        ("change git's own settings", "git config --global core.fsmonitor x"),
        ("write a hook", "echo x > $W/.git/hooks/post-checkout"),
        ("put the hooks away", "mv $W/.git/hooks $W/.git/hooks.away"),
        ("change the settings", "git -C $W config core.hooksPath $(pwd)"),
        ("make a branch", "git -C $W branch evil"),
        ("write a reference", "echo x > $W/.git/refs/heads/evil"),
        ("commit in the workspace", "git -C $W commit --allow-empty -m x"),
        ("remove the history", "rm -r $W/.git/objects"),
        ("lead git elsewhere", "echo $(pwd) > $W/.git/worktrees/tree/commondir"),
        ("change what Behest's git goes by", "echo x > $W/.git/worktrees/tree/config.worktree"),
        ("read a key", "cat ~/.ssh/id_ed25519"),
        ("list the keys", "ls ~/.ssh | grep -q id"),
        ("read a key by a link", "ln -s ~/.ssh keys && cat keys/id_ed25519"),
        ("read a password", "grep . ~/.netrc"),
        ("read a token", "grep . ~/.config/gh/hosts.yml"),
        ("read a secret's file", "cat $R/token"),
        ("read Claude's key", "grep . ~/.claude/.credentials.json"),
        ("read Claude's file", "grep . ~/.claude.json"),
        ("read Codex's key", "grep . ~/.codex/auth.json"),
        ("read Gemini's key", "grep . ~/.gemini/oauth_creds.json"),
        ("change Codex's settings", "echo x > ~/.codex/config.toml"),
        ("read the journal", "cat $R/state/journal.sqlite"),
        ("change the journal", "echo x >> $R/state/journal.sqlite"),
        ("change what Behest keeps of it", "ls $R/state/*/*/output.log && echo x >> $R/state/*/*/output.log"),
        ("push", "git push origin HEAD:refs/heads/evil"),
        ("push to a path", "git push $O HEAD:refs/heads/evil"),
        ("push to an address", "git push file://$O HEAD:refs/heads/evil"),
        ("push past the settings", "env -u GIT_CONFIG_COUNT git push file://$O HEAD:refs/heads/evil"),
        ("push with other settings", "GIT_CONFIG_COUNT=0 git -c core.hooksPath=x push $O HEAD:refs/heads/evil"),
        ("write into what is pushed to", "echo x > $O/refs/heads/evil"),
        ("look into Behest", "grep -q . /proc/$P/environ"),
        ("signal Behest", "kill -0 $P"),
        ("talk to a service", "python3 -c 'import socket; socket.socket(socket.AF_UNIX)'"),
    ]

    @Test(arguments: tiers)
    func whateverItTriesIsStopped(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        let place = confined.place
        let names = confined.namesOfHome
        let settings = try String(contentsOfFile: "\(place.workspace)/.git/config", encoding: .utf8)
        let head = try await place.git("for-each-ref")
        let lines = Self.attempts.map { name, attempt in
            "( \(attempt.replacing("$P", with: "\(getpid())")) ) >/dev/null 2>&1 && echo \"\(name)\" >> ../own/done; true"
        }
        let script = """
            export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x
            echo x > a.txt
            \(lines.joined(separator: "\n"))
            rm -f keys; mv ../own/done done.txt; true
            """
        // Aider's kind says nothing of its end, and has a folder of its own.
        let result = try await confined.perform(confined.script(script, .aider))
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == ["a.txt"], "\(result.outputs["diff"]?.text ?? "")")
        #expect(confined.changedFile == nil)
        #expect(confined.namesOfHome == names)
        #expect(try await place.git("status", "--porcelain") == "")
        let branch = try #require(result.outputs["branch"]?.text)
        let references = try await place.git("for-each-ref")
        #expect(references.split(separator: "\n").filter { !$0.hasSuffix("refs/heads/\(branch)") }.joined() == head)
        #expect(try await place.git("for-each-ref", in: confined.origin) == "")
        #expect(try String(contentsOfFile: "\(place.workspace)/.git/config", encoding: .utf8) == settings)
        #expect(try await place.trees() == 0)
    }

    /// The same attempts do what they say where nothing confines: they would be stopped by nothing else.
    @Test func theAttemptsAreReal() async throws {
        let confined = try await ConfinedCoderPlace(.landlock)
        let script = Self.attempts.filter { $0.1.hasPrefix("cat") || $0.1.hasPrefix("grep . ") }
            .map { "( \($0.1) ) > /dev/null && echo \"\($0.0)\" >> done.txt" }.joined(separator: "\n")
        let result = try await confined.perform(
            confined.script(script),
            Permissions(sandbox: Permissions.Sandbox.none)
        )
        let branch = try #require(result.outputs["branch"]?.text)
        let done = try await confined.place.git("show", "\(branch):done.txt")
        #expect(done.split(separator: "\n").count == 9)
    }

    @Test(arguments: tiers)
    func whatItLeavesBehindIsEnded(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        let script = """
            echo x > a.txt; setsid --fork sleep 600; (setsid --fork env -i sh -c "cd $R; sleep 601; true" >/dev/null 2>&1)
            """
        let result = try await confined.perform(confined.script(script))
        #expect(result.failure == nil)
        #expect(ProcessesOf(confined.root).areGone)
    }

    @Test(arguments: tiers)
    func gitWorksInItsTree(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        try await confined.place.git("branch", "other")
        let script = """
            export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x
            set -e
            test -z "$(git status --porcelain)"
            echo three >> notes.txt
            git diff --quiet && exit 7
            git add notes.txt
            git commit --quiet -m one
            test "$(git diff --stat other | wc -l)" = 2
            git switch --quiet -c mine
            echo four >> notes.txt
            git stash --quiet && git stash pop --quiet
            git log --oneline > log.txt; test "$(wc -l < log.txt)" = 2; rm log.txt
            touch "$TMPDIR/x"
            """
        let result = try await confined.perform(confined.script(script))
        #expect(result.failure == nil)
        #expect(result.outputs["files"] == ["notes.txt"])
        #expect(result.outputs["additions"] == 2)
        #expect(try await confined.place.branches().count == 2)
    }

    @Test(arguments: tiers, CoderProfile.allCases.filter { $0.home != nil })
    func whatIsItsOwnIsReadAndChanged(_ tier: Sandbox.Tier, profile: CoderProfile) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        let folder = try #require(profile.home?.folder)
        let own = "\(confined.home)/\(folder)"
        let script = "mkdir ~/\(folder)/sessions && cat ~/\(folder)/* > ~/\(folder)/sessions/one; echo x > a.txt"
        _ = try await confined.perform(confined.script(script, profile))
        let text = try String(contentsOfFile: "\(own)/sessions/one", encoding: .utf8)
        #expect(text.contains("'s") || profile == .claude)
        #expect(confined.changedFile == nil)
    }

    /// What it runs the next time is not for it to say: held where a world of its own can, found out otherwise.
    @Test(arguments: tiers)
    func itsSettingsStayAsTheyAre(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        let settings = "\(confined.home)/.gemini/settings.json"
        try Data("{}".utf8).write(to: URL(filePath: settings))
        let end = #"printf '{"type":"result","status":"success"}\n'"#
        let script = "echo x > a.txt; (echo evil > ~/.gemini/settings.json) 2>/dev/null; \(end)"
        let result = try await confined.perform(confined.script(script, .gemini))
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        if tier == .bubblewrap {
            #expect(text == "{}")
            #expect(result.failure == nil)
        } else {
            #expect(
                result.failure
                    == "'script' was at work, and its own '\(settings)' is not as it was, which no agent may change. Its "
                    + "work is not taken."
            )
        }
        let absent = try await confined.perform(
            confined.script("echo x > a.txt; mkdir ~/.gemini/commands; \(end)", .gemini)
        )
        #expect(absent.outputs["branch"] == nil || absent.failure == nil)
    }

    @Test(arguments: tiers)
    func thePackSaysWhatElseItMay(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        try FileManager.default.createDirectory(atPath: "\(confined.home)/out", withIntermediateDirectories: true)
        let listener = try Listener()
        let script = """
            (echo x > ~/out/one) 2>/dev/null && echo wrote >> done.txt
            (cat ~/.netrc) 2>/dev/null | grep -q . && echo read >> done.txt
            python3 -c 'import socket; socket.socket().connect(("127.0.0.1", \(listener.port)))' 2>&1 && echo net >> done.txt
            test "$NAMED" = "a secret value" && echo "$NAMED" && echo secret >> done.txt
            echo end >> done.txt
            """
        func done(_ coder: Coder, _ permissions: Permissions) async throws -> String {
            let secrets = SecretStore(["NAMED": .command(["echo", "a secret value"])])
            let result = try await confined.perform(coder, permissions, secrets: secrets)
            #expect(result.failure == nil)
            let branch = try #require(result.outputs["branch"]?.text)
            let text = try await confined.place.git("show", "\(branch):done.txt")
            try FileManager.default.removeItem(atPath: confined.place.folders.records)
            return text.split(separator: "\n").joined(separator: " ")
        }
        let coder = confined.script(script)
        #expect(try await done(coder, Permissions()) == "net end")
        #expect(try await done(coder, Permissions(network: false)) == "end")
        let more = Permissions(write: ["~/out"], read: ["~/.netrc"], secrets: ["NAMED"])
        #expect(try await done(coder, more) == "wrote read net secret end")
        var configured = coder
        configured.write = ["~/out"]
        #expect(try await done(configured, Permissions()) == "wrote net end")
        await #expect(throws: AgentError.self) {
            try await confined.perform(coder, Permissions(read: ["\(confined.root)/state"]))
        }
    }

    @Test func whatCannotBeConfinedIsRefused() async throws {
        let place = try await CoderPlace()
        let coder = place.script("echo x > a.txt")
        var assignment = place.assignment()
        let finder = SandboxFinder(launcher: nil, environment: [:])
        let confining = CoderAgent([coder], folders: place.folders, finder: finder)
        let error = await #expect(throws: AgentError.self) { try await confining.perform(assignment) }
        #expect(error?.message.hasPrefix("'script' was not set to work, because it cannot be confined: ") == true)
        assignment.permissions = Permissions(sandbox: .required)
        await #expect(throws: AgentError.self) {
            try await CoderAgent([coder], folders: place.folders).perform(assignment)
        }
        assignment.permissions = Permissions(sandbox: Permissions.Sandbox.none)
        #expect(try await confining.perform(assignment).failure == nil)
        #expect(try await place.trees() == 0)
    }

    @Test(arguments: tiers)
    func aSecretIsNotInWhatIsKept(_ tier: Sandbox.Tier) async throws {
        let confined = try await ConfinedCoderPlace(tier)
        let secrets = SecretStore(["NAMED": .command(["echo", "a secret value"])])
        let result = try await confined.perform(
            confined.script("echo \"$NAMED\"; echo \"$NAMED\" > a.txt; echo \"$NAMED\" >&2; exit 3"),
            Permissions(secrets: ["NAMED"]),
            secrets: secrets
        )
        #expect(result.failure == "'script' exited with code 3: [left out]")
        #expect(result.outputs["diff"]?.text?.contains("[left out]") == true)
        #expect(result.outputs.values.allSatisfy { !$0.json.contains("a secret value") })
    }
}
