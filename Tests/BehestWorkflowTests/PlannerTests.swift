import BehestGrammar
import FoundationEssentials
import Testing

@testable import BehestWorkflow

struct PlannerTests {
    private static func definition(
        _ steps: String,
        ask: String = "{}",
        say: String = "Done."
    ) throws -> WorkflowDefinition {
        let yaml = "Do:\n  ask: \(ask)\n  say: \"\(say)\"\n  steps:\n\(steps)"
        let node = try #require(PackDocument(text: yaml, file: "p.yaml").root)
        let agents = [AgentSignature("tracker/create", required: ["title"], optional: ["labels", "severity"])]
        let result = WorkflowReader.read(node, slots: ["Do": ["x", "y"]], agents: agents)
        #expect(result.diagnostics == [])
        return try #require(result.definitions.first)
    }

    private static func plan(_ definition: WorkflowDefinition, _ slots: [(String, SlotValue)]) throws -> Plan {
        let slots = slots.map { Interpretation.Slot(name: $0.0, value: $0.1, text: $0.1.description, span: nil) }
        return try Planner([definition]).plan(
            Interpretation(intent: "Do", slots: slots, manner: .exact),
            words: "do it",
            workspace: "/work"
        )
    }

    @Test func theSameWordsMakeTheSamePlan() throws {
        let definition = try Self.definition(
            """
                - id: bug
                  uses: tracker/create
                  with: {title: "${{ slots.x }}", severity: "${{ slots.y || 'major' }}", labels: [bug]}
                - run: [echo, "--n=${{ steps.bug.outputs.number }}", "${{ workspace.path }}"]
                  env: {RUN: "${{ run.id }}", B: b, A: a}
            """
        )
        let first = try Self.plan(definition, [("x", .text("it crashes")), ("y", .integer(2))])
        let second = try Self.plan(definition, [("y", .integer(2)), ("x", .text("it crashes"))])
        #expect(first.json == second.json)
        #expect(
            first.json == """
                {"confirmation":"when-unsure","intent":"Do","questions":[],"risk":"low","say":"Done.","settings":{},\
                "slots":{"x":"it crashes","y":2},"steps":[\
                {"agent":"tracker/create","continuesOnError":false,"environment":{},"id":"bug","inputs":{\
                "labels":{"origin":["pack"],"value":["bug"]},\
                "severity":{"origin":["speech"],"value":2},\
                "title":{"origin":["speech"],"value":"it crashes"}},"timeoutMinutes":60},\
                {"agent":"shell","arguments":[\
                {"origin":["pack"],"value":"echo"},\
                {"template":{"text":"--n=${{ steps.bug.outputs.number }}"}},\
                {"origin":["pack","workspace"],"value":"/work"}],\
                "continuesOnError":false,"environment":{\
                "A":{"origin":["pack"],"value":"a"},\
                "B":{"origin":["pack"],"value":"b"},\
                "RUN":{"template":{"text":"${{ run.id }}"}}},\
                "id":"step-2","inputs":{},"timeoutMinutes":60}],"words":"do it","workspace":"/work"}
                """
        )
        #expect(try CanonicalJSON.value(Plan.self, from: first.json) == first)
    }

    @Test func aPlanIsTheSameWhenReadAgain() throws {
        let definition = try Self.definition(
            """
                - run: [echo]
                  env: {RUN: "${{ run.id }}"}
                - id: bug
                  uses: tracker/create
                  with:
                    title: "${{ slots.x }}"
                    severity: null
                    labels: [null, 1.5, true, {a: "${{ steps.step-1.outputs.stdout }}", b: [c]}]
            """
        )
        let plan = try Self.plan(definition, [])
        #expect(plan.steps[1].inputs["title"] == .known(TracedValue(nil, from: .pack)))
        #expect(try CanonicalJSON.value(Plan.self, from: plan.json) == plan)
    }

    @Test func onlyBehestsOwnSettingsAreRead() throws {
        let definition = try Self.definition("    - run: [\"${{ env.BEHEST_EDITOR || 'cat' }}\", a]")
        let interpretation = Interpretation(intent: "Do", slots: [], manner: .exact)
        for (environment, program) in [(["BEHEST_EDITOR": "vi", "BEHEST_X": "1", "EDITOR": "x"], "vi"), ([:], "cat")] {
            let planner = Planner([definition], environment: environment)
            let plan = try planner.plan(interpretation, words: "", workspace: "/work")
            #expect(plan.steps[0].arguments?.first?.known?.value == .string(program))
            #expect(plan.settings == environment.filter { $0.key == "BEHEST_EDITOR" })
        }
    }

    @Test func asksForWhatWasNotSaid() throws {
        let definition = try Self.definition("    - run: [echo, \"${{ slots.x }}\"]", ask: "{x: 'What?', y: 'Why?'}")
        let plan = try Self.plan(definition, [("y", .text("so"))])
        #expect(plan.questions == [Plan.Question(slot: "x", text: "What?")])
        #expect(!plan.isComplete)
        #expect(plan.steps[0].arguments?.count == 1)
    }

    @Test func anIntentWithoutWorkflowIsRefused() throws {
        let interpretation = Interpretation(intent: "Other", slots: [], manner: .exact)
        let error = #expect(throws: PlanError.self) {
            try Planner([]).plan(interpretation, words: "", workspace: "/")
        }
        #expect(error?.code == .noWorkflow)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var argument: String
        var spoken: String
        var code: PlanError.Code?
        var testDescription: String { "\(argument) with \(spoken.debugDescription)" }

        init(_ argument: String, _ spoken: String, _ code: PlanError.Code?) {
            self.argument = argument
            self.spoken = spoken
            self.code = code
        }
    }

    static let refusals: [Refusal] = [
        Refusal("${{ slots.x }}", "-rf", .leadingDash), Refusal("${{ slots.x }}", "--help", .leadingDash),
        Refusal("${{ slots.x }}", "-\u{301}x", .leadingDash), Refusal("${{ slots.x }} a", "-x", .leadingDash),
        Refusal("${{ slots.y }}${{ slots.x }}", "-x", .leadingDash),
        Refusal("${{ format('{0}', slots.x) }}", "-x", .leadingDash),
        Refusal("--name=${{ slots.x }}", "-x", nil), Refusal("a${{ slots.x }}", "-x", nil),
        Refusal("${{ slots.x }}", "a\u{0}b", .nulCharacter), Refusal("${{ slots.x }}", "; rm -rf /", nil),
        Refusal("${{ slots.x }}", "a\nb", nil), Refusal("${{ slots.x }}", "", nil),
        Refusal("${{ slots.x }}", String(repeating: "x", count: 200_000), .tooLarge),
    ]

    @Test(arguments: refusals)
    func dataIsNoOption(_ refusal: Refusal) throws {
        let definition = try Self.definition("    - run: [echo, \"\(refusal.argument)\"]")
        if let code = refusal.code {
            let error = #expect(throws: PlanError.self) { try Self.plan(definition, [("x", .text(refusal.spoken))]) }
            #expect(error?.code == code)
        } else {
            let plan = try Self.plan(definition, [("x", .text(refusal.spoken))])
            let prefix = refusal.argument.prefix { $0 != "$" }
            #expect(plan.steps[0].arguments?.last?.known?.value == .string(prefix + refusal.spoken))
        }
    }

    @Test func aProgramFromDataIsRefused() throws {
        let step = StepDefinition(id: "a", action: .command([.text(try TextTemplate("${{ slots.x }}"))]))
        let definition = WorkflowDefinition(intent: "Do", steps: [step])
        let error = #expect(throws: PlanError.self) { try Self.plan(definition, [("x", .text("rm"))]) }
        #expect(error?.code == .programFromData)
    }

    private static let offering = """
        Do:
          ask:
            x: {question: "Which?"}
            y: {question: "How bad?", optional: true, default: 3}
          offer:
            id: near
            uses: tracker/similar
            with: {title: "${{ slots.x }}"}
            ask: "Add to ${{ steps.near.outputs.number }}?"
            steps:
              - uses: tracker/append
                with: {number: "${{ steps.near.outputs.number }}"}
              - run: [note, "${{ steps.near.outputs.number }}", "${{ run.id }}"]
            say: "Added to ${{ steps.near.outputs.number }}."
          steps: [{uses: tracker/create, with: {title: "${{ slots.x }}", severity: "${{ slots.y }}"}}]
          say: Filed.
        """

    private static func offeringDefinition() throws -> WorkflowDefinition {
        let node = try #require(PackDocument(text: offering, file: "p.yaml").root)
        let agents = [
            AgentSignature("tracker/create", required: ["title"], optional: ["severity"]),
            AgentSignature("tracker/append", required: ["number"]),
            AgentSignature("tracker/similar", required: ["title"], isReadOnly: true),
        ]
        let result = WorkflowReader.read(node, slots: ["Do": ["x", "y"]], agents: agents)
        #expect(result.diagnostics == [])
        return try #require(result.definitions.first)
    }

    @Test func whatMayBeLeftOutHasItsDefault() throws {
        let definition = try Self.offeringDefinition()
        let left = try Self.plan(definition, [("x", .text("it rains"))])
        #expect(left.isComplete)
        #expect(left.slots == ["x": "it rains", "y": 3])
        #expect(left.steps[0].inputs["severity"]?.known == TracedValue(3, from: .speech))
        let said = try Self.plan(definition, [("x", .text("it rains")), ("y", .integer(1))])
        #expect(said.slots["y"] == 1)
        #expect(try Self.plan(definition, []).questions.map(\.slot) == ["x"])
    }

    @Test func whatIsOfferedIsPlannedWithWhatWasFound() throws {
        let plan = try Self.plan(Self.offeringDefinition(), [("x", .text("it rains"))])
        let look = try #require(plan.look)
        #expect(look.steps.map(\.agent) == ["tracker/similar"])
        #expect(look.steps[0].inputs["title"]?.known == TracedValue("it rains", from: .speech))
        #expect(look.offer == nil)
        #expect(try plan.offered([:]) == nil)

        let offered = try #require(try plan.offered(["number": 4]))
        #expect(offered.question == "Add to 4?")
        #expect(offered.plan.steps.map(\.agent) == ["tracker/append", "shell"])
        // What an agent has found is data, like what it returns.
        #expect(offered.plan.steps[0].inputs["number"]?.known == TracedValue(4, from: .agent))
        #expect(offered.plan.steps[1].arguments?[1].known?.value == "4")
        #expect(offered.plan.steps[1].arguments?[2].known == nil)
        #expect(try offered.plan.say?.evaluate(in: offered.plan.context).value == "Added to 4.")
        // The same survives the journal.
        let decoded = try JSONDecoder().decode(Plan.self, from: Data(plan.json.utf8))
        #expect(decoded == plan)
        #expect(try JSONDecoder().decode(Plan.self, from: Data(offered.plan.json.utf8)) == offered.plan)
    }

    @Test func whatWasFoundBecomesNoOption() throws {
        let plan = try Self.plan(Self.offeringDefinition(), [("x", .text("it rains"))])
        let error = #expect(throws: PlanError.self) { try plan.offered(["number": "--force"]) }
        #expect(error?.code == .leadingDash)
    }
}
