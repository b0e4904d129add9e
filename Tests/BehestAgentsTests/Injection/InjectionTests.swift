import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

/// Whatever is said or returned, wherever a value may stand: it arrives as it is or is refused, and never becomes code.
@Suite(.timeLimit(.minutes(10)))
struct InjectionTests {
    /// A workflow that puts the slot `x` somewhere, and which of its steps shows what has arrived.
    struct Place: Sendable {
        var name: String
        var body: String
        /// The output that must be the very value; `nil` where there is none to look at.
        var shown: (step: String, output: String)? = ("s", "stdout")
    }

    private static let scripts = """
        scripts:
          show: 'printf %s "$1"'
          loose: 'printf %s $1'
          env: 'printf %s "$X"'
          python: {shell: python3, text: "import sys; sys.stdout.write(sys.argv[1])"}
        """

    private static let places: [Place] = [
        Place(name: "argument", body: "steps: [{id: s, run: [printf, '%s', '${{ slots.x }}']}]"),
        Place(name: "rest of an argument", body: "steps: [{run: [printf, '%s', 'x=${{ slots.x }}']}]", shown: nil),
        Place(
            name: "functions",
            body: "steps: [{id: s, run: [printf, '%s', \"${{ format('{0}', join(fromJSON(toJSON(slots.x)))) }}\"]}]"
        ),
        Place(name: "environment", body: "steps: [{id: s, run: {script: env}, env: {X: '${{ slots.x }}'}}]"),
        Place(name: "environment of all", body: "env: {X: '${{ slots.x }}'}\nsteps: [{id: s, run: {script: env}}]"),
        Place(name: "script", body: "steps: [{id: s, run: {script: show, arguments: ['${{ slots.x }}']}}]"),
        Place(name: "careless script", body: "steps: [{id: s, run: {script: loose, arguments: ['${{ slots.x }}']}}]"),
        Place(name: "script in Python", body: "steps: [{id: s, run: {script: python, arguments: ['${{ slots.x }}']}}]"),
        Place(
            name: "output of a step",
            body: """
                steps:
                  - {id: a, run: {script: env}, env: {X: "${{ slots.x }}"}}
                  - {id: s, run: [printf, '%s', "${{ steps.a.outputs.stdout }}"]}
                """
        ),
        Place(
            name: "output of a job",
            body: """
                jobs:
                  a:
                    outputs: {v: "${{ steps.a.outputs.stdout }}"}
                    steps: [{id: a, run: {script: env}, env: {X: "${{ slots.x }}"}}]
                  b: {needs: a, steps: [{id: s, run: [printf, '%s', "${{ needs.a.outputs.v }}"]}]}
                """
        ),
        Place(
            name: "matrix",
            body: """
                concurrency: "do ${{ slots.x }}"
                jobs:
                  a:
                    strategy: {matrix: {v: ["${{ slots.x }}"]}}
                    steps: [{id: s, run: [printf, '%s', "${{ matrix.v }}"]}]
                """
        ),
        Place(
            name: "condition",
            body: """
                steps:
                  - {run: ["true"], if: "slots.x == 'a' || contains(slots.x, 'b')"}
                  - {run: ["true"], if: "always() && slots.x"}
                  - {id: s, run: [printf, '%s', "${{ slots.x }}"]}
                say: "${{ slots.x }}"
                """
        ),
        Place(
            name: "tracker",
            body: """
                steps:
                  - uses: tracker/create
                    with: {title: "${{ slots.x }}", body: "${{ slots.x }}", labels: ["${{ slots.x }}"]}
                """,
            shown: nil
        ),
        Place(name: "make", body: "steps: [{run: [make, 'X=${{ slots.x }}']}]", shown: nil),
        Place(
            name: "a team",
            body: """
                steps:
                  - {id: s, uses: team/assign, with: {task: "${{ slots.x }}", inputs: {x: "${{ slots.x }}"}}}
                """,
            shown: ("s", "task")
        ),
        Place(
            name: "the needs of a task",
            body: """
                steps:
                  - uses: team/assign
                    with: {task: t, skills: "${{ slots.x }}", languages: ["${{ slots.x }}"], paths: ["${{ slots.x }}"]}
                    if: always()
                """,
            shown: nil
        ),
        Place(
            name: "an answer of a team",
            body: """
                steps:
                  - {id: a, uses: team/hand-over, with: {task: "${{ slots.x }}", to: [echo, echo]}}
                  - {id: s, run: [printf, '%s', "${{ steps.a.outputs.task }}"]}
                """
        ),
    ]

    /// A team of one that returns what it is asked.
    private static let team = TeamAgent(
        [TeamMember(name: "echo", work: .program(["cat"]), languages: ["swift"])],
        programs: ProgramMember(ShellAgent())
    )

