import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Every agent is checked alike.
@Suite(.timeLimit(.minutes(10)))
struct AgentConformanceTests {
    /// How programs are confined: not at all, or by what the machine offers.
    static let tiers: [Sandbox.Tier?] = [nil] + ConfinedPlace.tiers

    private static func finder(_ tier: Sandbox.Tier?, home: String) -> SandboxFinder? {
        guard let tier else { return nil }
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = home
        if tier < .bubblewrap { environment["PATH"] = nil }
        return SandboxFinder(launcher: ConfinedPlace.launcher, environment: environment)
    }

    @Test(arguments: tiers)
    func theShellConforms(_ tier: Sandbox.Tier?) async throws {
        try await checkAgent {
            let place = try await CoderPlace()
            let finder = Self.finder(tier, home: place.root.path)
            func trial(_ script: String) -> AgentUnderTest.Trial {
                let assignment = Assignment(
                    run: "r",
                    task: "r.1",
                    step: "a",
                    agent: AgentSignature.shellName,
                    idempotencyKey: "r/a",
                    arguments: ["sh", "-c", script],
                    workspace: place.workspace,
                    utterance: .init(text: "")
                )
                let workspace = place.workspace
                return AgentUnderTest.Trial(
                    assignment: assignment,
                    agent: ShellAgent(grace: .seconds(1), finder: finder)
                ) {
                    (try? FileManager.default.removeItem(atPath: "\(workspace)/begun")) != nil
                }
            }
            return AgentUnderTest(
                keeping: place,
                name: AgentSignature.shellName,
                workspace: place.workspace,
                place: place.root.path,
                happy: trial("echo hello"),
                hanging: trial("touch begun; sleep 300; true"),
                stubborn: trial("trap '' TERM; touch begun; sleep 300; sleep 300"),
                flooding: trial("head -c 100000000 /dev/zero"),
                invalid: trial("printf 'a\\377b'"),
                // Without a launcher, one that has left its session is no more in reach.
                leaving: tier == nil ? nil : trial("setsid --fork sleep 600; echo done")
            )
        }
    }

    @Test func aTeamConforms() async throws {
        try await checkAgent {
            let place = try await CoderPlace()
            let workspace = place.workspace
            func trial(_ script: String) -> AgentUnderTest.Trial {
                // Who dies first is replaced by who does it.
                let frail = TeamMember(name: "frail", work: .program(["sh", "-c", "kill -9 $$"]), cost: 0)
                let member = TeamMember(name: "member", work: .program(["sh", "-c", script]))
                let shell = ShellAgent(grace: .seconds(1))
                let team = TeamAgent([frail, member], programs: ProgramMember(shell, patience: .seconds(250)))
                let assignment = Assignment(
                    run: "r",
                    task: "r.1",
                    step: "a",
                    agent: TeamWord.assign.rawValue,
                    idempotencyKey: "r/a",
                    inputs: ["task": TracedValue("do it", from: .speech)],
                    workspace: workspace,
                    utterance: .init(text: "")
                )
                return AgentUnderTest.Trial(assignment: assignment, agent: team) {
                    (try? FileManager.default.removeItem(atPath: "\(workspace)/begun")) != nil
                }
            }
            return AgentUnderTest(
                keeping: place,
                name: TeamWord.assign.rawValue,
                workspace: workspace,
                place: place.root.path,
                happy: trial("mkdir \"$BEHEST_IDEMPOTENCY_KEY\" -p; echo '{\"n\": 1}'"),
                effects: {
                    FileManager.default.fileExists(atPath: "\(workspace)/r/a") ? 1 : 0
                },
                hanging: trial("touch begun; sleep 300; true"),
                stubborn: trial("trap '' TERM; touch begun; sleep 300; sleep 300"),
                flooding: trial("head -c 100000000 /dev/zero"),
                invalid: trial("printf 'a\\377b'")
            )
        }
    }

    @Test func theTrackerConforms() async throws {
        try await checkAgent {
            let place = try await CoderPlace()
            let assignment = Assignment(
                run: "r",
                task: "r.1",
                step: "bug",
                agent: "tracker/create",
                idempotencyKey: "r/bug",
                inputs: ["title": TracedValue("It is slow", from: .speech)],
                workspace: place.workspace,
                utterance: .init(text: "it is slow")
            )
            let workspace = place.workspace
            return AgentUnderTest(
                keeping: place,
                name: "tracker/create",
                workspace: workspace,
                place: place.root.path,
                happy: .init(assignment: assignment, agent: LocalTracker()),
                effects: {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(workspace)/bugs")) ?? []
                    return names.count { $0.hasSuffix(".md") }
                }
            )
        }
    }

    @Test(arguments: [CoderProfile.claude, .generic], tiers)
    func theCoderConforms(profile: CoderProfile, _ tier: Sandbox.Tier?) async throws {
        try await checkAgent {
            let place = try await CoderPlace()
            let home = place.root.appending(path: "home").path
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            let finder = Self.finder(tier, home: home)
            var environment = ProcessInfo.processInfo.environment
            environment["HOME"] = home
            let surroundings = environment
            func trial(_ arguments: [String], begun: String = "") throws -> AgentUnderTest.Trial {
                let coder = try place.fake(profile, ["--write", "notes.txt"] + arguments)
                let agent = CoderAgent([coder], folders: place.folders, finder: finder, environment: surroundings)
                let records = place.folders.records
                return AgentUnderTest.Trial(assignment: place.assignment(key: "r/\(arguments)"), agent: agent) {
                    Self.outputs(in: records).contains(begun)
                }
            }
            return AgentUnderTest(
                keeping: place,
                name: CoderAgent.change,
                workspace: place.workspace,
                place: place.root.path,
                happy: try trial([]),
                effects: { try await place.branches().count },
                hanging: try trial(["--then", "say=begun-1", "--then", "hang"], begun: "begun-1"),
                stubborn: try trial([
                    "--then", "fork-daemon", "--then", "stubborn", "--then", "say=begun-2", "--then", "hang",
                ]),
                flooding: try trial(["--then", "flood=100"]),
                silent: profile == .generic ? nil : try trial(["--then", "no-result"]),
                invalid: try trial(["--then", "invalid-text"]),
                leaving: try trial(["--then", "fork-daemon"])
            )
        }
    }

    /// What coding agents have written.
    private static func outputs(in records: String) -> String {
        let files = FileManager.default
        let attempts = ((try? files.contentsOfDirectory(atPath: records)) ?? []).flatMap { shelf in
            ((try? files.contentsOfDirectory(atPath: "\(records)/\(shelf)")) ?? []).map { "\(records)/\(shelf)/\($0)" }
        }
        return attempts.compactMap { files.contents(atPath: "\($0)/output.log") }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
    }
}
