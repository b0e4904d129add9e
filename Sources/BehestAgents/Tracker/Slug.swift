/// The part of a file's name that says what the file is about.
enum Slug {
    private static let limit = 60

    /// Words in small letters a to z and digits with dashes between them; `fallback` when the text has none.
    static func make(of text: String, fallback: String) -> String {
        var slug = ""
        var separatorWaits = false
        for character in text.lowercased() {
            let folded = fold(character)
            if folded.isEmpty {
                separatorWaits = !slug.isEmpty
                continue
            }
            if folded == "'" { continue }
            if slug.utf8.count + folded.utf8.count + (separatorWaits ? 1 : 0) > limit { break }
            if separatorWaits { slug += "-" }
            separatorWaits = false
            slug += folded
        }
        return slug.isEmpty ? fallback : slug
    }

    private static let letters: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l", "đ": "d",
        "ð": "d", "þ": "th", "ı": "i", "à": "a", "á": "a", "â": "a", "ã": "a", "ą": "a", "ç": "c", "ć": "c", "č": "c",
        "ď": "d", "è": "e", "é": "e", "ê": "e", "ë": "e", "ę": "e", "ě": "e", "ğ": "g", "ì": "i", "í": "i", "î": "i",
        "ï": "i", "ñ": "n", "ń": "n", "ň": "n", "ò": "o", "ó": "o", "ô": "o", "õ": "o", "ő": "o", "ř": "r", "ś": "s",
        "š": "s", "ş": "s", "ť": "t", "ù": "u", "ú": "u", "û": "u", "ů": "u", "ű": "u", "ý": "y", "ÿ": "y", "ź": "z",
        "ż": "z", "ž": "z", "’": "'",
    ]

    private static func fold(_ character: Character) -> String {
        if let ascii = character.asciiValue {
            let isLetter = (97...122).contains(ascii) || (48...57).contains(ascii) || ascii == 39
            return isLetter ? String(character) : ""
        }
        return letters[character] ?? ""
    }
}
