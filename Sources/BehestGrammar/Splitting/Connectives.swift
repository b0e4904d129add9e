/// The words with which a language goes on from one command to the next.
struct Connectives: Sendable {
    /// Phrases that can only begin something new, such as "and then".
    var strong: [[String]]
    /// Phrases that may as well join two words, such as "and".
    var weak: [[String]]

    /// The phrases of a language; a language without any is split at its punctuation alone.
    ///
    /// - Parameters:
    ///   - language: The language's tag; what follows its first part is left aside.
    ///   - words: Turns a phrase into words, as the grammar does it.
    init(language: String, words: (String) -> [String]) {
        let primary = String(language.prefix { $0 != "-" && $0 != "_" }).lowercased()
        let phrases = Self.phrases[primary] ?? ([], [])
        strong = phrases.strong.map(words)
        weak = phrases.weak.map(words)
    }

    private static let phrases: [String: (strong: [String], weak: [String])] = [
        "en": (
            ["and then", "then", "and after that", "after that", "and afterwards", "afterwards"], ["and", "and also"]
        ),
        "de": (["und dann", "dann", "und danach", "danach", "und anschließend", "anschließend"], ["und", "und auch"]),
        "fr": (
            ["et puis", "puis", "et ensuite", "ensuite", "et après", "après ça", "après cela"], ["et", "et aussi"]
        ),
        "es": (["y luego", "luego", "y después", "después", "y entonces", "entonces"], ["y", "e", "y también"]),
        "it": (["e poi", "poi", "e dopo", "dopodiché", "e quindi", "quindi"], ["e", "ed", "e anche"]),
        "pt": (["e depois", "depois", "e então", "então", "e a seguir", "em seguida"], ["e", "e também"]),
        "nl": (["en dan", "dan", "en daarna", "daarna", "en vervolgens", "vervolgens"], ["en", "en ook"]),
        "sv": (["och sedan", "sedan", "och därefter", "därefter", "och sen", "sen"], ["och", "och även"]),
        "da": (["og så", "og derefter", "derefter", "og bagefter", "bagefter"], ["og", "og også"]),
        "nb": (["og så", "og deretter", "deretter", "og etterpå", "etterpå"], ["og", "og også"]),
        "fi": (["ja sitten", "sitten", "ja sen jälkeen", "sen jälkeen"], ["ja", "sekä"]),
        "pl": (["i potem", "a potem", "potem", "a następnie", "następnie"], ["i", "oraz"]),
        "cs": (["a pak", "pak", "a potom", "potom"], ["a", "a také"]),
        "ru": (["и потом", "а потом", "потом", "и затем", "а затем", "затем"], ["и", "и также"]),
        "uk": (["і потім", "а потім", "потім", "і далі"], ["і", "й", "та"]),
        "tr": (["ve sonra", "sonra", "ondan sonra", "ardından"], ["ve"]),
        "ja": (["それから", "そして", "その後"], []),
        "zh": (["然后", "接着", "之后"], ["并且", "和"]),
        "ko": (["그리고 나서", "그다음에"], ["그리고"]),
    ]
}
