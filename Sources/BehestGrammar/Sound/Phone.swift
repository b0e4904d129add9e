/// One sound of speech, as how it is made: what a sign of the International Phonetic Alphabet stands for.
///
/// A diphthong and an affricate are one phone each. Tones are not told apart.
public struct Phone: Hashable, Sendable {
    /// How the air is let through.
    package enum Manner: UInt8, Sendable {
        case vowel, glide, lateral, tap, trill, nasal, fricative, affricate, stop
    }

    /// What else is so.
    package struct Traits: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        package static let voiced = Traits(rawValue: 1 << 0)
        package static let rounded = Traits(rawValue: 1 << 1)
        /// The end of a diphthong is rounded.
        package static let endsRounded = Traits(rawValue: 1 << 2)
        package static let diphthong = Traits(rawValue: 1 << 3)
        package static let long = Traits(rawValue: 1 << 4)
        package static let nasal = Traits(rawValue: 1 << 5)
        package static let rhotic = Traits(rawValue: 1 << 6)
        package static let syllabic = Traits(rawValue: 1 << 7)
        package static let stressed = Traits(rawValue: 1 << 8)
        package static let palatalised = Traits(rawValue: 1 << 9)
        package static let labialised = Traits(rawValue: 1 << 10)
        package static let aspirated = Traits(rawValue: 1 << 11)
        package static let sibilant = Traits(rawValue: 1 << 12)
    }

    package var manner: Manner
    /// Where a consonant is made: 0 at the lips, 20 in the throat.
    package var place: UInt8 = 0
    /// How open a vowel is: 0 close, 12 open.
    package var height: UInt8 = 0
    /// How far back a vowel is: 0 front, 8 back.
    package var backness: UInt8 = 0
    /// How open the end of a vowel is; that of a plain vowel is as its beginning.
    package var endHeight: UInt8 = 0
    /// How far back the end of a vowel is.
    package var endBackness: UInt8 = 0
    package var traits: Traits = []

    /// Whether it can carry a syllable.
    package var isVowel: Bool { manner == .vowel }

    /// Whether it is a short vowel in the middle of the mouth, as in "about".
    package var isReduced: Bool {
        isVowel && traits.isDisjoint(with: [.stressed, .diphthong, .long]) && (2...6).contains(backness)
            && (2...9).contains(height)
    }

    /// A consonant.
    static func consonant(_ manner: Manner, _ place: UInt8, _ traits: Traits = []) -> Phone {
        Phone(manner: manner, place: place, traits: traits)
    }

    /// A plain vowel.
    static func vowel(_ height: UInt8, _ backness: UInt8, _ traits: Traits = []) -> Phone {
        Phone(
            manner: .vowel,
            height: height,
            backness: backness,
            endHeight: height,
            endBackness: backness,
            traits: traits.contains(.rounded)
                ? traits.union([.voiced, .endsRounded]) : traits.union(.voiced)
        )
    }
}

/// How a word is said: its sounds in order.
public typealias Pronunciation = [Phone]
