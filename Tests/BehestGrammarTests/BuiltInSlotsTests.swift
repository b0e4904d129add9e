import BehestGrammar
import Testing

/// The built-in slots from words to values, on Monday, 23 November 2026, at half past two in the afternoon.
struct BuiltInSlotsTests {
    private static let now = CivilTime(date: CivilDate(year: 2026, month: 11, day: 23), minuteOfDay: 14 * 60 + 30)

    struct Case: Sendable, CustomTestStringConvertible {
        var words: String
        var value: String?
        var testDescription: String { words }

        init(_ words: String, _ value: String?) {
            self.words = words
            self.value = value
        }
    }

    @Test func theirRulesAreSound() throws {
        let reading = try #require(BuiltInSlots.reading(for: "en-GB"))
        #expect(reading.diagnostics.map(\.line) == [])
    }

    @Test(arguments: [
        Case("zero", "0"), Case("forty two", "42"), Case("42", "42"), Case("one hundred and five", "105"),
        Case("a hundred and five", "105"), Case("three thousand", "3000"), Case("1,234", "1234"),
        Case("twelve thousand three hundred and forty five", "12345"), Case("two million", "2000000"),
        Case("one million two hundred thousand", "1200000"), Case("1234567", "1234567"),
        Case("minus five", "-5"), Case("three point one four", "3.14"), Case("3.14", "3.14"), Case("point five", "0.5"),
        Case("two and a half", "2.5"), Case("half", "0.5"), Case("a dozen", "12"), Case("a thousand", "1000"),
        Case("hundred", nil), Case("point", nil), Case("five six", nil),
    ])
    func numbers(_ example: Case) throws { try Self.check("number", example) }

    @Test(arguments: [
        Case("first", "1"), Case("the third", nil), Case("twelfth", "12"), Case("twenty first", "21"),
        Case("21st", "21"), Case("ninetieth", "90"), Case("hundredth", "100"), Case("two hundredth", "200"),
        Case("one hundred and third", "103"), Case("twenty", nil),
    ])
    func ordinals(_ example: Case) throws { try Self.check("ordinal", example) }

    @Test(arguments: [
        Case("two hours", "PT2H"), Case("an hour", "PT1H"), Case("half an hour", "PT30M"),
        Case("an hour and a half", "PT1H30M"), Case("two and a half hours", "PT2H30M"), Case("1.5 hours", "PT1H30M"),
        Case("a quarter of an hour", "PT15M"), Case("three quarters of an hour", "PT45M"),
        Case("ninety minutes", "PT1H30M"),
        Case("two hours and thirty minutes", "PT2H30M"), Case("2 hours 5 minutes 10 seconds", "PT2H5M10S"),
        Case("45 seconds", "PT45S"), Case("a day", "P1D"), Case("three days and four hours", "P3DT4H"),
        Case("two weeks", "P14D"), Case("a week and two days", "P9D"), Case("half a day", "PT12H"),
        Case("a couple of minutes", "PT2M"), Case("six months", "P6M"), Case("a year and a half", "P1Y6M"),
        Case("half a month", nil), Case("hours", nil), Case("two", nil),
    ])
    func durations(_ example: Case) throws { try Self.check("duration", example) }

    @Test(arguments: [
        Case("today", "2026-11-23"), Case("tomorrow", "2026-11-24"), Case("yesterday", "2026-11-22"),
        Case("the day after tomorrow", "2026-11-25"), Case("on Friday", "2026-11-27"),
        Case("this Friday", "2026-11-27"),
        Case("next Friday", "2026-12-04"), Case("Friday next week", "2026-12-04"), Case("last Friday", "2026-11-20"),
        Case("Monday", "2026-11-30"), Case("this Monday", "2026-11-23"), Case("next Monday", "2026-11-30"),
        Case("last Monday", "2026-11-16"), Case("on the third of May", "2027-05-03"), Case("May third", "2027-05-03"),
        Case("3 May", "2027-05-03"), Case("May 3rd", "2027-05-03"), Case("the 24th of December", "2026-12-24"),
        Case("December 24th 2027", "2027-12-24"), Case("the first of January twenty thirty", "2030-01-01"),
        Case("the thirty first", "2026-12-31"), Case("the twenty third", "2026-11-23"), Case("the 3rd", "2026-12-03"),
        Case("in two days", "2026-11-25"), Case("three weeks from now", "2026-12-14"), Case("a week ago", "2026-11-16"),
        Case("in a month", "2026-12-23"), Case("in two years", "2028-11-23"),
        Case("February twenty ninth", "2028-02-29"), Case("the thirtieth of February", nil),
        Case("February twenty ninth 2027", nil), Case("in half a day", nil), Case("week", nil),
    ])
    func dates(_ example: Case) throws { try Self.check("date", example) }

