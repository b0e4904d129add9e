/// What the letters of the International Phonetic Alphabet stand for.
enum PhoneTable {
    /// The sound of a letter; `nil` for a sign that is none.
    static func phone(of scalar: Unicode.Scalar) -> Phone? {
        phones[scalar]
    }

    private static let phones: [Unicode.Scalar: Phone] = {
        var phones: [Unicode.Scalar: Phone] = [:]
        for (letters, phone) in vowels + consonants {
            for letter in letters.unicodeScalars { phones[letter] = phone }
        }
        return phones
    }()

    /// Vowels from close to open, front to back.
    private static let vowels: [(String, Phone)] = [
        ("i", .vowel(0, 0)), ("y", .vowel(0, 0, .rounded)), ("ɨ", .vowel(0, 4)), ("ʉ", .vowel(0, 4, .rounded)),
        ("ɯ", .vowel(0, 8)), ("u", .vowel(0, 8, .rounded)), ("ɪᵻ", .vowel(2, 1)), ("ʏ", .vowel(2, 1, .rounded)),
        ("ʊ", .vowel(2, 7, .rounded)), ("e", .vowel(4, 0)), ("ø", .vowel(4, 0, .rounded)), ("ɘ", .vowel(4, 4)),
        ("ɵ", .vowel(4, 4, .rounded)), ("ɤ", .vowel(4, 8)), ("o", .vowel(4, 8, .rounded)), ("ə", .vowel(6, 4)),
        ("ɚ", .vowel(6, 4, .rhotic)), ("ɛ", .vowel(8, 0)), ("œ", .vowel(8, 0, .rounded)), ("ɜ", .vowel(8, 4)),
        ("ɝ", .vowel(7, 4, .rhotic)), ("ɞ", .vowel(8, 4, .rounded)), ("ʌ", .vowel(8, 6)),
        ("ɔ", .vowel(8, 8, .rounded)), ("æ", .vowel(10, 0)), ("ɐ", .vowel(9, 4)), ("a", .vowel(12, 2)),
        ("ɶ", .vowel(12, 0, .rounded)), ("ɑ", .vowel(12, 8)), ("ɒ", .vowel(12, 8, .rounded)),
    ]

    /// Consonants from the lips to the throat.
    private static let consonants: [(String, Phone)] = [
        ("p", .consonant(.stop, 0)), ("bɓ", .consonant(.stop, 0, .voiced)), ("m", .consonant(.nasal, 0, .voiced)),
        ("ɱ", .consonant(.nasal, 2, .voiced)), ("ʙ", .consonant(.trill, 0, .voiced)),
        ("ɸ", .consonant(.fricative, 0)), ("β", .consonant(.fricative, 0, .voiced)),
        ("f", .consonant(.fricative, 2)), ("v", .consonant(.fricative, 2, .voiced)),
        ("ʋ", .consonant(.glide, 2, .voiced)), ("ⱱ", .consonant(.tap, 2, .voiced)),
        ("w", .consonant(.glide, 1, [.voiced, .labialised])), ("ʍ", .consonant(.glide, 1, .labialised)),
        ("ɥ", .consonant(.glide, 11, [.voiced, .labialised])),
        ("θ", .consonant(.fricative, 4)), ("ð", .consonant(.fricative, 4, .voiced)),
        ("t", .consonant(.stop, 6)), ("dɗ", .consonant(.stop, 6, .voiced)), ("n", .consonant(.nasal, 6, .voiced)),
        ("s", .consonant(.fricative, 6, .sibilant)), ("z", .consonant(.fricative, 6, [.voiced, .sibilant])),
        ("ɬ", .consonant(.fricative, 6)), ("ɮ", .consonant(.fricative, 6, .voiced)),
        ("lɫ", .consonant(.lateral, 6, .voiced)), ("ɾɺ", .consonant(.tap, 6, .voiced)),
        ("r", .consonant(.trill, 6, .voiced)), ("ɹ", .consonant(.glide, 7, [.voiced, .rhotic])),
        ("ʃ", .consonant(.fricative, 8, .sibilant)), ("ʒ", .consonant(.fricative, 8, [.voiced, .sibilant])),
        ("ʈ", .consonant(.stop, 8)), ("ɖᶑ", .consonant(.stop, 8, .voiced)), ("ɳ", .consonant(.nasal, 8, .voiced)),
        ("ʂ", .consonant(.fricative, 8, .sibilant)), ("ʐ", .consonant(.fricative, 8, [.voiced, .sibilant])),
        ("ɭ", .consonant(.lateral, 8, .voiced)), ("ɽ", .consonant(.tap, 8, .voiced)),
        ("ɻ", .consonant(.glide, 8, [.voiced, .rhotic])),
        ("ɕ", .consonant(.fricative, 10, .sibilant)), ("ʑ", .consonant(.fricative, 10, [.voiced, .sibilant])),
        ("c", .consonant(.stop, 11)), ("ɟʄ", .consonant(.stop, 11, .voiced)), ("ɲ", .consonant(.nasal, 11, .voiced)),
        ("ç", .consonant(.fricative, 11)), ("ʝ", .consonant(.fricative, 11, .voiced)),
        ("j", .consonant(.glide, 11, .voiced)), ("ʎ", .consonant(.lateral, 11, .voiced)),
        ("k", .consonant(.stop, 14)), ("ɡgɠ", .consonant(.stop, 14, .voiced)), ("ŋ", .consonant(.nasal, 14, .voiced)),
        ("x", .consonant(.fricative, 14)), ("ɣ", .consonant(.fricative, 14, .voiced)),
        ("ɰ", .consonant(.glide, 14, .voiced)), ("ʟ", .consonant(.lateral, 14, .voiced)),
        ("ɧ", .consonant(.fricative, 11)),
        ("q", .consonant(.stop, 16)), ("ɢʛ", .consonant(.stop, 16, .voiced)), ("ɴ", .consonant(.nasal, 16, .voiced)),
        ("χ", .consonant(.fricative, 16)), ("ʁ", .consonant(.fricative, 16, [.voiced, .rhotic])),
        ("ʀ", .consonant(.trill, 16, .voiced)),
        ("ħʜ", .consonant(.fricative, 18)), ("ʕʢ", .consonant(.fricative, 18, .voiced)),
        ("ʔʡ", .consonant(.stop, 20)), ("h", .consonant(.fricative, 20)), ("ɦ", .consonant(.fricative, 20, .voiced)),
        // Clicks, as the stops that they are most like.
        ("ʘ", .consonant(.stop, 0)), ("ǀʇ", .consonant(.stop, 4)), ("ǃʗ", .consonant(.stop, 6)),
        ("ǂ", .consonant(.stop, 11)), ("ǁʖ", .consonant(.stop, 6)),
    ]
}
