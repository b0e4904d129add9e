internal import Glibc

/// The pieces of a text with their probabilities, as services tell them: tokens, parts of words or whole words.
///
/// A pure value that makes words of them.
struct RecognizedPieces: Sendable, Hashable {
    /// A piece.
    struct Piece: Sendable, Hashable {
        /// What was heard; a white space before it begins a word.
        var text: String
        /// The natural logarithm of its probability.
        var logProbability: Double?
        /// From when to when, from the beginning of the sound.
        var time: Range<Duration>?
    }

    private(set) var pieces: [Piece]

    init(_ pieces: [Piece] = []) {
        self.pieces = pieces
    }

    /// Adds what came later.
    mutating func append(_ more: RecognizedPieces) {
        pieces += more.pieces
    }

    /// The mean of the logarithms of their probabilities; `nil` when none is told.
    var meanLogProbability: Double? {
        let told = pieces.compactMap(\.logProbability)
        return told.isEmpty ? nil : min(0, told.reduce(0, +) / Double(told.count))
    }

    /// Makes words of those pieces whose probability is known.
    ///
    /// - Parameter standIn: the mean logarithm that stands for what is not told of a piece; `nil` when there is none.
    /// - Returns: the words, in order.
    func words(standIn: Double? = nil) -> [Transcript.Word] {
        var words: [Transcript.Word] = []
        for group in groups {
            let text = group.map(\.text).joined().drop { $0.isWhitespace }.trimmed
            let known = group.compactMap { $0.logProbability ?? standIn }
            guard !text.isEmpty, !known.isEmpty else { continue }
            let times = group.compactMap(\.time)
            let time = times.first.map { $0.lowerBound..<max($0.lowerBound, times[times.count - 1].upperBound) }
            let confidence = min(1, exp(known.reduce(0, +) / Double(known.count)))
            words.append(Transcript.Word(text: text, confidence: confidence, time: time))
        }
        return words
    }

    /// The pieces word by word.
    ///
    /// Where no piece but the first begins with a white space, each is a word.
    private var groups: [[Piece]] {
        let areParts = pieces.dropFirst().contains { $0.text.first?.isWhitespace == true }
        var groups: [[Piece]] = []
        for piece in pieces {
            if areParts, !groups.isEmpty, piece.text.first?.isWhitespace != true {
                groups[groups.count - 1].append(piece)
            } else {
                groups.append([piece])
            }
        }
        return groups
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
