/// Text that is being dictated, one utterance after the other.
public struct Dictation: Sendable, Hashable, Codable {
    /// What was said, in its order.
    public private(set) var pieces: [String] = []

    /// Begins with nothing.
    public init() {}

    /// The whole text.
    public var text: String { pieces.joined(separator: " ") }

    /// Whether nothing was said yet.
    public var isEmpty: Bool { pieces.isEmpty }

    /// The text as the value of a slot: a single sentence has no full stop.
    var value: String {
        let text = text
        guard text.last == ".", !text.dropLast().contains(where: { ".!?".contains($0) }) else { return text }
        return String(text.dropLast())
    }

    /// Adds what was said.
    mutating func add(_ words: String) {
        let piece = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if !piece.isEmpty { pieces.append(piece) }
    }

    /// Takes the last piece back.
    ///
    /// - Returns: what is no longer there; `nil` if there was nothing.
    mutating func scratch() -> String? { pieces.popLast() }

    /// Puts words in the place of others, where these were said last.
    ///
    /// - Returns: whether they were said.
    mutating func change(_ old: String, to new: String) -> Bool {
        let old = old.comparableWords
        guard !old.isEmpty else { return false }
        for index in pieces.indices.reversed() {
            var words = pieces[index].split(separator: " ").map(String.init)
            let plain = words.map { $0.comparableWords.joined() }
            guard words.count >= old.count else { continue }
            for start in (0...words.count - old.count).reversed() where Array(plain[start..<start + old.count]) == old {
                let range = start..<start + old.count
                let sign = words[range.upperBound - 1].last.map { ".,;:!?".contains($0) ? String($0) : "" } ?? ""
                words.replaceSubrange(range, with: [new + sign])
                pieces[index] = words.joined(separator: " ")
                return true
            }
        }
        return false
    }

    /// Adds a word that was spelled, or puts it in the place of the last one.
    mutating func spell(_ word: String, isLastWord: Bool) {
        guard isLastWord, let last = pieces.popLast() else { return add(word) }
        let words = last.split(separator: " ").dropLast().map(String.init)
        add((words + [word]).joined(separator: " "))
    }
}

extension String {
    /// The words without signs and capitals, to compare them.
    var comparableWords: [String] {
        lowercased().split { $0.isWhitespace }.map { $0.filter { $0.isLetter || $0.isNumber } }.filter { !$0.isEmpty }
    }
}
