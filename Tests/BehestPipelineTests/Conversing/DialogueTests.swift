import BehestGrammar
import BehestPipeline
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DialogueTests {
    /// A conversation of `Fixtures/dialogues.txt`: what is said and done, each followed by what comes of it.
    struct Example: Sendable, CustomTestStringConvertible {
        var title: String
        var lines: [String]
        var testDescription: String { title }

        /// What a line is that comes out.
        static func isOutcome(_ line: String) -> Bool { ["< ", "? ", "! "].contains(String(line.prefix(2))) }
    }

    static let examples: [Example] = {
        let file = Repository.root.appending(path: "Tests/BehestPipelineTests/Fixtures/dialogues.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "# ").map { part in
            let lines = part.split(separator: "\n").map(String.init)
            return Example(title: lines[0], lines: Array(lines.dropFirst()))
        }
    }()

    @Test(arguments: examples)
    func goesAsWritten(_ example: Example) async throws {
        var script = try await DialogueScript()
        var played: [String] = []
        for line in example.lines where !Example.isOutcome(line) {
            played.append(line)
            played += DialogueScript.lines(try await script.play(line))
        }
        #expect(played.joined(separator: "\n") == example.lines.joined(separator: "\n"))
    }

    @Test func thereAreManyExamples() {
        #expect(Self.examples.count >= 40)
    }

    @Test(
        arguments: [
            "yes", "Yeah.", "yep", "Sure!", "okay", "OK", "of course", "do it", "go ahead", "yes, please", "oh yes",
            "yes yes yes",
            "That's right.", "confirm", "Yes, do it.", "I'm sure", "all right", "Yes, go ahead, thanks.",
        ]
    )
    func takesYesInManyForms(_ words: String) async throws {
        var script = try await DialogueScript()
        _ = try await script.play("> deploy web to staging")
        #expect(
            DialogueScript.lines(try await script.play("> \(words)")) == [
                "! 1: Deploy, environment=staging, service=web"
            ]
        )
    }

    @Test(
        arguments: [
            "no", "Nope.", "no don't", "No, thanks.", "don't do it", "not now", "no way", "oh no", "That's wrong.",
            "rather not",
            "no no no", "Please don't.", "I don't think so",
        ]
    )
    func takesNoInManyForms(_ words: String) async throws {
        var script = try await DialogueScript()
        _ = try await script.play("> deploy web to staging")
        #expect(
            DialogueScript.lines(try await script.play("> \(words)"))
                == ["! closed 1: declined", "< All right, nothing was done."]
        )
    }

    @Test(arguments: ["yes and no", "yesterday", "no but yes", "know", "maybe", "yes or no", "if yes", "not sure", ""])
    func takesNothingElseForAnAnswer(_ words: String) async throws {
        var script = try await DialogueScript()
        _ = try await script.play("> deploy web to staging")
        _ = try await script.play("> \(words)")
        #expect(script.state.question?.id == 1)
        #expect(script.orders.isEmpty)
    }

    /// Conversations by chance keep what must always hold.
    @Test func keepsItsPromisesWhateverHappens() async throws {
        var acted = 0
        for seed in 0..<12 {
            var chance = SeededGenerator(seed: UInt64(seed))
            var script = try await DialogueScript()
            var watch = Watch()
            for _ in 0..<120 {
                let line = Self.line(by: &chance, in: script.state)
                watch.before(line, script)
                let effects = try await script.play(line)
                watch.after(line, effects, script)
            }
            #expect(watch.broken == [], "seed \(seed)")
            acted += watch.acted
        }
        // Something was done at all.
        #expect(acted > 24)
    }

    private static let sayings = [
        "deploy web to staging", "run the tests", "file a bug", "file a bug saying it rains", "drop the test database",
        "open up",
        "open main swift", "volume", "report a fault", "what changed today", "yes", "no", "never mind",
        "stop everything",
        "no, I said preview", "the first one", "scratch that", "that's all", "read it back", "undo that",
        "say that again",
        "what can I say", "status", "critical", "it is broken", "change rains to snows", "spell that p a l", "twenty",
        "wait", "skip", "none", "a new one", "add to it", "go on with the draft",
        "deploy api to production oh cancel that", "what changed today and run the tests", "the weather is nice",
        "staging",
    ]

    private static func line(by chance: inout SeededGenerator, in state: DialogueState) -> String {
        switch Int.random(in: 0..<24, using: &chance) {
        case 0: return "wait \(Int.random(in: 1..<40, using: &chance))s"
        case 1: return "later \(Int.random(in: 1..<40, using: &chance))s"
        case 2: return "press \(["confirm", "cancel", "stop"].randomElement(using: &chance) ?? "cancel")"
        case 3: return ["spoken", "speech", "restart"].randomElement(using: &chance) ?? "spoken"
        case 4: return "run \(Int.random(in: 1..<9, using: &chance)) begins"
        case 5:
            let run = Int.random(in: 1..<9, using: &chance)
            return ["run \(run) succeeds: Done.", "run \(run) fails: Failed.", "run \(run) cancelled"]
                .randomElement(using: &chance) ?? ""
        case 6:
            return
                "found \(Int.random(in: 1..<9, using: &chance)) \(Bool.random(using: &chance) ? "nothing" : "4 it rains")"
        case 22: return "late 720s \(sayings.randomElement(using: &chance) ?? "")"
        case 23: return ["unheard Nothing answers.", "hold", "silence"].randomElement(using: &chance) ?? "hold"
        case 7...10: return "> \(["yes", "yes please", "no"].randomElement(using: &chance) ?? "no")"
        default: return "> \(sayings.randomElement(using: &chance) ?? "")"
        }
    }
}