    @Test(arguments: [
        Case("noon", "12:00"), Case("midnight", "00:00"), Case("half past nine", "09:30"),
        Case("quarter past nine", "09:15"), Case("a quarter to nine", "08:45"), Case("twenty past three", "15:20"),
        Case("five minutes to ten", "09:55"), Case("nine o'clock", "09:00"), Case("nine thirty", "09:30"),
        Case("9:30", "09:30"), Case("9:05", "09:05"), Case("9:00", "09:00"), Case("nine oh five", "09:05"),
        Case("nine pm", "21:00"), Case("9 p.m.", "21:00"), Case("9:30 am", "09:30"),
        Case("nine thirty in the evening", "21:30"),
        Case("twelve am", "00:00"), Case("twelve pm", "12:00"), Case("two at night", "02:00"),
        Case("ten at night", "22:00"),
        Case("17:30", "17:30"), Case("seventeen thirty", "17:30"), Case("17:00", "17:00"), Case("at three", "15:00"),
        Case("three in the morning", "03:00"), Case("quarter to twelve in the morning", "11:45"),
        Case("quarter to one", "12:45"), Case("zero nine thirty", "09:30"), Case("twenty five o'clock", nil),
        Case("seventeen", nil), Case("past nine", nil),
    ])
    func times(_ example: Case) throws { try Self.check("time", example) }

    @Test(arguments: [
        Case("next Friday at noon", "2026-12-04T12:00"), Case("tomorrow at half past nine", "2026-11-24T09:30"),
        Case("on the third of May at nine pm", "2027-05-03T21:00"), Case("at nine tomorrow", "2026-11-24T09:00"),
        Case("noon on Friday", "2026-11-27T12:00"), Case("tomorrow morning at seven", "2026-11-24T07:00"),
        Case("tomorrow evening at seven", "2026-11-24T19:00"), Case("in two hours", "2026-11-23T16:30"),
        Case("in half an hour", "2026-11-23T15:00"), Case("ten hours from now", "2026-11-24T00:30"),
        Case("tonight at nine", "2026-11-23T21:00"), Case("tonight at twelve", "2026-11-24T00:00"),
        Case("at three", "2026-11-23T15:00"), Case("at two", "2026-11-24T14:00"), Case("at nine", "2026-11-23T21:00"),
        Case("today at nine", "2026-11-23T21:00"), Case("at noon", "2026-11-24T12:00"),
        Case("in two days", "2026-11-25"), Case("on Friday", "2026-11-27"), Case("now", "2026-11-23T14:30"),
        Case("Friday 17:30", "2026-11-27T17:30"), Case("tomorrow", "2026-11-24"),
        Case("the thirtieth of February at noon", nil), Case("at Friday", nil),
    ])
    func datesAndTimes(_ example: Case) throws { try Self.check("date_time", example) }

    @Test(arguments: [
        Case("p as in papa", "p"), Case("x ray", "x"), Case("x-ray", "x"), Case("capital b", "B"), Case("a b c", "abc"),
        Case("alpha bravo charlie", "abc"), Case("p for peter a q", "paq"), Case("b as in boy e like echo", "be"),
        Case("upper case x ray lower case y", "Xy"), Case("v two dash rc", nil), Case("v two dash r c", "v2-rc"),
        Case("r2d2", "r2d2"), Case("r 2 d 2", "r2d2"), Case("p as in bravo", nil),
    ])
    func spelledLetters(_ example: Case) throws { try Self.check("letters", example) }

