/// A language as requests name it: `en`, `en-US`, `eng` or `english`.
struct LanguageName {
    /// Its ISO 639-1 code, where it is known; what was named otherwise.
    let code: String

    private static let names = [
        "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
        "nl": "dutch",
        "pl": "polish", "ru": "russian", "uk": "ukrainian", "ja": "japanese", "ko": "korean", "zh": "chinese",
        "ar": "arabic",
        "vi": "vietnamese", "tr": "turkish", "sv": "swedish", "hi": "hindi",
    ]

    init(_ text: String) {
        let name = String(text.lowercased().prefix { $0 != "-" && $0 != "_" })
        let byName = Self.names.first { $0.value == name }?.key
        code = byName ?? (name == "eng" ? "en" : name)
    }

    /// Its English name, as OpenAI's verbose answers have it; the code where it is not known.
    var english: String { Self.names[code] ?? code }
}