/// Watches a conversation for what must never happen.
private struct Watch {
    private(set) var broken: [String] = []
    private(set) var acted = 0
    private var open: OpenQuestion.ID?
    private var before: OpenQuestion?
    private var closed: Set<OpenQuestion.ID> = []

    mutating func before(_ line: String, _ script: DialogueScript) {
        before = script.state.question
    }

    mutating func after(_ line: String, _ effects: [DialogueEffect], _ script: DialogueScript) {
        for effect in effects {
            switch effect {
            case .ask(let question):
                if let open, open != question.id, line != "restart" { broken.append("\(line): two questions") }
                if closed.contains(question.id) { broken.append("\(line): a closed question is asked") }
                open = question.id
            case .close(let question, _):
                if !closed.insert(question.id).inserted { broken.append("\(line): closed twice") }
                if open == question.id { open = nil }
            case .carryOut(_, let plans, _, _):
                acted += 1
                check(plans, line, script)
            case .say, .play, .postpone, .openDictation, .closeDictation, .cancel, .listSentences, .look, .planReversal:
                break
            }
        }
        if open != script.state.question?.id { broken.append("\(line): what is shown is not what is open") }
        let isCancelled = ["> never mind", "> stop everything", "press cancel", "press stop"].contains(line)
        if isCancelled, script.state.question != nil || !script.state.waiting.isEmpty {
            broken.append("\(line): something is open after a cancel")
        }
        if script.state.question == nil, !script.state.waiting.isEmpty {
            broken.append("\(line): one waits for nothing")
        }
    }

    private mutating func check(_ plans: [Plan], _ line: String, _ script: DialogueScript) {
        for plan in plans where plan.risk == .high {
            let isKey = line == "press confirm"
            if !isKey {
                broken.append("\(line): something dangerous is done without a key or words that were read back")
            }
        }
        let needsYes = plans.contains { $0.confirmation == .always }
        guard needsYes else { return }
        // Dictation may have ended at its pause; what had to be confirmed may not.
        if let before, script.now >= before.expiresAt, !before.isDictation {
            broken.append("\(line): expired, and yet done")
        }
        if before == nil { broken.append("\(line): done without a question") }
    }
}
