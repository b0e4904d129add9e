/// Turns one sentence template into states and arcs.
///
/// Pieces without a gap between them make one word (`light[s]`, `[un]lock`), so the compiler follows all ends of the sentence at
/// once, each with the word it has begun, and adds arcs only where a word has ended.
struct SentenceCompiler {
    /// The most ends that a sentence may have at once.
    static let mostCursors = 512
    /// The most states of one sentence.
    static let mostStates = 20_000
    /// The most arcs of one sentence.
    static let mostArcs = 100_000
    /// The most pieces looked at for one sentence.
    static let mostSteps = 200_000
    /// The most items of a permutation.
    static let mostPermuted = 6
    /// How deep pieces and rules may stand within each other.
    static let deepest = 192

    /// Why a sentence cannot be compiled.
    enum Failure: Error {
        case tooComplex
        case tooDeep
        case tooManyPermuted(TemplatePart)
        /// It is longer than any transcript.
        case tooLong
    }

    let sentence: Int32
    let scope: BlockScope
    let builder: AutomatonBuilder
    private let firstState: Int
    private let firstArc: Int
    private var steps = 0
    /// Whether words alone do not tell what the sentence can be: where it is written without spaces, or has free text or a number
    /// within a word.
    var isByLetters = false

    init(sentence: Int32, scope: BlockScope) {
        self.sentence = sentence
        self.scope = scope
        builder = scope.compilation.builder
        firstState = builder.stateCount
        firstArc = builder.arcs.count
    }

    /// Compiles a whole sentence.
    ///
    /// - Returns: Whether it may be said without a word.
    mutating func compile(_ template: Template, from start: Int32) throws(Failure) -> Bool {
        scope.enter(template)
        defer { scope.leave() }
        var cursors = try compile(template.root, from: SentenceCursors([SentenceCursor(state: start)]), depth: 0)
        cursors = try flush(cursors)
        for cursor in cursors.all where cursor.state != start { builder.accept(in: cursor.state) }
        return cursors.all.contains { $0.state == start }
    }

    private mutating func compile(
        _ part: TemplatePart,
        from cursors: SentenceCursors,
        depth: Int
    ) throws(Failure) -> SentenceCursors {
        try countStep(cursors, depth: depth)
        switch part.kind {
        case .text(let text): return try append(text, to: cursors)
        case .sequence(let parts):
            var cursors = cursors
            for part in parts { cursors = try compile(part, from: cursors, depth: depth + 1) }
            return cursors
        case .alternatives(let parts):
            var ends = SentenceCursors()
            for part in parts { ends.formUnion(try compile(part, from: cursors, depth: depth + 1)) }
            return ends
        case .optional(let part):
            var ends = try compile(part, from: cursors, depth: depth + 1)
            ends.formUnion(cursors)
            return ends
        case .permutation(let parts): return try permute(parts, of: part, from: cursors, depth: depth)
        case .list(let reference):
            // What needs a list or a rule that does not exist cannot be said.
            guard let pending = scope.resolve(reference, at: part) else { return SentenceCursors() }
            if case .list(_, let list) = pending, !scope.compilation.lists[list].isComplete { isByLetters = true }
            return try append(pending, to: cursors)
        case .rule(let name):
            guard let body = scope.enterRule(name, at: part) else { return SentenceCursors() }
            defer { scope.leave() }
            return try compile(body, from: cursors, depth: depth + 1)
        }
    }

    /// Compiles all orders of some pieces: for every set of pieces said so far, the ends after them.
    private mutating func permute(
        _ parts: [TemplatePart],
        of whole: TemplatePart,
        from cursors: SentenceCursors,
        depth: Int
    ) throws(Failure) -> SentenceCursors {
        guard parts.count <= Self.mostPermuted else { throw .tooManyPermuted(whole) }
        let complete = 1 << parts.count
        var ends = [SentenceCursors](repeating: SentenceCursors(), count: complete)
        ends[0] = cursors
        for said in 0..<complete - 1 {
            let here = try flush(ends[said])
            for (index, part) in parts.enumerated() where said & (1 << index) == 0 {
                ends[said | (1 << index)].formUnion(try compile(part, from: here, depth: depth + 1))
            }
        }
        return try flush(ends[complete - 1])
    }

    private mutating func countStep(_ cursors: SentenceCursors, depth: Int) throws(Failure) {
        steps += 1
        guard depth <= Self.deepest else { throw .tooDeep }
        guard steps <= Self.mostSteps, cursors.all.count <= Self.mostCursors,
            builder.stateCount - firstState <= Self.mostStates, builder.arcs.count - firstArc <= Self.mostArcs
        else { throw .tooComplex }
    }
}
