import BehestAgents
import BehestGrammar
import BehestPipeline
import BehestWorkflow
import BehestWorkspace
import FoundationEssentials
import TestSupport
import Testing

/// A conversation written as lines, and carried out with the real grammars and the real decider.
///
/// `> words` is said, `~ words` hardly heard, `late 720s words` what nothing could hear so long ago, `unheard reason` what nothing can hear, `press confirm` a key, `hold` a key that is held, `silence` its end when nothing was said, `wait 31s` time that passes, `run 1 begins`, `run 1 succeeds: Done.`,
/// `found 1 nothing` or `found 1 4 the title` what was looked up, `restart` (with the state as it was kept). What comes out is `< words`, `? question`, `! effect`.
struct DialogueScript {
    private var dialogue: Dialogue
    private let rules: Dialogue.Rules
    private let interpreter: ConversationInterpreter
    private let decider: Decider
    private var generator = SeededGenerator(seed: 7)
    private(set) var now = Date(timeIntervalSince1970: 1_000_000)
    private(set) var orders: [Int: [Plan]] = [:]

    /// The shipped packs and one with what they lack: something dangerous, and things with two meanings.
    static let extra = """
        language: en
        intents:
          DropDatabase: {data: [{sentences: ["drop the {database} database"]}]}
          ReportBug: {data: [{sentences: ["report a fault [with severity {severity}] [saying {summary}] [details {details}]"]}]}
          OpenDoor: {data: [{sentences: ["open up"]}]}
          OpenBook: {data: [{sentences: ["open up"]}]}
          SetTimer: {data: [{sentences: ["set a timer for {duration:delay}"]}]}
          SetVolume: {data: [{sentences: ["(set the volume|volume) [to {0..100:level}]"]}]}
          WaterGarden: {data: [{sentences: ["water the garden [with {amount}]"]}]}
        lists:
          database: {values: [test, main]}
          severity: {values: [minor, major, critical]}
          amount: {values: [a lot, a little]}
          summary: {wildcard: true}
          details: {wildcard: true}
        workflows:
          DropDatabase: {risk: high, steps: [], say: "Dropped."}
          ReportBug:
            ask: {summary: "What went wrong?", details: "How does it come about?", severity: "How bad is it?"}
            steps: [{id: bug, uses: tracker/create, with: {title: "${{ slots.summary }}", body: "${{ slots.details }}", severity: "${{ slots.severity }}"}}]
            say: "Filed bug ${{ steps.bug.outputs.number }}."
          OpenDoor: {steps: [], say: "The door is open."}
          OpenBook: {steps: [], say: "The book is open."}
          SetTimer: {steps: [], confirm: always, say: "ok"}
          SetVolume: {ask: {level: "How loud?"}, steps: [], say: "ok"}
          WaterGarden: {ask: {amount: {question: "How much?", optional: true, when: always}}, steps: [], say: "ok"}
        """

    /// What all scripts share, compiled once.
    private static let cache = Cache()

    init() async throws {
        let shared = try await Self.cache.shared()
        rules = shared.rules
        interpreter = shared.interpreter
        decider = shared.decider
        dialogue = Dialogue(rules: rules)
    }

    var state: DialogueState { dialogue.state }

