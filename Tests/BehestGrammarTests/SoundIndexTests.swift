import BehestGrammar
import Testing

struct SoundIndexTests {
    /// A transcript with the reading that it should have.
    struct Case: Sendable, CustomTestStringConvertible {
        var heard: String
        var line: String
        var testDescription: String { heard }
    }

    private static func index(_ text: String) async throws -> SoundIndex {
        await SoundIndex(grammar: try Fixtures.grammar(text), pronouncer: SpellingPronouncer())
    }

    private static func readings(of heard: String, in index: SoundIndex, limit: Int = 12) async -> [SoundReading] {
        await index.readings(of: heard, by: SpellingPronouncer(), limit: limit)
    }

    @Test(arguments: [
        Case(heard: "Make me a light rose, ice-moker.", line: "OrderDrink roast=light roast drink=iced mocha"),
        Case(
            heard: "may I have a 60 noun stubble shot iced coffee",
            line: "OrderDrink size=sixteen ounce numberOfShots=double shot drink=iced coffee"
        ),
        Case(
            heard: "brew a medium americano with some milk",
            line: "OrderDrink size=medium drink=americano milk=some milk"
        ),
    ])
    func findsTheSentenceThatWasMeant(_ example: Case) async throws {
        let index = try await Self.index(Fixtures.drinks)
        let reading = try #require(await Self.readings(of: example.heard, in: index).first)
        #expect(reading.interpretation.line == example.line)
        #expect(reading.interpretation.manner == .sound)
    }

    @Test func costsNothingForTheSameWords() async throws {
        let index = try await Self.index(Fixtures.drinks)
        let reading = try #require(await Self.readings(of: "Brew a small iced coffee!", in: index).first)
        #expect(reading.cost == 0)
        #expect(reading.wording == "brew a small iced coffee")
        #expect(reading.steps.map(\.heard) == ["Brew", "a", "small", "iced", "coffee"])
    }

    @Test func saysWhichWordsFitBadly() async throws {
        let index = try await Self.index(Fixtures.pack(["deploy web to (staging|production)"]))
        let reading = try #require(await Self.readings(of: "The ploy web, um, to staging", in: index).first)
        #expect(reading.wording == "deploy web to staging")
        #expect(reading.steps.map(\.kind) == [.word, .word, .extra, .word, .word])
        #expect(reading.steps.map(\.heard) == ["The ploy", "web", "um", "to", "staging"])
        #expect(reading.steps.map(\.cost)[3...] == [0, 0])
        #expect(reading.worstStep?.heard == "um")
        #expect(abs(reading.cost - reading.steps.reduce(0) { $0 + $1.cost }) < 0.001)
    }

    @Test func countsAMissingWord() async throws {
        let index = try await Self.index(Fixtures.pack(["turn the kitchen lights off"]))
        let reading = try #require(await Self.readings(of: "turn the lights off", in: index).first)
        let missing = try #require(reading.steps.first { $0.word == "kitchen" })
        #expect(missing.heard == "" && missing.span == nil)
        #expect(reading.worstStep == missing)
    }

    @Test func placesSlotsInTheTranscript() async throws {
        let index = try await Self.index(Fixtures.drinks)
        let heard = "Make me a light rose, ice-moker."
        let reading = try #require(await Self.readings(of: heard, in: index).first)
        #expect(reading.interpretation.slots.map(\.text) == ["light rose", "ice-moker"])
        let span = try #require(reading.interpretation.slots.last?.span)
        #expect(String(decoding: Array(heard.utf8)[span], as: UTF8.self) == "ice-moker")
    }

    @Test func takesFreeTextFromTheTranscript() async throws {
        let index = try await Self.index(
            Fixtures.pack(["file a bug [saying] {summary}"], extra: "lists:\n  summary: {wildcard: true}\n")
        )
        let reading = try #require(await Self.readings(of: "Fire a buck saying C++ stops at 42.", in: index).first)
        #expect(reading.interpretation.line == "Test summary=C++ stops at 42")
        #expect(reading.steps.filter { $0.kind == .free }.map(\.heard) == ["C", "+", "+", "stops", "at", "42"])
        let longer = try #require(await Self.readings(of: "Fire a buck saying it stops at noon today", in: index).first)
        #expect(abs(reading.costPerPhone - longer.costPerPhone) < 0.001)
    }

