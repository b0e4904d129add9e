internal import BehestSpeech
internal import Glibc

extension Transcript {
    /// Some words of it, as if nothing else had been heard.
    ///
    /// - Parameter text: words that follow one another in it, in whatever spelling the grammar's tokens have.
    /// - Returns: the words, as sure as the recogniser was of them where they were heard last; as sure as of the whole where
    ///   they are not found as they are spelled.
    func excerpt(_ text: String) -> Transcript {
        let wanted = text.comparableWords
        let own = words.map { $0.text.comparableWords.joined() }
        let start = (0...max(0, own.count - wanted.count)).last { own[$0...].starts(with: wanted) }
        let part = start.map { Array(words[$0..<$0 + wanted.count]) } ?? []
        let sum = part.reduce(0) { $0 + log(max(1e-6, $1.confidence)) }
        return Transcript(
            text: text,
            words: part,
            meanLogProbability: part.isEmpty ? meanLogProbability : sum / Double(part.count),
            tokenCount: wanted.count,
            model: model
        )
    }
}
