import BehestWorkflow

/// Reads an agent that writes text for people: each line is words of it.
struct PlainEventReader: CoderEventReader {
    /// The most characters of all lines that are reported; a flood is not.
    private static let mostWords = 200_000

    private(set) var ending: CoderEnding?
    let mustEnd = false
    private var reported = 0

    mutating func read(_ line: [UInt8]) -> [AgentEvent] {
        guard reported < Self.mostWords else { return [] }
        let text = String(decoding: line.prefix(4_000), as: UTF8.self)
        reported += text.count
        guard !text.allSatisfy(\.isWhitespace) else { return [.heartbeat] }
        ending = CoderEnding(failure: nil, words: text.brief(500))
        return [.text(text)]
    }
}