    @Test func passesOverSkipWordsForNothing() async throws {
        let index = try await Self.index(Fixtures.pack(["run the tests"], extra: "skip_words: [please]\n"))
        let reading = try #require(await Self.readings(of: "please run the test", in: index).first)
        #expect(reading.steps.first?.kind == .skipped)
        #expect(reading.steps.first?.cost == 0)
        #expect(reading.wording == "run the tests")
    }

    @Test func givesReadingsOfDifferentMeaningOnly() async throws {
        let index = try await Self.index(Fixtures.drinks)
        let readings = await Self.readings(of: "may I have an ice coffee", in: index, limit: 8)
        #expect(readings.count == 8)
        for (place, reading) in readings.enumerated() {
            #expect(!readings[..<place].contains { $0.interpretation.meansTheSame(as: reading.interpretation) })
        }
        #expect(readings.map(\.cost) == readings.map(\.cost).sorted())
    }

    @Test func tellsTwoPlacesOfOneListApart() async throws {
        let index = try await Self.index(
            Fixtures.pack(
                ["move it from {place:from} to {place:to}"],
                extra: "lists:\n  place: {values: [Rome, Berne, Turin]}\n"
            )
        )
        let reading = try #require(await Self.readings(of: "move it from burn to roam", in: index).first)
        #expect(reading.interpretation.line == "Test from=Berne to=Rome")
    }

    @Test func heedsTheContext() async throws {
        let index = try await Self.index(
            """
            language: en
            intents:
              Here:
                data: [{sentences: ["lights off"], requires_context: {area: kitchen}}]
              Everywhere:
                data: [{sentences: ["lights off now"]}]
            """
        )
        let without = await index.readings(of: "lights of", by: SpellingPronouncer())
        #expect(without.map(\.interpretation.intent) == ["Everywhere"])
        let within = await index.readings(
            of: "lights of",
            by: SpellingPronouncer(),
            context: ["area": .text("kitchen")]
        )
        #expect(within.first?.interpretation.intent == "Here")
    }

    @Test func countsLessWhatWasOnlyGuessed() async throws {
        let index = try await Self.index(Fixtures.drinks)
        let heard = "brew a smell mocha"
        let sure = try #require(
            await index.readings(of: heard, by: SpellingPronouncer(), confidences: [1, 1, 1, 1]).first
        )
        let unsure = try #require(
            await index.readings(of: heard, by: SpellingPronouncer(), confidences: [1, 1, 0.1, 1]).first
        )
        #expect(unsure.cost < sure.cost)
        #expect(unsure.wording == sure.wording)
    }

    @Test(arguments: ["", " ", "…", "♪", String(repeating: "noise ", count: 2000), String(repeating: "a", count: 3000)])
    func survivesWhatIsNoCommand(_ heard: String) async throws {
        let index = try await Self.index(Fixtures.drinks)
        let readings = await Self.readings(of: heard, in: index)
        #expect(readings.allSatisfy { $0.costPerPhone > 0.2 })
    }

    @Test func findsANameAmongThousands() async throws {
        var generator = SeededGenerator(seed: 5)
        let syllables = ["ka", "lo", "mi", "ter", "sun", "bra", "fel", "go", "nim", "pu", "ras", "vex", "dor", "ple"]
        func word() -> String { (0..<3).compactMap { _ in syllables.randomElement(using: &generator) }.joined() }
        let names = (0..<1500).map { _ in "\(word()) \(word())" } + ["quick brown fox", "lazy dog"]
        let index = try await Self.index(
            Fixtures.pack(
                ["(open|show) {name} [in the editor]"],
                extra: "lists: {name: {values: [\(names.joined(separator: ", "))]}}\n"
            )
        )
        let reading = try #require(await Self.readings(of: "open quack round fox in the editor", in: index).first)
        #expect(reading.interpretation.line == "Test name=quick brown fox")
        let missing = try #require(await Self.readings(of: "show lazy", in: index).first)
        #expect(missing.interpretation.line == "Test name=lazy dog")
    }

    @Test func measuresHowAlikeSentencesSound() async throws {
        let index = try await Self.index(Fixtures.drinks)
        #expect(index.distance(between: "brew a mocha", and: "Brew a mocha!") == 0)
        let near = index.distance(between: "brew a coffee", and: "brew an coffee")
        let far = index.distance(between: "brew a coffee", and: "make me an americano")
        #expect(near > 0 && near < far)
        #expect(index.distance(between: "make me an americano", and: "brew a coffee") == far)
        #expect(index.distancePerPhone(between: "", and: "") == 0)
    }
}
