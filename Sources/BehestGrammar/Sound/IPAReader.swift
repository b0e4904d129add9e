/// Reads sounds written in the International Phonetic Alphabet.
///
/// Signs that it does not know, tones and separators are passed over, so every program's dialect gives something.
struct IPAReader {
    private var phones: [Phone] = []
    private var isStressed = false
    private var isTied = false
    private var isApart = true
    private var isRemark = false

    /// The sounds of a text.
    static func phones(of text: some StringProtocol) -> Pronunciation {
        var reader = IPAReader()
        for scalar in text.unicodeScalars { reader.read(scalar) }
        return reader.phones
    }

    private mutating func read(_ scalar: Unicode.Scalar) {
        // "(en)" says that the word that follows is said as in another language.
        if isRemark || scalar == "(" {
            isRemark = scalar != ")"
            return
        }
        if let phone = PhoneTable.phone(of: scalar) {
            add(phone)
            return
        }
        if let (letter, mark) = Self.composed[scalar] {
            read(letter)
            read(mark)
            return
        }
        switch scalar {
        case "ˈ", "ˌ":
            isStressed = true
            isApart = true
        case "\u{361}", "\u{35C}", "\u{200D}": isTied = true
        case " ", ".", "|", "_", "-": isApart = true
        default: if let trait = Self.marks[scalar] { mark(trait) }
        }
    }

    private static let marks: [Unicode.Scalar: Phone.Traits] = [
        "ː": .long, "\u{303}": .nasal, "\u{329}": .syllabic, "\u{30D}": .syllabic, "˞": .rhotic, "ʲ": .palatalised,
        "ʷ": .labialised, "ᵝ": .labialised, "ʰ": .aspirated, "ʱ": .aspirated, "\u{32C}": .voiced,
    ]

    /// Letters that some programs write together with their mark.
    private static let composed: [Unicode.Scalar: (Unicode.Scalar, Unicode.Scalar)] = [
        "ã": ("a", "\u{303}"), "ẽ": ("e", "\u{303}"), "ĩ": ("i", "\u{303}"), "õ": ("o", "\u{303}"),
        "ũ": ("u", "\u{303}"), "ä": ("a", "\u{308}"), "ë": ("e", "\u{308}"), "ï": ("i", "\u{308}"),
        "ö": ("o", "\u{308}"), "ü": ("u", "\u{308}"),
    ]

    private mutating func mark(_ trait: Phone.Traits) {
        guard let last = phones.indices.last else { return }
        phones[last].traits.formUnion(trait)
        isApart = false
    }

    private mutating func add(_ phone: Phone) {
        defer {
            isTied = false
            isApart = false
        }
        guard let last = phones.last, let joined = joined(last, phone) else {
            phones.append(phone)
            // The mark stands before the syllable; its vowel carries it.
            if phone.isVowel, isStressed {
                phones[phones.count - 1].traits.insert(.stressed)
                isStressed = false
            }
            return
        }
        phones[phones.count - 1] = joined
    }

    /// The one sound that two letters stand for, if they do.
    private func joined(_ first: Phone, _ second: Phone) -> Phone? {
        guard isTied || !isApart else { return nil }
        switch (first.manner, second.manner) {
        case (.vowel, .vowel):
            guard first.traits.isDisjoint(with: [.diphthong, .long]) else { return nil }
            // Without a tie only the usual ends of diphthongs are taken for such.
            guard isTied || (second.height == 2 && second.backness != first.backness) else { return nil }
            var joined = first
            joined.endHeight = second.height
            joined.endBackness = second.backness
            joined.traits.insert(.diphthong)
            joined.traits.remove(.endsRounded)
            if second.traits.contains(.rounded) { joined.traits.insert(.endsRounded) }
            if second.traits.contains(.rhotic) { joined.traits.insert(.rhotic) }
            return joined
        case (.stop, .fricative):
            let isUsual = first.place == 6 && (8...10).contains(second.place)
            guard isTied || isUsual, first.traits.contains(.voiced) == second.traits.contains(.voiced) else {
                return nil
            }
            var joined = second
            joined.manner = .affricate
            return joined
        default: return nil
        }
    }
}

extension Phone {
    /// The sounds of a text in the International Phonetic Alphabet; what it does not know is passed over.
    public static func phones(ipa text: some StringProtocol) -> Pronunciation {
        IPAReader.phones(of: text)
    }
}
