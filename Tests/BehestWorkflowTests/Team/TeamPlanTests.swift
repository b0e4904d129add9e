import BehestGrammar
import Testing

@testable import BehestWorkflow

/// What is said about steps for a team before anything is done.
struct TeamPlanTests {
    private static let team = [
        TeamMember(name: "claude", work: .program(["c"]), skills: ["change"], cost: 2),
        TeamMember(name: "codex", work: .program(["d"]), skills: ["change", "review"], cost: 5),
    ]
    private static let agents = TeamAgent(team, turns: MemoryTurnLog()).signatures

    private static func read(_ step: String) throws -> ([WorkflowDefinition], [Diagnostic]) {
        let text = "workflows:\n  Do:\n    steps:\n      - \(step)\n"
        let document = PackDocument(bytes: Array(text.utf8), file: "pack.yaml")
        let node = try #require(document.root?["workflows"])
        return WorkflowReader.read(node, slots: ["Do": ["x"]], agents: agents)
    }

    private static let mistakes = [
        ("{uses: team/asign, with: {task: a}}", "unknown-agent", "there is no agent 'team/asign'"),
        ("{uses: team/assign}", "missing-input", "'team/assign' needs the input 'task'"),
        ("{uses: team/assign, with: {task: a, to: [b]}}", "unknown-key", "'team/assign' has no key 'to'"),
        (
            "{uses: team/hand-over, with: {task: a, to: ['${{ slots.x }}']}}", "team-from-data",
            "'to' may not come from what was said or from what a step returned"
        ),
        (
            "{uses: team/judge, with: {task: a, judge: '${{ slots.x }}'}}", "team-from-data",
            "'judge' may not come from what was said or from what a step returned"
        ),
        (
            "{uses: team/judge, with: {task: a, judge: codex, ask: 1}}", "wrong-kind",
            "'ask' is a whole number from 2 to 8"
        ),
        (
            "{uses: team/hand-over, with: {task: a, turns: 1, to: [claude, codex]}}", "wrong-kind",
            "'to' names 2 agents, and 'turns' allows 1"
        ),
        (
            "{uses: team/hand-over, with: {task: a, to: [{skill: x}]}}", "wrong-kind",
            "'to' has a key 'skill'; its keys are skills, languages, paths, trusted"
        ),
        (
            "{uses: team/hand-over, with: {task: a, to: [claud]}}", "nobody-for-it",
            "there is no agent 'claud' in the team: they are claude, codex"
        ),
        (
            "{uses: team/assign, with: {task: a, skills: [cook]}}", "nobody-for-it",
            "Nobody of the team is for it. Nobody can be asked. 'claude' was not asked: it does not have the skill 'cook'. "
                + "'codex' was not asked: it does not have the skill 'cook'."
        ),
        (
            "{uses: team/judge, with: {task: a, judge: codex}}", "nobody-for-it",
            "There are not 2 for it. Nobody can be asked. 'claude' is asked already. 'codex' is the judge."
        ),
    ]

    @Test(arguments: mistakes)
    func isCheckedWhenAPackIsLoaded(_ step: String, _ code: String, _ message: String) throws {
        let (definitions, diagnostics) = try Self.read(step)
        #expect(diagnostics.map(\.code) == [code])
        #expect(diagnostics.map(\.message) == [message])
        #expect(definitions.isEmpty == (code != "nobody-for-it"), "who is missing may come")
    }

    private static func plan(_ step: String) throws -> Plan {
        let (definitions, diagnostics) = try read(step)
        #expect(diagnostics.allSatisfy { $0.severity == .warning })
        return try Planner(definitions, agents: agents).plan(
            Interpretation(
                intent: "Do",
                slots: [.init(name: "x", value: .text("review"), text: "review", span: nil)],
                manner: .exact
            ),
            words: "do it",
            workspace: "/tmp"
        )
    }

    @Test func aPlanSaysWhoWouldBeAsked() throws {
        let plan = try Self.plan("{uses: team/assign, with: {task: a, skills: [change]}}")
        let forecast = try #require(plan.steps[0].forecast)
        #expect(forecast.members == ["claude"])
        #expect(forecast.reason.hasPrefix("'claude' was picked with -2 points"))
        #expect(try plan.json == Self.plan("{uses: team/assign, with: {task: a, skills: [change]}}").json)

        // Data may choose, since it only chooses.
        let said = try Self.plan("{uses: team/assign, with: {task: a, skills: '${{ slots.x }}'}}")
        #expect(said.steps[0].forecast?.members == ["codex"])
        let chain = try Self.plan("{uses: team/hand-over, with: {task: a, to: [codex, {skills: [change]}]}}")
        #expect(chain.steps[0].forecast?.members == ["codex", "claude"])
    }

    @Test func whatNobodyIsForIsNotPlanned() throws {
        let error = #expect(throws: PlanError.self) {
            try Self.plan("{uses: team/assign, with: {task: a, skills: [cook]}}")
        }
        #expect(error?.code == .team)
        #expect(
            error?.message.hasPrefix("Step 'step-1' cannot be given to the team: Nobody of the team is for it.") == true
        )
    }
}