    /// Where no value may stand that was said: what is run, how, where and under which name.
    private static let closed: [String] = [
        "steps: [{id: s, run: ['${{ slots.x }}', a]}]",
        "steps: [{id: s, run: [sh, -c, '${{ slots.x }}']}]",
        "steps: [{id: s, run: [sh, -c, 'echo ${{ slots.x }}']}]",
        "steps: [{id: s, run: [env, '${{ slots.x }}', 'true']}]",
        "steps: [{id: s, run: [python3, -c, '${{ slots.x }}']}]",
        "steps: [{id: s, run: {script: '${{ slots.x }}'}}]",
        "steps: [{id: s, uses: '${{ slots.x }}'}]",
        "steps: [{id: s, run: [pwd], env: {'${{ slots.x }}': a}}]",
        "steps: [{id: s, run: [pwd], env: {LD_PRELOAD: '${{ slots.x }}'}}]",
        "steps: [{id: s, run: [pwd], env: {PATH: '${{ slots.x }}'}}]",
        "steps: [{id: s, run: [pwd], working-directory: '${{ slots.x }}'}]",
        "steps: [{id: s, run: [pwd], permissions: {write: ['${{ slots.x }}']}}]",
        "steps: [{id: s, run: [pwd], permissions: {secrets: ['${{ slots.x }}']}}]",
        "steps: [{id: '${{ slots.x }}', run: [pwd]}]",
        "steps: [{id: s, run: [pwd], undo: {run: ['${{ slots.x }}']}}]",
        "steps: [{id: s, run: [pwd], if: \"${{ fromJSON(slots.x) }}\"}]",
    ]

    /// Why a value may be refused before anything is done.
    private static let refusals: Set<PlanError.Code> = [
        .leadingDash, .outsideWorkspace, .nulCharacter, .codeFromData, .expression, .team,
    ]

    @Test(arguments: closed)
    func whatIsRunIsNotSaid(_ body: String) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.appending(path: "work").path
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let agents = AgentRegistry([ShellAgent(), LocalTracker()])
        let text = "\(Self.scripts)\nworkflows:\n  Do:\n    \(body)\n"
        let root = try #require(PackDocument(text: text, file: "p.yaml").root)
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: root["scripts"],
            slots: ["Do": ["x"]],
            agents: agents.signatures
        )
        guard reading.diagnostics.isEmpty, let definition = reading.definitions.first else {
            // It is refused when the pack is loaded, with the reason at its place.
            #expect(reading.diagnostics.allSatisfy { !$0.message.isEmpty })
            return
        }
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        for payload in InjectionPayloads.all {
            let slot = Interpretation.Slot(name: "x", value: .text(payload), text: payload, span: nil)
            guard
                let plan = try? Planner([definition]).plan(
                    Interpretation(intent: "Do", slots: [slot], manner: .exact),
                    words: payload,
                    workspace: workspace
                )
            else { continue }
            let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
            #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == [], "\(payload)")
            // Where there is such a folder, it is the workspace's own; nothing else is run by what was said.
            let isOrdinary = body.contains("if:") || body.contains("undo:")
            #expect(isOrdinary || outcome.run.state != .succeeded, "\(body): \(payload)")
        }
    }

    private static func definition(_ place: Place, _ agents: AgentRegistry) throws -> WorkflowDefinition {
        let body = place.body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let root = try #require(PackDocument(text: "\(scripts)\nworkflows:\n  Do:\n\(body)", file: "p.yaml").root)
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: root["scripts"],
            slots: ["Do": ["x"]],
            agents: agents.signatures
        )
        #expect(reading.diagnostics == [], "\(place.name)")
        return try #require(reading.definitions.first)
    }

    @Test(arguments: InjectionPayloads.all)
    func aValueStaysAValue(_ payload: String) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.appending(path: "work").path
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let recipe = "all:\n\t@echo $(X)\n"
        try Data(recipe.utf8).write(to: URL(filePath: "\(workspace)/Makefile"))
        let agents = AgentRegistry([ShellAgent(), LocalTracker(), Self.team])
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        let slot = Interpretation.Slot(name: "x", value: .text(payload), text: payload, span: nil)
        for place in Self.places {
            let definition = try Self.definition(place, agents)
            let plan: Plan
            do throws(PlanError) {
                plan = try Planner([definition]).plan(
                    Interpretation(intent: "Do", slots: [slot], manner: .exact),
                    words: payload,
                    workspace: workspace
                )
            } catch {
                #expect(Self.refusals.contains(error.code), "\(place.name): \(error)")
                continue
            }
            // What is planned is what is read back, whatever is in it.
            #expect(try JSONDecoder().decode(Plan.self, from: Data(plan.json.utf8)) == plan)
            let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
            let files = try FileManager.default.subpathsOfDirectory(atPath: directory.url.path)
            // A title may name a file; nothing but the title's own file may come of it.
            let made = files.filter { $0.contains("canary") && !$0.hasPrefix("work/bugs/") }
            #expect(made == [], "\(place.name)")
            guard let shown = place.shown, let task = outcome.tasks.first(where: { $0.step.id == shown.step }),
                task.state == .succeeded
            else { continue }
            // The output of a program ends without its line breaks.
            #expect(task.outputs[shown.output]?.text == payload, "\(place.name)")
        }
    }
}
