/// espeak-ng's voice for a language.
struct EspeakVoice {
    /// The name by which espeak-ng knows it.
    let name: String

    /// Finds the voice; a language that it does not know by another name goes by its own.
    init(language: String) {
        let tag = language.lowercased().split(separator: "_").joined(separator: "-")
        // The name becomes a file's and an argument's.
        let plain = String(
            tag.unicodeScalars.filter { $0 == "-" || (48...57).contains($0.value) || (97...122).contains($0.value) }
        )
        let primary = plain.prefix { $0 != "-" }
        name =
            Self.names[plain]
            ?? (Self.regional.contains(plain) ? plain : Self.names[String(primary)] ?? String(primary))
    }

    /// Languages that it has under another name.
    private static let names = [
        "en": "en-us", "zh": "cmn", "zh-hk": "yue", "no": "nb", "tl": "fil", "iw": "he",
    ]

    /// Varieties that it has.
    private static let regional: Set = [
        "en-us", "en-gb", "es-419", "fr-be", "fr-ch", "fr-fr", "pt-br", "vi-vn-x-central", "vi-vn-x-south",
    ]
}
