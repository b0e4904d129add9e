import BehestGrammar
import Testing

struct SentencePrefixTests {
    private static let pack = """
        language: en
        intents:
          Deploy: {data: [{sentences: ["deploy [the] {service} to {place}", "[please] undo (it|that)"]}]}
          Order: {data: [{sentences: ["get me a {size} ounce mocha", "i'd like {count} of them"]}]}
          Note: {data: [{sentences: ["note {text} please"]}]}
        lists:
          service: {values: [web, web site, worker]}
          place: {values: [staging, production]}
          size: {range: {from: 8, to: 24}}
          count: {range: {from: 1, to: 120}}
          text: {wildcard: true}
        """

    private func guide(_ pack: String = Self.pack) throws -> SentenceGuide {
        let reading = GrammarPack.read(PackDocument(text: pack, file: "test.yaml"))
        return SentenceGuide(grammar: try Grammar(compiling: [try #require(reading.pack)]))
    }

    @Test(
        arguments: [
            "Deploy web to staging", "deploy the web site to production.", "Deploy, the web-site to staging!",
            "Please undo that", "undo it", "Get me a 16-ounce mocha.", "get me a sixteen ounce mocha",
            "I'd like 21 of them.", "i'd like one hundred and five of them", "Note buy some milk, please.",
        ]
    )
    func growsLetterByLetterToASentence(_ sentence: String) throws {
        var prefix = try guide().beginning
        #expect(!prefix.isSentence)
        for letter in sentence {
            prefix = try #require(prefix.appending(String(letter)), "'\(letter)' of '\(sentence)'")
        }
        #expect(prefix.isSentence)
    }

    @Test(
        arguments: [
            "x", "Deploy wo to", "deploy web sites", "deploy web  to", "deploy web,,", "get me a 16th", "undo 5",
            "deployweb", "note ,", "Undo it. Undo", "get me a 12345678",
        ]
    )
    func endsWhereNoSentenceGoesOn(_ text: String) throws {
        #expect(try guide().beginning.appending(text) == nil)
    }

    @Test(arguments: ["deploy", "Deploy web", "deploy web to stag", "note milk", "undo it ", "get me a 16", ""])
    func isNoSentenceBeforeItsEnd(_ text: String) throws {
        let prefix = try #require(try guide().beginning.appending(text))
        #expect(!prefix.isSentence)
    }

    @Test func everySampledSentenceCanBeWritten() throws {
        let reading = GrammarPack.read(PackDocument(text: Self.pack, file: "test.yaml"))
        var sampler = SentenceSampler(pack: try #require(reading.pack), seed: 7)
        let guide = try guide()
        for _ in 0..<300 {
            let next = sampler.next()
            let sentence = try #require(next).text
            let prefix = try #require(guide.beginning.appending(sentence), "'\(sentence)'")
            #expect(prefix.isSentence, "'\(sentence)'")
        }
    }

    @Test(
        arguments: [
            ("deploy web to staging.", SentenceGuide.Ending.complete), ("deploy web to", .unfinished),
            ("Deploy web to…", .unfinished), ("remember the milk", .open), ("Note buy milk", .unfinished),
            ("what a nice day", .astray), ("", .astray), ("...", .astray),
        ]
    )
    func tellsHowATextEnds(_ text: String, _ ending: SentenceGuide.Ending) throws {
        let pack = Self.pack.replacing("\"note {text} please\"", with: "\"note {text} please\", \"remember {text}\"")
        #expect(try guide(pack).ending(of: text) == ending)
    }

    @Test func aLongListIsNoHindrance() throws {
        let names = (0..<20_000).map { "person\(String($0, radix: 26).map { String($0) }.joined()) smith" }
        let guide = try guide(
            """
            language: en
            intents: {Call: {data: [{sentences: ["call {name}"]}]}}
            lists: {name: {values: [\(names.joined(separator: ", ")), zoe]}}
            """
        )
        #expect(guide.beginning.appending("call zo") != nil)
        #expect(guide.beginning.appending("call zx") == nil)
        #expect(guide.beginning.appending("call zoe")?.isSentence == true)
    }
}
