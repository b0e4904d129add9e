extension Tokenizer {
    /// Splits a text into tokens as the model was taught to: the pair of neighbours whose union has the lowest number is joined
    /// first, again and again.
    ///
    /// Characters that the vocabulary does not have come as their bytes.
    ///
    /// - Parameters:
    ///   - text: the text; words are separated by spaces.
    ///   - known: words whose tokens are known already.
    /// - Returns: the tokens, without those for begin and end.
    func tokens(of text: String, known: [Substring: [Int]] = [:]) -> [Int] {
        // Each word is split by itself: a token never reaches over the mark that begins a word.
        text.split(separator: " ").flatMap { known[$0] ?? tokens(ofWord: $0) }
    }

    private func tokens(ofWord word: Substring) -> [Int] {
        var parts = [Self.wordStart] + word.unicodeScalars.map { Array(String($0).utf8) }
        while parts.count > 1 {
            var best: (token: Int, index: Int)?
            for index in 0..<parts.count - 1 {
                guard let token = token(of: parts[index] + parts[index + 1]) else { continue }
                if best.map({ token < $0.token }) ?? true { best = (token, index) }
            }
            guard let best else { break }
            parts[best.index] += parts.remove(at: best.index + 1)
        }
        return parts.flatMap { part in token(of: part).map { [$0] } ?? part.map(Self.token(ofByte:)) }
    }
}
