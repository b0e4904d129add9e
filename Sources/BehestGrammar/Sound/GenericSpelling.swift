/// A reading of any script that tells words apart and gives like sounds for like letters, no more.
enum GenericSpelling {
    /// How a word is said, in the International Phonetic Alphabet.
    static func pronunciation(of word: String) -> String {
        var ipa = ""
        var last: Unicode.Scalar?
        for scalar in word.unicodeScalars {
            let base = base(of: scalar)
            // A doubled letter is one sound.
            if base != last || !scalar.isASCII { ipa += reading(of: base) }
            last = base
        }
        return ipa
    }

    private static func reading(of scalar: Unicode.Scalar) -> String {
        if let known = letters[scalar] { return known }
        guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return "" }
        if let name = scalar.properties.name, let said = sound(inName: name) { return said }
        // An ideograph: a syllable of its own, the same one each time.
        let number = scalar.value &* 2_654_435_761
        let consonants = Array("ptkbdɡszʃfmnlɹwj".unicodeScalars)
        let vowels = Array("aeiouəɔɛ".unicodeScalars)
        let first = consonants[Int(number >> 28)]
        let vowel = vowels[Int((number >> 25) & 7)]
        let second = consonants[Int((number >> 21) & 15)]
        return "\(first)\(vowel)\(second)"
    }

    /// Names say the sound of most letters: "CYRILLIC SMALL LETTER KA", "HANGUL SYLLABLE GAG".
    private static func sound(inName name: String) -> String? {
        let words = name.split(separator: " ")
        guard let kind = words.lastIndex(where: { ["LETTER", "SYLLABLE", "SIGN"].contains($0) }),
            kind + 1 < words.count, let said = words.last(where: { $0.utf8.allSatisfy { (65...90).contains($0) } }),
            said.utf8.count <= 6
        else { return nil }
        return said.lowercased().unicodeScalars.map { letters[$0] ?? "" }.joined()
    }

    /// The letter without its accent.
    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard !scalar.isASCII, letters[scalar] == nil, let name = scalar.properties.name,
            name.hasPrefix("LATIN SMALL LETTER "), let letter = name.dropFirst(19).unicodeScalars.first,
            name.dropFirst(20).hasPrefix(" ")
        else { return scalar }
        return letter.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    private static let letters: [Unicode.Scalar: String] = [
        "a": "a", "b": "b", "c": "k", "d": "d", "e": "e", "f": "f", "g": "ɡ", "h": "h", "i": "i", "j": "j", "k": "k",
        "l": "l", "m": "m", "n": "n", "o": "o", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "u": "u", "v": "v",
        "w": "v", "x": "ks", "y": "i", "z": "z", "ä": "ɛ", "ö": "ø", "ü": "y", "ß": "s", "å": "o", "ø": "ø", "æ": "ɛ",
        "œ": "œ", "ç": "s", "ñ": "ɲ", "č": "tʃ", "š": "ʃ", "ž": "ʒ", "ş": "ʃ", "ł": "w", "ğ": "ɡ", "ı": "ɯ", "þ": "θ",
        "ð": "ð", "ś": "ʃ", "ć": "tʃ", "ź": "ʒ", "ż": "ʒ", "ń": "ɲ",
    ]
}
