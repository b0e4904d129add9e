/// Finds the commands of a transcript in which several are said in one breath.
///
/// ```swift
/// let splitter = CommandSplitter(grammar)
/// if case .several(let commands) = splitter.split("run the tests and then file a bug") { … }
/// ```
///
/// A transcript is cut at the connectives of the language and at punctuation, and only where every part is a sentence:
///
/// - What is a sentence by itself stays whole, unless a part of it is free text.
/// - Free text ends at "and then", "after that" or a full stop if the rest is made of commands without free text:
///   "file a bug saying that it hangs and then run the tests" is two commands.
/// - Free text goes on over a plain "and" or a comma: "file a bug saying that it hangs and run the tests" is one.
public struct CommandSplitter: Sendable {
    /// The most places to cut at; speech with more of them is a story rather than commands.
    static let mostCuts = 16

    private let grammar: Grammar
    private let connectives: Connectives

    /// Makes a splitter for the sentences of a grammar.
    public init(_ grammar: Grammar) {
        self.grammar = grammar
        connectives = Connectives(language: grammar.language) { grammar.tokenizer.words(of: $0) }
    }

    /// Whether a text ends on a word that goes on to another command, such as "and".
    public func endsOnConnective(_ text: String) -> Bool {
        let words = grammar.tokenizer.words(of: text)
        return (connectives.strong + connectives.weak).contains { !$0.isEmpty && words.suffix($0.count) == $0[...] }
    }

    /// Splits a transcript.
    ///
    /// - Parameters:
    ///   - transcript: The words as they were heard or typed.
    ///   - context: What is known beside the words, for the sentences that ask for it.
    /// - Returns: The commands in the order in which they were said; ``Splitting/none`` if it is one sentence, or if no
    ///   part of it is one.
    public func split(_ transcript: String, context: [String: SlotValue] = [:]) -> Splitting {
        guard transcript.utf8.count <= Grammar.longestTranscript else { return .none }
        let tokens = grammar.tokenizer.tokenize(transcript, isPiece: false).tokens
        let cuts = SpokenCut.all(in: transcript, tokens: tokens, connectives: connectives)
        guard !cuts.isEmpty, cuts.count <= Self.mostCuts else { return .none }
        let transcription = Transcription(tokens, of: transcript, grammar: grammar)
        var search = SplitSearch(grammar: grammar, transcription: transcription, context: context, cuts: cuts)
        if let commands = search.commands() { return commands.count > 1 ? .several(commands) : .none }
        let parts = search.partlyUnderstood()
        return parts.contains { !$0.matches.isEmpty } ? .partly(parts) : .none
    }
}
