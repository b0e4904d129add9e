internal import BehestInference
internal import FoundationEssentials

/// Moonshine's vocabulary: what each token stands for.
///
/// The file holds, for each token in order, a length (one byte; from 128 on: that less 128, plus 128 times the next) and
/// as many bytes. A token that begins with U+2581 (`▁`) begins a word.
struct Tokenizer: Sendable {
    /// The token that begins every text.
    static let begin = 1

    /// The token that ends every text.
    static let end = 2

    /// The bytes of each token; empty for a number that is not used.
    private let pieces: [[UInt8]]

    /// The number of each piece; of several with the same bytes the last, as the first stand for raw bytes.
    private let numbers: [[UInt8]: Int]

    static let wordStart = Array("\u{2581}".utf8)

    /// The token that stands for the byte 0; those of the other bytes follow.
    private static let firstByte = 3

    init(pieces: [[UInt8]]) {
        self.pieces = pieces
        numbers = Dictionary(pieces.enumerated().lazy.filter { !$1.isEmpty }.map { ($1, $0) }) { $1 }
    }

    /// The token that stands for some bytes.
    func token(of piece: [UInt8]) -> Int? {
        numbers[piece]
    }

    /// The token that stands for one raw byte.
    static func token(ofByte byte: UInt8) -> Int {
        firstByte + Int(byte)
    }

    init(contentsOf file: URL) throws(InferenceError) {
        guard let data = try? Data(contentsOf: file) else {
            throw InferenceError(
                .modelMissing,
                "There is no model file '\(file.path)'. Run scripts/setup models to fetch it."
            )
        }
        guard let pieces = Self.parse(Array(data)) else {
            throw InferenceError(
                .modelUnusable,
                "'\(file.path)' is no vocabulary. Delete its folder and run scripts/setup models."
            )
        }
        self.init(pieces: pieces)
    }

    /// Reads the tokens; `nil` when the bytes do not come out even or the special tokens are missing.
    static func parse(_ bytes: [UInt8]) -> [[UInt8]]? {
        var pieces: [[UInt8]] = []
        var index = 0
        while index < bytes.count {
            var length = Int(bytes[index])
            index += 1
            if length >= 128 {
                guard index < bytes.count else { return nil }
                length += (Int(bytes[index]) - 1) * 128
                index += 1
            }
            guard index + length <= bytes.count else { return nil }
            pieces.append(Array(bytes[index..<index + length]))
            index += length
        }
        return pieces.count > end ? pieces : nil
    }

    /// What a token adds to a text; `nil` for one that is no text by itself.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - isFirst: whether it begins the text, which no space does.
    /// - Returns: the text, with the space before a word.
    func text(of token: Int, isFirst: Bool) -> String? {
        guard token >= Self.firstByte + 256, token < pieces.count else { return nil }
        let piece = pieces[token]
        guard piece.starts(with: Self.wordStart) else { return String(validating: piece, as: UTF8.self) }
        guard let text = String(validating: piece.dropFirst(Self.wordStart.count), as: UTF8.self) else { return nil }
        return isFirst ? text : " " + text
    }

    /// Joins tokens to a text, and tells which tokens each of its words is made of.
    func words(_ tokens: [Int]) -> [(text: String, tokens: Range<Int>)] {
        var words: [(bytes: [UInt8], tokens: Range<Int>)] = []
        for (index, token) in tokens.enumerated() where token > Self.end && token < pieces.count {
            var piece = pieces[token][...]
            if piece.starts(with: Self.wordStart) || words.isEmpty {
                if piece.starts(with: Self.wordStart) { piece = piece.dropFirst(Self.wordStart.count) }
                words.append((Array(piece), index..<index + 1))
            } else {
                words[words.count - 1].bytes += piece
                words[words.count - 1].tokens = words[words.count - 1].tokens.lowerBound..<index + 1
            }
        }
        return words.compactMap { word in
            word.bytes.isEmpty ? nil : (String(decoding: word.bytes, as: UTF8.self), word.tokens)
        }
    }
}
