import Testing

@testable import BehestWorkflow

/// Who is picked for a task, and what is said about it.
struct TeamChoiceTests {
    static let claude = TeamMember(
        name: "claude",
        work: .program(["claude"]),
        skills: ["change", "review"],
        languages: ["swift", "c"],
        paths: ["Sources/**"],
        cost: 3,
        atOnce: 2,
        isTrusted: true
    )
    static let codex = TeamMember(name: "codex", work: .program(["codex"]), skills: ["change"], cost: 1)
    static let aider = TeamMember(
        name: "aider",
        work: .program(["aider"]),
        skills: ["change"],
        languages: ["python"],
        cost: 1
    )
    static let team = [claude, codex, aider]

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var needs = TeamNeeds()
        var refused: [String: String] = [:]
        var load = TeamLoad()
        var picked: String?
        var says: [String]
    }

    static let cases = [
        Case(
            testDescription: "the cheapest, and of equals the first",
            needs: TeamNeeds(skills: ["change"]),
            picked: "codex",
            says: [
                "'codex' was picked with -1 point: it has 'change', costs 1, is at 0 of 1.", "'claude' has -3 points.",
                "'aider' has -1 point.",
            ]
        ),
        Case(
            testDescription: "who names the language goes before who is cheaper",
            needs: TeamNeeds(skills: ["change"], languages: ["swift"], paths: ["Sources/a/B.swift"]),
            picked: "claude",
            says: [
                "'claude' was picked with 17 points: it has 'change', knows 'swift', is for 'Sources/a/B.swift', costs 3, "
                    + "is at 0 of 2.",
                "'aider' was not asked: it does not know 'swift'.",
            ]
        ),
        Case(
            testDescription: "a path that one is not for",
            needs: TeamNeeds(paths: ["docs/a.md"]),
            picked: "codex",
            says: ["'claude' was not asked: it is not for 'docs/a.md'."]
        ),
        Case(
            testDescription: "only trusted ones",
            needs: TeamNeeds(isTrusted: true),
            picked: "claude",
            says: ["'codex' was not asked: it is not trusted.", "'aider' was not asked: it is not trusted."]
        ),
        Case(
            testDescription: "one that is not fit is passed over",
            needs: TeamNeeds(skills: ["change"]),
            refused: ["codex": "was not asked: not signed in"],
            picked: "aider",
            says: ["'codex' was not asked: not signed in."]
        ),
        Case(
            testDescription: "one that is busy is passed over",
            needs: TeamNeeds(skills: ["change"]),
            load: TeamLoad(open: ["codex": 1], ahead: ["aider": 1]),
            picked: "claude",
            says: [
                "'codex' was not asked: it is at 1 of 1.", "'aider' was not asked: it is at 0 of 1, and 1 wait for it.",
            ]
        ),
        Case(
            testDescription: "nobody has the skill",
            needs: TeamNeeds(skills: ["cook"]),
            picked: nil,
            says: ["Nobody can be asked. 'claude' was not asked: it does not have the skill 'cook'."]
        ),
        Case(
            testDescription: "by name",
            needs: TeamNeeds(names: ["aider"]),
            picked: "aider",
            says: ["'aider' was picked with -1 point: it costs 1, is at 0 of 1."]
        ),
    ]

    @Test(arguments: cases)
    func picks(_ example: Case) {
        let choice = TeamChoice(
            among: Self.team,
            for: example.needs,
            refused: example.refused,
            load: example.load
        )
        #expect(choice.picked?.name == example.picked)
        for words in example.says { #expect(choice.reason.contains(words), "\(choice.reason)") }
        #expect(
            choice
                == TeamChoice(among: Self.team, for: example.needs, refused: example.refused, load: example.load)
        )
    }

    @Test func whoGaveItUpBeforeIsAskedLast() {
        let needs = TeamNeeds(skills: ["change"])
        let other = TeamChoice(among: Self.team, for: needs, doubtful: ["codex"])
        #expect(other.picked?.name == "aider")
        let alone = TeamChoice(among: [Self.codex], for: needs, doubtful: ["codex"])
        #expect(alone.picked?.name == "codex" && alone.reason.contains("has given it up before"))
    }

    @Test func saysWhoIsBusy() {
        let load = TeamLoad(open: ["claude": 2])
        let choice = TeamChoice(among: Self.team, for: TeamNeeds(skills: ["review"]), load: load)
        #expect(choice.picked == nil && choice.busy == ["claude"])
        #expect(choice.reason.hasPrefix("All that can be asked are busy."))
        #expect(TeamChoice(among: [], for: TeamNeeds()).reason.contains("name some under 'agents'"))
    }

    @Test func paths() {
        let matching = [
            ("Sources/**", "Sources/a/b.swift"), ("Sources/**", "Sources"), ("**/*.swift", "b.swift"),
            ("*.md", "README.md"), ("a/*/c", "a/b/c"), ("./docs/**", "docs/a.md"), ("**", "x/y"),
        ]
        for (pattern, path) in matching { #expect(PathPattern(pattern).matches(path), "\(pattern) \(path)") }
        let others = [
            ("Sources/**", "Tests/a.swift"), ("*.md", "docs/a.md"), ("a/*/c", "a/b/d/c"),
            ("Sources/**", "Sources/../x"),
            ("a", "ab"), ("", "a"),
        ]
        for (pattern, path) in others { #expect(!PathPattern(pattern).matches(path), "\(pattern) \(path)") }
        // However many stars: the time is bounded.
        let hard = String(repeating: "*a", count: 200) + "b"
        #expect(!PathPattern(hard).matches(String(repeating: "a", count: 5_000)))
    }

    @Test func anUntrustedMemberGetsNoMoreThanItDeclares() {
        var member = Self.codex
        let step = Permissions(
            network: true,
            write: ["~/x", "/y"],
            secrets: ["A", "B"],
            sandbox: Permissions.Sandbox.none
        )
        #expect(
            member.permissions(for: step)
                == Permissions(network: false, write: [], read: [], secrets: [], background: false)
        )
        member.permissions = Permissions(network: true, write: ["/y", "/z"], secrets: ["B"])
        var result = member.permissions(for: step)
        #expect(result.network == true && result.write == ["/y"] && result.secrets == ["B"] && result.sandbox == nil)
        #expect(member.permissions(for: Permissions(network: false)).network == false)
        member.isTrusted = true
        result = member.permissions(for: step)
        #expect(result.write == ["~/x", "/y"] && result.secrets == ["A", "B"])
        #expect(member.permissions(for: Permissions()).secrets == ["B"])
    }
}
