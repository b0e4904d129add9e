/// The search for the commands of one transcript.
///
/// Places are numbered by the cuts: part `i...j` goes from the end of cut `i` to the beginning of cut `j`, with the ends of
/// the transcript as the first and the last cut. Each part is matched at most once.
struct SplitSearch {
    private let grammar: Grammar
    private let transcription: Transcription
    private let context: [String: SlotValue]
    private let cuts: [SpokenCut]
    private var parts: [Place: SpokenCommand] = [:]
    private var found: [Int: [SpokenCommand]?] = [:]

    private struct Place: Hashable {
        var from: Int
        var to: Int
    }

    init(
        grammar: Grammar,
        transcription: Transcription,
        context: [String: SlotValue],
        cuts: [SpokenCut]
    ) {
        self.grammar = grammar
        self.transcription = transcription
        self.context = context
        let start = SpokenCut(end: 0, start: 0, isStrong: true)
        let end = SpokenCut(end: transcription.words.count, start: transcription.words.count, isStrong: true)
        self.cuts = [start] + cuts + [end]
    }

    /// The commands that the whole transcript is made of; `nil` if a part of it is none.
    mutating func commands() -> [SpokenCommand]? { commands(from: 0) }

    private mutating func commands(from first: Int) -> [SpokenCommand]? {
        if let known = found[first] { return known }
        let whole = part(from: first, to: cuts.count - 1)
        let commands = whole.isSentence ? split(whole, from: first) : join(from: first)
        found[first] = .some(commands)
        return commands
    }

    /// The commands of a part that is no sentence: the first one ends as early as it can.
    private mutating func join(from first: Int) -> [SpokenCommand]? {
        for cut in cuts.indices.dropLast() where cut > first {
            let head = part(from: first, to: cut)
            if head.isSentence, let rest = commands(from: cut) { return [head] + rest }
        }
        return nil
    }

    /// The commands of a part that is a sentence: one, unless its free text has swallowed the others.
    private mutating func split(_ whole: SpokenCommand, from first: Int) -> [SpokenCommand] {
        guard whole.hasFreeText else { return [whole] }
        for cut in cuts.indices.dropLast() where cut > first && cuts[cut].isStrong {
            let head = part(from: first, to: cut)
            guard head.isSentence, let rest = commands(from: cut), !rest.contains(where: \.hasFreeText) else {
                continue
            }
            return [head] + rest
        }
        return [whole]
    }

    /// The transcript in parts so that as few words as possible are in parts which are no sentences.
    mutating func partlyUnderstood() -> [SpokenCommand] {
        var best: [(unknown: Int, parts: [SpokenCommand])] = Array(repeating: (0, []), count: cuts.count)
        for first in cuts.indices.dropLast().reversed() {
            best[first].unknown = Int.max
            for cut in cuts.indices where cut > first {
                let head = part(from: first, to: cut)
                let own = head.isSentence ? 0 : cuts[cut].end - cuts[first].start
                let unknown = own + best[cut].unknown
                let count = best[cut].parts.count + 1
                guard (unknown, count) < (best[first].unknown, best[first].parts.count) else { continue }
                best[first] = (unknown, [head] + best[cut].parts)
            }
        }
        return best[0].parts
    }

    private mutating func part(from first: Int, to last: Int) -> SpokenCommand {
        let place = Place(from: first, to: last)
        if let known = parts[place] { return known }
        let bytes = transcription.phrase(of: cuts[first].start..<cuts[last].end)
        let text = transcription.text.slice(bytes)
        let command = SpokenCommand(text: text, bytes: bytes, matches: grammar.matches(of: text, context: context))
        parts[place] = command
        return command
    }
}

extension SpokenCommand {
    fileprivate var isSentence: Bool { !matches.isEmpty }
    fileprivate var hasFreeText: Bool { (matches.first?.cost.wildcards ?? 0) > 0 }
}
