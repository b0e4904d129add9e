/// The words to expect, as a server is told them.
///
/// A pure value: the most important words come first, and what does not fit any more is left out whole.
struct VocabularyHint: Sendable, Hashable {
    /// The fields of the request.
    let fields: [FormField]

    /// Puts words into a server's form.
    ///
    /// - Parameters:
    ///   - words: words and names, the most important first.
    ///   - hint: what the server takes.
    init(_ words: [String], as hint: EndpointProfile.Hint) {
        let words = Self.distinct(words)
        switch hint {
        case .none: fields = []
        case .keywords(let most): fields = words.prefix(most).map { FormField("keywords[]", $0) }
        case .prompt(let most):
            let text = Self.list(words, most: most - 1)
            // A prompt is a text that goes before: it ends, so that the command does not go on from it.
            fields = text.isEmpty ? [] : [FormField("prompt", text + ".")]
        case .hotwords(let most):
            let text = Self.list(words, most: most)
            fields = text.isEmpty ? [] : [FormField("hotwords", text)]
        }
    }

    /// The words without what no field can hold, each once.
    private static func distinct(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.compactMap { word in
            let plain = word.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
            return !plain.isEmpty && seen.insert(plain).inserted ? plain : nil
        }
    }

    /// As many words as fit.
    ///
    /// Names in other scripts have a token for each byte, so bytes are what is counted.
    private static func list(_ words: [String], most: Int) -> String {
        var list = ""
        for word in words {
            let longer = list.isEmpty ? word : "\(list), \(word)"
            guard longer.utf8.count <= most else { break }
            list = longer
        }
        return list
    }
}

/// A field of a form.
struct FormField: Sendable, Hashable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
