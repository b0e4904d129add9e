import BehestGrammar
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestWorkflow

struct WorkflowReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var yaml: String
        var expected: [String]
        var testDescription: String { name }

        init(_ name: String, _ yaml: String, _ expected: String...) {
            self.name = name
            self.yaml = yaml
            self.expected = expected
        }
    }

    private static let slots: [String: Set<String>] = ["FileBug": ["summary", "severity"], "RunTests": []]
    private static let agents = [
        AgentSignature("tracker/create", required: ["title"], optional: ["labels"]), AgentSignature("shell"),
        AgentSignature("tracker/similar", required: ["title"], isReadOnly: true),
    ]

    private static func read(_ yaml: String) throws -> ([WorkflowDefinition], [Diagnostic]) {
        let node = try #require(PackDocument(text: yaml, file: "p.yaml").root)
        let result = WorkflowReader.read(node, slots: slots, agents: agents)
        return (result.definitions, result.diagnostics)
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        let start = diagnostic.range.map { "\($0.start.line):\($0.start.column)" } ?? "-"
        return "\(start) \(diagnostic.message)\(diagnostic.hint.map { " (\($0))" } ?? "")"
    }

    static let cases: [Case] = [
        Case(
            "unknown intent",
            "FileBugs: {steps: [{run: [make]}]}",
            "1:1 there is no intent 'FileBugs' (did you mean 'FileBug'?)"
        ),
        Case("not a mapping", "[1]", "1:1 'workflows' is a list, not a mapping of intents"),
        Case(
            "unknown key",
            "RunTests: {step: [], steps: [{run: [make]}]}",
            "1:12 a workflow has no key 'step' (did you mean 'steps'?)"
        ),
        Case("no steps", "RunTests: {say: done}", "1:11 the workflow 'RunTests' has no 'steps'"),
        Case(
            "nothing at all",
            "RunTests: {steps: []}",
            "1:19 the workflow 'RunTests' does nothing and says nothing (give it steps, or something to 'say')"
        ),
        Case(
            "undone by an intent that is not there",
            "RunTests: {undo: FileBugs, steps: [{run: [make]}]}",
            "1:18 there is no intent 'FileBugs' (did you mean 'FileBug'?)"
        ),
        Case(
            "undone by no name",
            "RunTests: {undo: [1], steps: [{run: [make]}]}",
            "1:18 'undo' is a list, not the name of an intent"
        ),
        Case(
            "later key",
            "RunTests: {defaults: {}, steps: [{run: [make]}]}",
            "1:12 'defaults' is not supported yet"
        ),
        Case(
            "later key of a step",
            "RunTests: {steps: [{run: [make], shell: sh}]}",
            "1:34 'shell' is not supported yet"
        ),
        Case(
            "words of an enumeration",
            "RunTests: {confirm: alway, risk: 3, steps: [{run: [make]}]}",
            "1:21 'confirm' is one of never, when-unsure, always (did you mean 'always'?)",
            "1:34 'risk' is one of low, high"
        ),
        Case(
            "both actions",
            "RunTests: {steps: [{uses: tracker/create, run: [make]}]}",
            "1:48 a step has either 'uses' or 'run', not both"
        ),
        Case("no action", "RunTests: {steps: [{id: a}]}", "1:20 the step has neither 'uses' nor 'run'"),
        Case(
            "shell text",
            "RunTests: {steps: [{run: swift test}]}",
            "1:26 'run' is a single value, not a list of arguments (write a list: [swift, test])"
        ),
        Case(
            "shell text with a value",
            "FileBug:\n  steps:\n    - run: echo ${{ slots.summary }}",
            "3:12 'run' is a single value, not a list of arguments "
                + "(write a list: a value becomes an argument, never shell text)"
        ),
        Case(
            "program from speech",
            "FileBug:\n  steps:\n    - run: [\"${{ slots.summary }}\", a]",
            "3:13 the program to run may not come from what was said or from what a step returned "
                + "(name the program in the pack)"
        ),
        Case(
            "unknown slot in its column",
            "FileBug:\n  steps:\n    - run: [echo, \"a ${{ slots.sumary }}\"]",
            "3:26 the intent has no slot 'sumary' (did you mean 'summary'?)"
        ),
        Case(
            "unknown slot without slots",
            "RunTests:\n  steps:\n    - run: [echo, '${{ slots.x }}']",
            "3:24 the intent has no slot 'x' (it has none)"
        ),
        Case(
            "syntax in its column",
            "FileBug:\n  say: hello ${{ slots.summary | }}\n  steps: [{run: [make]}]",
            "2:32 '|' means nothing here (write '||')"
        ),
        Case(
            "unknown agent",
            "FileBug: {steps: [{uses: tracker/crate}]}",
            "1:26 there is no agent 'tracker/crate' (did you mean 'tracker/create'?)"
        ),
        Case(
            "shell as an agent",
            "FileBug: {steps: [{uses: shell}]}",
            "1:26 there is no agent 'shell' (write the command as a list under 'run')"
        ),
        Case(
            "inputs",
            "FileBug: {steps: [{uses: tracker/create, with: {titel: a}}]}",
            "1:49 'tracker/create' has no key 'titel' (did you mean 'title'?)",
            "1:48 'tracker/create' needs the input 'title'"
        ),
        Case(
            "step references",
            "RunTests:\n  steps:\n    - id: one\n      run: [echo, '${{ steps.two.outputs.x }}']\n"
                + "    - id: two\n      run: [echo, '${{ steps.ine.outputs.x }}']",
            "4:24 the step 'two' is not done yet at this point",
            "6:24 there is no step 'ine' (did you mean 'one'?)"
        ),
        Case(
            "duplicate step",
            "RunTests: {steps: [{id: a, run: [x]}, {id: a, run: [y]}]}",
            "1:44 there are two steps 'a'"
        ),
        Case(
            "bad step name",
            "RunTests: {steps: [{id: 'a b', run: [x]}]}",
            "1:25 'a b' is not a name for a step (a name begins with a letter and has letters, digits, '-' and '_' only)"
        ),
        Case(
            "environment names",
            "RunTests: {steps: [{run: [x], env: {LD_PRELOAD: a, PATH: b, '1A': c}}]}",
            "1:37 'LD_PRELOAD' may not be set, because it changes which code programs run",
            "1:52 'PATH' may not be set, because it changes which code programs run",
            "1:61 '1A' is not a name for an environment value"
        ),
        Case(
            "environment reference",
            "RunTests: {steps: [{run: [x, '${{ env.MOD }}'], env: {MODE: a}}]}",
            "1:35 the step's 'env' has no 'MOD' (did you mean 'MODE'?)"
        ),
        Case(
            "timeout and flag",
            "RunTests: {steps: [{run: [x], timeout-minutes: 0, continue-on-error: maybe}]}",
            "1:48 'timeout-minutes' is a number above 0 and at most 1440",
            "1:70 'continue-on-error' is true or false"
        ),
        Case(
            "questions",
            "FileBug: {ask: {sumary: 'What?', severity: [a]}, steps: [{run: [x]}]}",
            "1:17 the intent has no slot 'sumary' (did you mean 'summary'?)",
            "1:44 the question for 'severity' is a list"
        ),
        Case(
            "questions with more to say",
            """
            FileBug:
              ask:
                summary: {optional: true}
                severity: {question: "How bad?", default: major, when: often}
                details: {question: "${{ slots.summary }}?", dictated: perhaps}
              steps: [{run: [x]}]
            """,
            "3:14 how to ask for 'summary' is missing (add 'question')",
            "4:60 'when' is one of in-dialogue, always",
            "4:47 'default' belongs to a question that need not be answered (add 'optional: true', or leave 'default' out)",
            "4:60 'when' belongs to a question that need not be answered (add 'optional: true', or leave 'when' out)",
            "5:25 a question is asked as it stands; '${{ }}' has no place in it",
            "5:60 'dictated' is true or false",
            "5:5 the intent has no slot 'details' (its slots are severity, summary)"
        ),
        Case(
            "an offer that changes something",
            "FileBug: {offer: {uses: tracker/create, with: {title: a}, ask: 'That?', steps: []}, steps: [{run: [x]}]}",
            "1:25 'tracker/create' changes something, and an offer may only look before it is taken "
                + "(what only looks: tracker/similar)"
        ),
        Case(
            "half an offer",
            "FileBug: {offer: {uses: tracker/similar, with: {title: a}, run: [x]}, steps: [{run: [x]}]}",
            "1:60 an offer has no key 'run' (the keys are id, uses, with, ask, steps, say)",
            "1:18 the offer has no 'ask'",
            "1:18 the offer has no 'steps'"
        ),
        Case(
            "what an offer finds is not there for the usual steps",
            """
            FileBug:
              offer: {id: near, uses: tracker/similar, with: {title: a}, ask: "${{ steps.near.outputs.x }}?", steps: []}
              steps: [{run: [x, "${{ steps.near.outputs.number }}"]}]
            """,
            "3:26 there is no step 'near'"
        ),
    ]

    @Test(arguments: cases)
    func findsMistakesInPlace(_ example: Case) throws {
        let (definitions, diagnostics) = try Self.read(example.yaml)
        #expect(diagnostics.map(Self.line) == example.expected)
        #expect(definitions.isEmpty)
    }

    @Test func readsTheShippedPacks() throws {
        for name in ["bugs", "code", "control", "deploy"] {
            let path = Repository.root.appending(path: "grammars/\(name).yaml").path
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let pack = try #require(GrammarPack.read(PackDocument(text: text, file: name)).pack)
            let inputs: Set = ["title", "body", "severity", "labels", "attach", "folder"]
            let agents = [
                AgentSignature("tracker/create", required: ["title"], optional: inputs),
                AgentSignature("tracker/append", required: ["number"], optional: inputs),
                AgentSignature("tracker/similar", required: ["title"], optional: inputs, isReadOnly: true),
            ]
            let result = WorkflowReader.read(try #require(pack.workflows), slots: pack.slotNames, agents: agents)
            #expect(result.diagnostics == [])
            #expect(!result.definitions.isEmpty)
        }
    }

    @Test func readsEveryKey() throws {
        let (definitions, diagnostics) = try Self.read(
            """
            FileBug:
              ask:
                summary: "What went wrong?"
                details: {question: "Any details?", dictated: true, optional: true, when: always}
                severity: {question: "How bad is it?", optional: true, default: major}
              offer:
                id: near
                uses: tracker/similar
                with: {title: "${{ slots.summary }}"}
                ask: "Add to ${{ steps.near.outputs.number }}?"
                steps: [{run: [add, "${{ steps.near.outputs.number }}", "${{ slots.details }}"]}]
                say: Added.
              confirm: always
              risk: high
              steps:
                - id: bug
                  uses: tracker/create
                  with: {title: "${{ slots.summary }}", labels: [bug, 1, true]}
                - run: [make, test]
                  env: {MODE: "${{ slots.severity }}"}
                  timeout-minutes: 5
                  continue-on-error: true
              say: Done.
            """
        )
        #expect(diagnostics == [])
        let definition = try #require(definitions.first)
        #expect(
            definition.questions == [
                Plan.Question(slot: "summary", text: "What went wrong?"),
                Plan.Question(
                    slot: "details",
                    text: "Any details?",
                    isOptional: true,
                    occasion: .always,
                    isDictated: true
                ),
                Plan.Question(slot: "severity", text: "How bad is it?", isOptional: true, fallback: "major"),
            ]
        )
        let offer = try #require(definition.offer)
        #expect(offer.look.id == "near")
        #expect(offer.look.timeout == .seconds(10))
        #expect(offer.question.source == "Add to ${{ steps.near.outputs.number }}?")
        #expect(offer.steps.count == 1)
        #expect(offer.say?.source == "Added.")
        #expect(definition.confirmation == .always)
        #expect(definition.risk == .high)
        #expect(definition.steps.map(\.id) == ["bug", "step-2"])
        #expect(definition.steps[1].timeout == .seconds(300))
        #expect(definition.steps[1].continuesOnError)
        #expect(definition.say?.source == "Done.")
        guard case .agent(_, let inputs) = definition.steps[0].action else {
            Issue.record("The first step uses an agent")
            return
        }
        #expect(inputs["labels"] == .list([.constant("bug"), .constant(1), .constant(true)]))
    }

    @Test func oneBadWorkflowLeavesTheOthers() throws {
        let (definitions, diagnostics) = try Self.read(
            "FileBug: {steps: none}\nRunTests: {steps: [{run: [make]}]}"
        )
        #expect(definitions.map(\.intent) == ["RunTests"])
        #expect(diagnostics.count == 1)
    }
}
