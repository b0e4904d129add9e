import BehestGrammar
import Testing

/// What may be proposed, and what sentence it stands for.
struct ProposalCheckerTests {
    private static let pack = """
        language: en
        intents:
          FileBug:
            data:
              - sentences: ["file [a] [{severity}] bug [report] [in [the] {component}] [saying [that] {summary}]"]
          SetTimer:
            data:
              - sentences: ["(set|start) a timer for {minutes} minutes", "wake me in {hours} hours"]
          Light:
            data:
              - sentences: ["turn on the {area} light"]
                slots: {name: light}
              - sentences: ["turn on the fan"]
                slots: {name: fan}
          Order: {data: [{sentences: ["<order> ({size};{drink})"]}]}
          Echo: {data: [{sentences: ["say {words} twice"]}]}
          Night: {data: [{sentences: ["good night"], requires_context: {room: bedroom}}]}
        lists:
          severity: {values: [{in: "(minor|low priority)", out: minor}, {in: "(critical|urgent)", out: critical}]}
          component: {values: [parser, "web[ ]page"]}
          minutes: {range: {from: 5, to: 60, step: 5}}
          hours: {range: {from: 1, to: 12}}
          area: {values: [kitchen, hall]}
          size: {values: [small, large]}
          drink: {values: [mocha, coffee]}
          summary: {wildcard: true}
          words: {wildcard: true}
        expansion_rules:
          order: "(get|bring) me"
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var heard: String
        var intent: String
        var slots: [String: SlotValue]
        /// The sentence and what it means, or why the proposal does not count.
        var outcome: String
        var testDescription: String { "\(heard): \(intent) \(slots)" }

        init(_ heard: String, _ intent: String, _ slots: [String: SlotValue], _ outcome: String) {
            self.heard = heard
            self.intent = intent
            self.slots = slots
            self.outcome = outcome
        }
    }

    @Test(arguments: [
        Case("make a note of a bug", "FileBug", [:], "file bug → FileBug"),
        Case(
            "Could you log that the Save button is broken? It's really bad.",
            "FileBug",
            ["severity": .text("critical"), "summary": .text("the save button is broken")],
            "file critical bug saying the Save button is broken → FileBug severity=critical "
                + "summary=the Save button is broken"
        ),
        Case(
            "something is off with the web page",
            "FileBug",
            ["component": .text("web page")],
            "file bug in web page → FileBug component=web page"
        ),
        Case(
            "give me fifteen minutes",
            "SetTimer",
            ["minutes": .integer(15)],
            "set a timer for 15 minutes → SetTimer minutes=15"
        ),
        Case("an hour please", "SetTimer", ["hours": .text("1")], "wake me in 1 hours → SetTimer hours=1"),
        Case(
            "a big coffee",
            "Order",
            ["drink": .text("coffee"), "size": .text("LARGE")],
            "get me large coffee → Order size=large drink=coffee"
        ),
        Case("lights", "Light", ["area": .text("hall")], "turn on the hall light → Light area=hall name=light"),
        Case("air", "Light", ["name": .text("fan")], "turn on the fan → Light name=fan"),

        Case("do it", "Destroy", [:], "There is no intent 'Destroy'."),
        Case("do it", "FileBug", ["owner": .text("me")], "The intent 'FileBug' has no slot 'owner'."),
        Case("do it", "FileBug", ["severity": .text("fatal")], "'fatal' is no value of the slot 'severity'."),
        Case("do it", "SetTimer", ["minutes": .integer(7)], "'7' is no value of the slot 'minutes'."),
        Case("do it", "SetTimer", ["minutes": .integer(65)], "'65' is no value of the slot 'minutes'."),
        Case("do it", "SetTimer", ["minutes": .text("rm -rf")], "'rm -rf' is no value of the slot 'minutes'."),
        Case("do it", "SetTimer", [:], "No sentence of the intent 'SetTimer' says just that."),
        Case(
            "do it",
            "SetTimer",
            ["minutes": .integer(5), "hours": .integer(1)],
            "No sentence of the intent 'SetTimer' says just that."
        ),
        Case(
            "it breaks",
            "FileBug",
            ["summary": .text("delete everything")],
            "'delete everything' was not said, so it cannot be the slot 'summary'."
        ),
        Case(
            "it breaks",
            "FileBug",
            ["summary": .text("breaks it")],
            "'breaks it' was not said, so it cannot be the slot 'summary'."
        ),
        Case("it breaks", "FileBug", ["summary": .text(" ")], "' ' was not said, so it cannot be the slot 'summary'."),
        Case("coffee", "Order", ["drink": .text("coffee")], "No sentence of the intent 'Order' says just that."),
        // What a caller must know for the sentence is not known.
        Case("sleep", "Night", [:], "No sentence of the intent 'Night' says just that."),
    ])
    func checks(_ example: Case) throws {
        let checker = try Self.checker()
        let proposal = ProposedReading(intent: example.intent, slots: example.slots)
        switch checker.check(proposal, of: example.heard) {
        case .failure(let fault): #expect("\(fault)" == example.outcome)
        case .success(let reading):
            #expect("\(reading.sentence) → \(reading.interpretation.line)" == example.outcome)
            #expect(reading.interpretation.manner == .model)
            for slot in reading.interpretation.slots {
                guard let span = slot.span else { continue }
                #expect(String(decoding: Array(example.heard.utf8)[span], as: UTF8.self) == slot.text)
            }
        }
    }

    @Test func knowsTheContext() throws {
        let proposal = ProposedReading(intent: "Night")
        let result = try Self.checker().check(proposal, of: "sleep", context: ["room": .text("bedroom")])
        #expect((try? result.get())?.sentence == "good night")
    }

    @Test func everyWordOfFreeTextWasSaidInThatOrder() throws {
        let checker = try Self.checker()
        let heard = "Well, the \"Open\" dialog (the new one) shows 12 files."
        let proposal = ProposedReading(intent: "Echo", slots: ["words": .text("shows twelve files")])
        let reading = try checker.check(proposal, of: heard).get()
        #expect(reading.interpretation.slots.map(\.text) == ["shows 12 files"])
        #expect(reading.sentence == "say shows 12 files twice")
    }

    @Test func outlinesWhatCanBeProposed() throws {
        let outline = GrammarOutline([try Self.read()])
        #expect(outline.intents.map(\.name) == ["FileBug", "SetTimer", "Light", "Order", "Echo", "Night"])
        let bug = outline.intents[0].slots
        #expect(bug.map(\.name) == ["severity", "component", "summary"])
        #expect(bug[0].values == [.text("minor"), .text("critical")])
        #expect(bug[2].isFree)
        #expect(outline.intents[1].slots.map(\.range) == [5...60, 1...12])
        #expect(
            outline.intents[2].slots.map(\.values) == [
                [.text("light"), .text("fan")], [.text("kitchen"), .text("hall")],
            ]
        )
    }

    @Test func listsNoMoreValuesThanFit() throws {
        let names = (1...200).map { "item\($0)" }.joined(separator: ", ")
        let text = Fixtures.pack(["take {item}"], extra: "lists: {item: {values: [\(names)]}}\n")
        let pack = try Fixtures.read(PackDocument(text: text, file: "test.yaml"))
        let slot = try #require(GrammarOutline([pack]).intents.first?.slots.first)
        #expect(slot.values.count == GrammarOutline.mostValues)
        #expect(slot.hasMoreValues)
        // A value that is not in the outline counts all the same.
        let checker = ProposalChecker([pack], grammar: try Grammar(compiling: [pack]))
        let proposal = ProposedReading(intent: "Test", slots: ["item": .text("item199")])
        #expect((try? checker.check(proposal, of: "x").get())?.sentence == "take item199")
    }

    private static func read() throws -> GrammarPack {
        try Fixtures.read(PackDocument(text: pack, file: "test.yaml"))
    }

    private static func checker() throws -> ProposalChecker {
        let pack = try read()
        return ProposalChecker([pack], grammar: try Grammar(compiling: [pack]))
    }
}
