import BehestGrammar
import BehestPipeline
import BehestWorkflow
import Testing

struct DeciderTests {
    private static let pack = """
        language: en
        intents:
          Report:
            data: [{sentences: ["report [{what}]"]}]
          Build: {data: [{sentences: ["build"]}]}
          Never: {data: [{sentences: ["hello"]}]}
          Deploy: {data: [{sentences: ["deploy"]}]}
          Bare: {data: [{sentences: ["bare"]}]}
          Show: {data: [{sentences: ["show {what}"]}]}
        lists:
          what: {wildcard: true}
        workflows:
          Report: {ask: {what: "What happened?"}, steps: [], say: "ok"}
          Build: {confirm: always, steps: [], say: "ok"}
          Never: {confirm: never, steps: [], say: "ok"}
          Deploy: {risk: high, steps: [], say: "ok"}
          Show: {steps: [{run: [cat, "${{ slots.what }}"]}]}
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var words: String
        var confidence = 0.95
        var isConfirmed = false
        var decision: String
        var testDescription: String { "\(words), \(confidence), \(isConfirmed)" }
    }

    @Test(arguments: [
        Case(words: "Report a crash.", decision: "act: Report"),
        Case(
            words: "Report a crash.",
            confidence: 0.3,
            decision: "ask: I am not sure that I heard 'Report a crash.' right. Shall I?"
        ),
        Case(words: "Report a crash.", confidence: 0.3, isConfirmed: true, decision: "act: Report"),
        Case(words: "Report.", decision: "ask: What happened?"),
        Case(words: "Report.", isConfirmed: true, decision: "ask: What happened?"),
        Case(words: "Build", decision: "ask: Build. Shall I?"),
        Case(words: "Build", isConfirmed: true, decision: "act: Build"),
        Case(words: "Hello!", confidence: 0.1, decision: "act: Never"),
        Case(words: "Deploy.", decision: "ask: Deploy. This can do harm: a voice alone is not enough."),
        Case(
            words: "Deploy.",
            isConfirmed: true,
            decision: "ask: Deploy. This can do harm: a voice alone is not enough."
        ),
        Case(words: "Destroy.", decision: "refuse: I heard 'Destroy.', and nothing I can do is called that."),
        Case(words: "", decision: "refuse: I heard speech, but no words."),
        Case(
            words: "Bare.",
            decision: "refuse: Nothing is defined for the intent 'Bare'. Add it to the pack's 'workflows'."
        ),
    ])
    func decides(_ example: Case) throws {
        let (grammar, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: example.isConfirmed)
        let evidence = Decider.Evidence(
            words: example.words,
            isCutShort: false,
            readings: grammar.interpret(example.words).map {
                Reading(
                    interpretation: $0,
                    wording: example.words,
                    scores: Reading.Scores(confidence: example.confidence)
                )
            }
        )
        #expect(Self.words(of: decider.decide(evidence)) == example.decision)
    }

    @Test func neverActsOnHalfACommand() throws {
        let (grammar, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: true)
        let readings = grammar.interpret("report a crash")
        let evidence = Decider.Evidence(words: "report a crash", isCutShort: true, readings: readings.map(Self.heard))
        #expect(decider.decide(evidence) == .refuse(.cutShort))
    }

    @Test func asksWhichOfSeveralThingsIsMeant() throws {
        let (_, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: true)
        let slot = Interpretation.Slot(
            name: "what",
            value: .text("a/main.c"),
            others: [.text("b/main.c"), .text("main.c")],
            text: "main",
            span: 5..<9
        )
        let reading = Interpretation(intent: "Show", slots: [slot], manner: .exact)
        let evidence = Decider.Evidence(words: "show main", isCutShort: false, readings: [reading].map(Self.heard))
        #expect(
            Self.words(of: decider.decide(evidence))
                == "ask: That can be 'a/main.c', 'b/main.c' or 'main.c'. Which what is meant?"
        )
    }

    @Test func aPathOfTheWorkspaceMayBeAnArgument() throws {
        let (_, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: true)
        for path in ["Sources/App/main.swift", "./-rf", "a b (c).txt"] {
            let slot = Interpretation.Slot(name: "what", value: .text(path), text: "main", span: 5..<9)
            let reading = Interpretation(intent: "Show", slots: [slot], manner: .exact)
            let evidence = Decider.Evidence(words: "show main", isCutShort: false, readings: [reading].map(Self.heard))
            #expect(Self.words(of: decider.decide(evidence)) == "act: Show")
        }
    }

    @Test func doesNotChooseBetweenIntents() throws {
        let (_, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: true)
        let readings = ["Build", "Never"].map { Interpretation(intent: $0, slots: [], manner: .exact) }
        let evidence = Decider.Evidence(words: "hello", isCutShort: false, readings: readings.map(Self.heard))
        #expect(decider.decide(evidence) == .refuse(.ambiguous(intents: ["Build", "Never"])))
    }

    @Test(
        arguments: [
            ("--help", "would begin with a dash"), ("/etc/passwd", "out of the workspace"),
            ("a/../../b", "out of the workspace"), ("~root/x", "out of the workspace"),
        ]
    )
    func speechCannotBecomeAnOptionOrAWayOut(_ words: String, _ part: String) throws {
        let (_, planner) = try Self.library()
        let decider = Decider(planner: planner, workspace: "/workspace", isConfirmed: true)
        let slot = Interpretation.Slot(name: "what", value: .text(words), text: words, span: nil)
        let reading = Interpretation(intent: "Show", slots: [slot], manner: .exact)
        let evidence = Decider.Evidence(words: "show", isCutShort: false, readings: [reading].map(Self.heard))
        guard case .refuse(.notAllowed(let reason)) = decider.decide(evidence) else {
            Issue.record("the command is refused")
            return
        }
        #expect(reason.contains(part))
    }

    private static func heard(_ interpretation: Interpretation) -> Reading {
        Reading(interpretation: interpretation, wording: "", scores: Reading.Scores(confidence: 1))
    }

    private static func library() throws -> (Grammar, Planner) {
        let reading = GrammarPack.read(PackDocument(text: pack, file: "test.yaml"))
        let pack = try #require(reading.pack)
        let workflows = WorkflowReader.read(
            try #require(pack.workflows),
            slots: pack.slotNames,
            agents: [AgentSignature(AgentSignature.shellName)]
        )
        #expect(workflows.diagnostics == [])
        return (try Grammar(compiling: [pack]), Planner(workflows.definitions))
    }

    private static func words(of decision: Decision) -> String {
        switch decision {
        case .act(let plan): "act: \(plan.intent)"
        case .ask(let question): "ask: \(question.text)"
        case .refuse(let refusal): "refuse: \(refusal.text)"
        }
    }
}
