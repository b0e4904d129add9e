@testable import BehestGrammar
import Testing

struct PhoneTests {
    /// Two pairs of sounds, of which the first are more alike.
    struct Pairs: Sendable, CustomTestStringConvertible {
        var near: (String, String)
        var far: (String, String)
        var testDescription: String { "\(near) is nearer than \(far)" }
    }

    private static func distance(_ pair: (String, String)) throws -> Float {
        let first = try #require(Phone.phones(ipa: pair.0).first)
        let second = try #require(Phone.phones(ipa: pair.1).first)
        #expect(first.distance(to: second) == second.distance(to: first))
        return first.distance(to: second)
    }

    @Test(arguments: [
        Pairs(near: ("t", "d"), far: ("t", "m")),
        Pairs(near: ("m", "n"), far: ("m", "k")),
        Pairs(near: ("ɾ", "t"), far: ("ɾ", "k")),
        Pairs(near: ("ɹ", "ʁ"), far: ("ɹ", "s")),
        Pairs(near: ("ɪ", "i"), far: ("ɪ", "ɑ")),
        Pairs(near: ("ə", "ʌ"), far: ("ə", "p")),
        Pairs(near: ("a‍ɪ", "ɑ‍ɪ"), far: ("a‍ɪ", "a‍ʊ")),
        Pairs(near: ("t‍ʃ", "ʃ"), far: ("t‍ʃ", "l")),
        Pairs(near: ("ɚ", "ɹ"), far: ("i", "ɹ")),
        Pairs(near: ("j", "i"), far: ("j", "u")),
    ])
    func knowsWhichSoundsAreAlike(_ pairs: Pairs) throws {
        #expect(try Self.distance(pairs.near) < Self.distance(pairs.far))
    }

    @Test(arguments: [
        ("sˈɪkstiːn", 7), ("t‍ʃˈɛ‍ɹ", 3), ("tʃɛɹ", 3), ("fˈa‍ɪ‍ɚ", 3), ("da5θɹˈiː5", 5), ("(en)kaɪ5(cmn)", 2), ("", 0),
        ("♪☃", 0),
        ("ɽˌäitˌo̞o̞tsɯᵝ", 9), ("fkɭʲu\"tʃʲˈɪ", 6), ("vˈɛ̃", 2), ("bˈʌtːi", 4),
    ])
    func readsWhatEspeakWrites(_ ipa: String, count: Int) {
        #expect(Phone.phones(ipa: ipa).count == count)
    }

    @Test func tellsTheMarksOfASound() throws {
        let nasal = try #require(Phone.phones(ipa: "ɛ̃").first)
        #expect(nasal.traits.contains(.nasal))
        let long = try #require(Phone.phones(ipa: "ˈiː").first)
        #expect(long.traits.isSuperset(of: [.long, .stressed]))
    }

    @Test func swallowsSomeSoundsForLess() throws {
        let roast = Phone.phones(ipa: "ɹˈoʊst")
        #expect(roast.deletionCost(at: 3) < roast.deletionCost(at: 2))
        let away = Phone.phones(ipa: "əwˈeɪ")
        #expect(away.deletionCost(at: 0) < away.deletionCost(at: 2))
    }
}
