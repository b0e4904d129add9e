internal import BehestGrammar

/// A transcript changed to what a reading says, and no more than that.
///
/// The recogniser is asked how probable a reading's words are. It has its own way of writing ("16-ounce", capitals, commas), and
/// what is written otherwise is less probable without being less right. So what sounds the same stays as the transcript has
/// it, and only the other words are put in.
struct TranscriptEdit {
    private let transcript: String
    private var text = ""
    /// Up to where the transcript has been dealt with, in UTF-8 bytes.
    private var position = 0
    private var hasDropped = false

    /// Changes a transcript to what a reading says.
    ///
    /// - Parameters:
    ///   - steps: the reading beside the transcript, in order.
    ///   - transcript: the words as they were heard.
    /// - Returns: the reading as the recogniser would write it.
    static func apply(_ steps: [SoundReading.Step], to transcript: String) -> String {
        var edit = TranscriptEdit(transcript: transcript)
        for group in Self.groups(of: steps) { edit.add(group) }
        return edit.finish()
    }

    private init(transcript: String) {
        self.transcript = transcript
    }

    /// Steps that share a stretch of the transcript, such as two words that were heard as one.
    private struct Group {
        var steps: [SoundReading.Step]
        var span: Range<Int>?

        var words: String { steps.lazy.map(\.word).filter { !$0.isEmpty }.joined(separator: " ") }
        var isExtra: Bool { steps.allSatisfy { $0.kind == .extra } }
        var soundsTheSame: Bool { steps.allSatisfy { $0.kind == .free || $0.kind == .skipped || $0.cost <= 0 } }
    }

    private static func groups(of steps: [SoundReading.Step]) -> [Group] {
        var groups: [Group] = []
        for step in steps {
            if let span = step.span, let last = groups.last?.span, span.lowerBound < last.upperBound {
                groups[groups.count - 1].steps.append(step)
                groups[groups.count - 1].span = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                groups.append(Group(steps: [step], span: step.span))
            }
        }
        return groups
    }

    private mutating func add(_ group: Group) {
        guard let span = group.span else { return append(group.words, gap: " ") }
        let gap = transcript.bytes(position..<max(position, span.lowerBound))
        position = span.upperBound
        if group.isExtra {
            hasDropped = true
        } else {
            append(group.soundsTheSame ? transcript.bytes(span) : group.words, gap: hasDropped ? " " : gap)
            hasDropped = false
        }
    }

    private mutating func append(_ words: String, gap: String) {
        guard !words.isEmpty else { return }
        // Without white space or a hyphen in between two words would become one.
        let separates = gap.contains { $0.isWhitespace || $0 == "-" }
        text += text.isEmpty ? "" : separates ? gap : " "
        text += words
    }

    /// The text with the transcript's own end and beginning.
    private mutating func finish() -> String {
        let ending = transcript.reversed().prefix { !$0.isLetter && !$0.isNumber && !$0.isWhitespace }.reversed()
        text += String(ending)
        if transcript.first(where: \.isLetter)?.isUppercase == true, let first = text.first {
            text = first.uppercased() + text.dropFirst()
        }
        return text.split(separator: " ").map { Self.isFirstPerson($0) ? "I" + $0.dropFirst() : String($0) }
            .joined(separator: " ")
    }

    /// Whether a word is the English "I", which is written with a capital wherever it stands.
    private static func isFirstPerson(_ word: Substring) -> Bool {
        word == "i" || word.hasPrefix("i'")
    }
}

extension String {
    fileprivate func bytes(_ range: Range<Int>) -> String {
        let utf8 = utf8
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(utf8[start..<utf8.index(start, offsetBy: range.count)]) ?? ""
    }
}