    /// What comes out of one line, each effect on a line of its own; sounds are left out.
    mutating func play(_ line: String) async throws -> [DialogueEffect] {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        switch parts[0] {
        case ">": return handle(.heard(try await interpreter.heard(typed: rest)))
        case "late":
            let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
            let lateness = Lateness(age: try #require(Double(words[0].dropLast())))
            return handle(.heardLate(try await interpreter.heard(typed: words[1]), lateness))
        case "unheard": return handle(.unheard(.postponed(reason: rest)))
        case "~": return handle(.heard(hardly(try await interpreter.heard(typed: rest))))
        case "press":
            let keys: [String: DialogueEvent.Key] = [
                "confirm": .confirm, "cancel": .cancel, "stop": .stopAll, "again": .again,
            ]
            return handle(.pressed(try #require(keys[rest])))
        case "wait":
            now += try #require(Double(rest.dropLast()))
            return handle(.ticked)
        // Time that nobody tells it of.
        case "later":
            now += try #require(Double(rest.dropLast()))
            return []
        case "spoken": return handle(.spoken)
        case "speech": return handle(.speechBegan)
        case "hold": return handle(.holdBegan)
        case "silence": return handle(.heldSilence)
        case "run":
            let words = rest.split(separator: " ", maxSplits: 2).map(String.init)
            let order = try #require(Int(words[0]))
            switch words[1] {
            case "begins": return handle(.began("r\(order)", order: order))
            case "succeeds:": return handle(.ended("r\(order)", .succeeded, said: words[2]))
            case "fails:": return handle(.ended("r\(order)", .failed, said: words[2]))
            default: return handle(.ended("r\(order)", .cancelled, said: "Cancelled."))
            }
        case "found":
            let words = rest.split(separator: " ", maxSplits: 2).map(String.init)
            let number = try #require(Int(words[0]))
            guard words[1] != "nothing", let bug = Double(words[1]) else {
                return handle(.lookedUp(number, outputs: [:]))
            }
            return handle(.lookedUp(number, outputs: ["number": .number(bug), "title": .string(words[2])]))
        case "restart":
            let data = try JSONEncoder().encode(dialogue.state)
            dialogue = Dialogue(rules: rules, state: try JSONDecoder().decode(DialogueState.self, from: data))
            return handle(.resumed)
        default:
            Issue.record("'\(line)' is no line of a script")
            return []
        }
    }

    mutating func handle(_ event: DialogueEvent) -> [DialogueEffect] {
        let effects = dialogue.handle(event, at: now, using: &generator)
        for case .carryOut(let order, let plans, _, _) in effects { orders[order] = plans }
        return effects
    }

    /// What was understood, as if the recogniser had hardly made out the words.
    private func hardly(_ heard: Heard) -> Heard {
        var heard = heard
        for index in heard.replies.indices { heard.replies[index].scores.confidence = 0.4 }
        for index in heard.readings.indices { heard.readings[index].scores.confidence = 0.4 }
        let evidence = Decider.Evidence(words: heard.words, isCutShort: false, readings: heard.readings)
        for index in heard.commands.indices { heard.commands[index].decision = decider.decide(evidence) }
        return heard
    }

    /// Effects as lines.
    static func lines(_ effects: [DialogueEffect]) -> [String] {
        effects.compactMap { effect in
            switch effect {
            case .say(let text): "< \(text)"
            case .play: nil
            case .ask(let question): "? \(question.text)"
            case .close(_, .answered): nil
            case .close(let question, let ending): "! closed \(question.id): \(ending.rawValue)"
            case .postpone(let question, let open): "! \(question.id) waits for \(open.id)"
            case .openDictation: "! dictation"
            case .closeDictation: "! no dictation"
            case .carryOut(let order, let plans, _, _):
                "! \(order): "
                    + plans.map { plan in
                        let slots = plan.slots.sorted { $0.key < $1.key }.map {
                            "\($0.key)=\($0.value.text ?? "\($0.value)")"
                        }
                        return ([plan.intent] + slots).joined(separator: ", ")
                    }.joined(separator: "; ")
            case .cancel(let run): "! cancel \(run)"
            case .listSentences: "! list"
            case .planReversal(let done): "! take back \(done.runs?.joined(separator: ", ") ?? "nothing")"
            case .look(let number, let plan, _): "! look \(number): \(plan.steps.map(\.agent).joined(separator: ", "))"
            }
        }
    }
}

private struct GrammarFailure: Error {}

/// Makes what is shared when it is first asked for.
private actor Cache {
    private var made: Shared?

    func shared() async throws -> Shared {
        if let made { return made }
        let shared = try await Shared()
        made = shared
        return shared
    }
}

private struct Shared: Sendable {
    var rules: Dialogue.Rules
    var interpreter: ConversationInterpreter
    var decider: Decider

    init() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "extra.yaml")
        try Data(DialogueScript.extra.utf8).write(to: file)
        // Two files of one name, of which one has to be chosen.
        let workspace = folder.url.appending(path: "workspace")
        for name in ["app/main.swift", "docs/main.swift"] {
            let path = workspace.appending(path: name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: path)
        }
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let reading = await PackLibrary.read(
            [Repository.grammars.path, file.path],
            agents: agents.signatures,
            lists: WorkspaceLists(workspace: workspace.path)
        )
        #expect(reading.findings.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        guard let library = reading.library else { throw GrammarFailure() }
        let replies = try ReplyGrammar(packs: library.packs)
        decider = Decider(planner: library.planner, workspace: "/workspace", isConfirmed: false)
        rules = Dialogue.Rules(decider: decider, planner: library.planner, replies: replies)
        interpreter = ConversationInterpreter(ofWordsBy: replies, library, decider)
    }
}

extension ConversationInterpreter {
    /// Understands typed words, by what they are and not by how they sound.
    init(ofWordsBy replies: ReplyGrammar, _ library: PackLibrary, _ decider: Decider) {
        self.init(
            replies: Interpreter(grammar: replies.grammar, phonetics: nil),
            commands: CommandPipeline(
                hearing: nil,
                interpreter: Interpreter(grammar: library.grammar, phonetics: nil),
                decider: decider,
                records: nil,
                stage: .plan
            )
        )
    }
}
