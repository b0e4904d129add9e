public import BehestAudio
public import BehestGrammar
public import BehestSpeech
public import BehestTransport

/// What a ``WyomingServer`` offers to others; what is `nil` is not offered.
public struct WyomingOffer: Sendable {
    /// Turning speech into words.
    public struct Hearing: Sendable {
        /// The recogniser, as it is told of.
        public var model: WyomingInfo.Artifact

        /// Gives the words of speech that came over the connection of some number.
        ///
        /// It may wait for its turn, and stops when its task is cancelled.
        public var transcribe: @Sendable (_ speech: Utterance, _ connection: Int) async throws -> Transcript

        /// Offers to hear.
        ///
        /// - Parameters:
        ///   - model: the recogniser, as it is told of; a language that is not among its languages is refused.
        ///   - transcribe: gives the words of speech that came over the connection of some number, which tells clients apart. What
        ///     it throws is told as a ``WyomingRefusal`` or a `TranscriptionError` says; of anything else only that it failed.
        public init(
            model: WyomingInfo.Artifact,
            transcribe: @escaping @Sendable (_ speech: Utterance, _ connection: Int) async throws -> Transcript
        ) {
            self.model = model
            self.transcribe = transcribe
        }

        /// Offers a recogniser as it is.
        public init(_ transcriber: any Transcriber, model: WyomingInfo.Artifact) {
            self.init(model: model) { speech, _ in try await transcriber.transcribe(speech) }
        }
    }

    /// What turns speech into words.
    public var hearing: Hearing?
    /// What tells the meaning of words.
    public var reader: (any CommandReader)?
    /// What carries out what words say.
    public var taker: (any OrderTaker)?
    /// The languages of the words that are understood, as ISO 639 codes.
    public var languages: [String]
    /// Behest's version.
    public var version: String

    /// Puts an offer together.
    ///
    /// - Parameters:
    ///   - hearing: what turns speech into words.
    ///   - reader: what tells the meaning of words.
    ///   - taker: what carries out what words say.
    ///   - languages: the languages of the words, as ISO 639 codes.
    ///   - version: Behest's version.
    public init(
        hearing: Hearing? = nil,
        reader: (any CommandReader)? = nil,
        taker: (any OrderTaker)? = nil,
        languages: [String],
        version: String
    ) {
        self.hearing = hearing
        self.reader = reader
        self.taker = taker
        self.languages = languages
        self.version = version
    }
}

/// Tells what words mean, and does nothing about it.
public protocol CommandReader: Sendable {
    /// Reads words.
    ///
    /// - Returns: the commands that they are. That they are none is no error.
    /// - Throws: when it cannot be told; `CancellationError`.
    func commands(in words: String) async throws -> CommandReading
}

/// What a ``CommandReader`` makes of words.
public enum CommandReading: Sendable, Hashable {
    /// The commands in their order, each with its own words; at least one.
    case commands([ReadCommand])
    /// They are none, for a reason that a person understands.
    case nothing(reason: String)
}

/// One command among the words of a breath.
public struct ReadCommand: Sendable, Hashable {
    /// Its words.
    public var words: String
    /// What it means.
    public var interpretation: Interpretation

    /// Makes a command.
    public init(words: String, interpretation: Interpretation) {
        self.words = words
        self.interpretation = interpretation
    }
}

/// Takes orders and carries them out.
public protocol OrderTaker: Sendable {
    /// Takes an order.
    ///
    /// - Parameter words: what was said.
    /// - Returns: what is said about it. That it is refused, or fails, is no error.
    /// - Throws: when it could not be taken, and then nothing was done; `CancellationError`.
    func take(order words: String) async throws -> OrderReply
}

/// What is said about an order.
public struct OrderReply: Sendable, Hashable {
    /// Whether it was done, is being done, or is being asked about.
    public var isTaken: Bool
    /// What is said.
    public var text: String

    /// Makes a reply.
    public init(isTaken: Bool, text: String) {
        self.isTaken = isTaken
        self.text = text
    }
}

/// Why something is not done for a client, as the client is told it.
public struct WyomingRefusal: Error, Sendable, Hashable {
    /// A name that does not change.
    public var code: String
    /// One sentence for a person.
    public var text: String

    /// Makes a refusal.
    public init(code: String, text: String) {
        self.code = code
        self.text = text
    }
}
