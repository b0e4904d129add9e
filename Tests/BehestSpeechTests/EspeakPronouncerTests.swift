import BehestGrammar
import BehestSpeech
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EspeakPronouncerTests {
    /// Whether espeak-ng is there; where it must be, the tests run without it and fail.
    private static var isThere: Bool {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        return environment["CI"] == "true"
            || folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/espeak-ng") }
    }

    /// What a pronouncer has reported.
    private final class Reports: Sendable {
        let all = Mutex<[String]>([])

        func add(_ report: String) { all.withLock { $0.append(report) } }
    }

    @Test(.enabled(if: Self.isThere)) func saysWordsOfSeveralLanguages() async {
        let pronouncer = EspeakPronouncer { Issue.record("\($0)") }
        let english = await pronouncer.pronunciations(of: ["judge", "q", "60", "—", "你好"], language: "en")
        #expect(english[0] == [Phone.phones(ipa: "d‍ʒˈʌd‍ʒ")])
        #expect(english[1] == [Phone.phones(ipa: "kjˈuː")])
        #expect(english[2] == [Phone.phones(ipa: "sˈɪksti")])
        #expect(english[4].first?.isEmpty == false)
        let german = await pronouncer.pronunciations(of: ["zehn"], language: "de")
        #expect(german == [[Phone.phones(ipa: "t‍sˈeːn")]])
        await pronouncer.close()
        #expect(await pronouncer.pronunciations(of: ["tür"], language: "de") == [[Phone.phones(ipa: "tˈyːɾ")]])
    }

    @Test(.enabled(if: Self.isThere)) func keepsAnswersInOrderHoweverOddTheWords() async throws {
        let odd = [
            "a.b", "…", "!", "[[x]]", "<b>", "mr.", "zubbelquark", "'", "ﷺ", "", String(repeating: "o", count: 300),
        ]
        let words = (0..<700).flatMap { ["\($0)", odd[$0 % odd.count]] }
        let pronouncer = EspeakPronouncer { Issue.record("\($0)") }
        let said = await pronouncer.pronunciations(of: words, language: "en")
        try #require(said.count == words.count)
        for number in [0, 17, 399, 699] {
            let alone = await EspeakPronouncer().pronunciations(of: ["\(number)"], language: "en")
            #expect([said[2 * number]] == alone)
        }
    }

    @Test(.enabled(if: Self.isThere)) func addsTheWeakFormsOfShortWords() async {
        let said = await EspeakPronouncer().pronunciations(of: ["the", "and"], language: "en")
        #expect(said.map(\.count) == [3, 3])
    }

    @Test func fallsBackToTheSpellingAndSaysSoOnce() async {
        let reports = Reports()
        let pronouncer = EspeakPronouncer(program: "/nonexistent/espeak-ng") { reports.add($0) }
        let said = await pronouncer.pronunciations(of: ["light", "roast"], language: "en")
        #expect(said == ["light", "roast"].map { SpellingPronouncer().pronunciations(of: $0, language: "en") })
        _ = await pronouncer.pronunciations(of: ["latte"], language: "en")
        #expect(reports.all.withLock(\.count) == 1)
    }

    @Test func fallsBackWhenTheProgramEndsAtOnce() async {
        let reports = Reports()
        let pronouncer = EspeakPronouncer(program: "/bin/true") { reports.add($0) }
        let said = await pronouncer.pronunciations(of: ["light"], language: "en")
        #expect(said == [SpellingPronouncer().pronunciations(of: "light", language: "en")])
        #expect(reports.all.withLock(\.count) == 1)
    }

    @Test(.enabled(if: Self.isThere)) func fallsBackForALanguageThatEspeakDoesNotSpeak() async {
        let reports = Reports()
        let pronouncer = EspeakPronouncer { reports.add($0) }
        let said = await pronouncer.pronunciations(of: ["abc"], language: "xx")
        #expect(said == [SpellingPronouncer().pronunciations(of: "abc", language: "xx")])
        #expect(reports.all.withLock(\.count) == 1)
        #expect(await pronouncer.pronunciations(of: ["judge"], language: "en") == [[Phone.phones(ipa: "d‍ʒˈʌd‍ʒ")]])
    }

    @Test(.enabled(if: Self.isThere)) func remembersFromOneStartToTheNext() async throws {
        let folder = try TemporaryDirectory()
        let first = EspeakPronouncer(cache: folder.url)
        let said = await first.pronunciations(of: ["mocha", "latte"], language: "en")
        // Nobody says that it was the last question.
        let second = EspeakPronouncer(cache: folder.url)
        let more = await second.pronunciations(of: ["mocha", "flat"], language: "en")
        let third = EspeakPronouncer(program: "/nonexistent/espeak-ng", cache: folder.url) { Issue.record("\($0)") }
        #expect(
            await third.pronunciations(of: ["latte", "mocha", "flat"], language: "en") == [said[1], said[0], more[1]]
        )
    }

    @Test(.enabled(if: Self.isThere)) func keepsItsAnswersWhereTheFileWasSpoiltOrRemoved() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "pronunciations-en-us.tsv")
        try Data("of another program".utf8).write(to: file)
        let first = EspeakPronouncer(cache: folder.url)
        let said = await first.pronunciations(of: ["mocha"], language: "en")
        try FileManager.default.removeItem(at: file)
        let more = await first.pronunciations(of: ["latte"], language: "en")
        let second = EspeakPronouncer(program: "/nonexistent/espeak-ng", cache: folder.url) { Issue.record("\($0)") }
        #expect(await second.pronunciations(of: ["mocha", "latte"], language: "en") == said + more)
    }

    @Test func passesOverASpoiltCache() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "pronunciations-en-us.tsv")
        try Data([0xFF, 0x00, 0x0A]).write(to: file)
        let pronouncer = EspeakPronouncer(program: "/nonexistent/espeak-ng", cache: folder.url)
        #expect(await pronouncer.pronunciations(of: ["light"], language: "en").first?.first?.isEmpty == false)
    }

    @Test func findsTheUsersCache() {
        #expect(EspeakPronouncer.cacheFolder(environment: ["HOME": "/h"])?.path == "/h/.cache/behest")
        let named = ["HOME": "/h", "XDG_CACHE_HOME": "/c"]
        #expect(EspeakPronouncer.cacheFolder(environment: named)?.path == "/c/behest")
        let relative = ["HOME": "/h", "XDG_CACHE_HOME": "c"]
        #expect(EspeakPronouncer.cacheFolder(environment: relative)?.path == "/h/.cache/behest")
    }
}
