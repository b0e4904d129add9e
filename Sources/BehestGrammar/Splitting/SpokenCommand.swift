/// One of the commands that were said in one breath.
public struct SpokenCommand: Sendable, Hashable {
    /// Its words, as the transcript has them.
    public var text: String
    /// Where they stand in the transcript, in UTF-8 bytes.
    public var bytes: Range<Int>
    /// What they mean, best first; empty when they are no sentence.
    ///
    /// Their spans count from the beginning of ``text``.
    public var matches: [Match]

    /// Makes a command.
    public init(text: String, bytes: Range<Int>, matches: [Match]) {
        self.text = text
        self.bytes = bytes
        self.matches = matches
    }
}

/// What a transcript that is no sentence as a whole is made of.
public enum Splitting: Sendable, Hashable {
    /// It cannot be told apart into commands.
    case none
    /// Each part of it is a sentence.
    case several([SpokenCommand])
    /// Some parts are sentences and some are not; nothing may be done of it.
    case partly([SpokenCommand])
}