    @Test(arguments: [
        Case("issue one twenty three", "123"), Case("PR 45", "45"), Case("number forty two", "42"),
        Case("pull request number seven", "7"), Case("issue 1234", "1234"), Case("one two three", "123"),
        Case("ticket twelve thirty four", "1234"), Case("issue one oh five", "105"),
        Case("one hundred and five", "105"),
        Case("issue twelve hundred", "1200"), Case("P.R. twenty twenty", "2020"), Case("four oh four", "404"),
        Case("issue three thousand and one", "3001"), Case("issue zero", nil), Case("issue", nil),
    ])
    func issueNumbers(_ example: Case) throws { try Self.check("issue_number", example) }

    @Test func theSlotIsOneWithItsWords() throws {
        let grammar = try Fixtures.grammar(
            Fixtures.pack(["remind me {date_time:when} to {what}"], extra: "lists: {what: {wildcard: true}}\n")
        )
        let text = "Remind me tomorrow at half past nine to call Ann."
        let raw = try #require(grammar.interpret(text).first)
        let reading = try #require(SlotComposer(clock: WallClock(now: Self.now)).compose(raw, in: text))
        #expect(reading.line == "Test when=2026-11-24T09:30 what=call Ann")
        #expect(reading.slots.first?.text == "tomorrow at half past nine")
    }

    @Test func twoOfAKindAreTwoSlots() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["from {number:low} to {number:high}"]))
        let reading = try #require(Self.readings("from five to twelve thousand", by: grammar).first)
        #expect(reading == "Test low=5 high=12000")
    }

    @Test func aPacksOwnListGoesBefore() throws {
        let text = Fixtures.pack(["it is {time}"], extra: "lists: {time: {values: [high time]}}\n")
        let grammar = try Fixtures.grammar(text)
        #expect(Self.readings("it is high time", by: grammar) == ["Test time=high time"])
        #expect(Self.readings("it is noon", by: grammar) == [])
    }

    @Test func rulesMayNameThemToo() throws {
        let text = Fixtures.pack(["wait <how_long>"], extra: "expansion_rules: {how_long: '[for] {duration}'}\n")
        let grammar = try Fixtures.grammar(text)
        #expect(Self.readings("wait for two hours", by: grammar) == ["Test duration=PT2H"])
    }

    @Test func theirSlotsAreKnownToWorkflows() throws {
        let pack = try Fixtures.read(
            PackDocument(text: Fixtures.pack(["wait {duration:delay}"]), file: "test.yaml")
        )
        #expect(pack.slotNames == ["Test": ["delay"]])
    }

    @Test func aLanguageWithoutThemDoesNotKnowThem() {
        let text = Fixtures.pack(["warte {duration}"]).replacing("language: en", with: "language: eo")
        #expect(Fixtures.diagnostics(text).map(\.code) == ["unknown-list"])
        #expect(BuiltInSlots.areKnown(in: "en-GB"))
    }

    @Test func theGrammarStaysSmall() throws {
        let slots = BuiltInSlots.names.map { "\($0) {\($0)}" }
        let grammar = try Fixtures.grammar(Fixtures.pack(slots))
        #expect(grammar.stateCount < 3000)
    }

    @Test(arguments: BuiltInSlots.names)
    func whatIsSampledIsReadBack(slot: String) throws {
        let document = PackDocument(text: Fixtures.pack(["say {\(slot)}"]), file: "test.yaml")
        let pack = try Fixtures.read(document)
        let grammar = try Grammar(compiling: [pack])
        var sampler = SentenceSampler(pack: pack, seed: 7)
        for _ in 0..<200 {
            let next = sampler.next()
            let sample = try #require(next)
            #expect(!grammar.interpret(sample.text).isEmpty, "\(sample.text)")
        }
    }

    private static func check(_ slot: String, _ example: Case) throws {
        let expected = example.value.map { "Test \(slot)=\($0)" }
        let readings = readings("say \(example.words)", by: try #require(grammars[slot] ?? nil))
        #expect(readings.first == expected, "\(readings)")
    }

    private static let grammars = Dictionary(
        uniqueKeysWithValues: BuiltInSlots.names.map { slot in
            (slot, try? Fixtures.grammar(Fixtures.pack(["say {\(slot)}"])))
        }
    )

    private static func readings(_ words: String, by grammar: Grammar) -> [String] {
        let composer = SlotComposer(clock: WallClock(now: now))
        return grammar.interpret(words).compactMap { composer.compose($0, in: words)?.line }
    }
}
