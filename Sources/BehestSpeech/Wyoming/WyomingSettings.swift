public import BehestTransport

/// How a Wyoming speech service is used.
public struct WyomingSettings: Sendable, Hashable {
    /// How long a service may take.
    public struct Limits: Sendable, Hashable {
        /// To be connected with.
        public var connecting = Duration.seconds(5)
        /// From the end of the speech to its first answer; and to take each piece of the speech.
        public var firstAnswer = Duration.seconds(15)
        /// From the end of the speech to the whole transcript.
        public var wholeAnswer = Duration.seconds(30)

        /// The usual limits.
        public init() {}
    }

    /// Where the service is.
    public var address: WyomingAddress

    /// What transcripts call it.
    public var name: String

    /// The model that is asked for; `nil` for the one that the service takes of itself.
    public var model: String?

    /// The language that is spoken, as an ISO 639 code; `nil` lets the service find out.
    public var language: String?

    /// Words that are likely to be said, most important first; not every service heeds them.
    public var vocabulary: [String]

    /// How long it may take.
    public var limits: Limits

    /// How many of the words of the vocabulary are sent.
    static let mostTerms = 100

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - address: where the service is.
    ///   - name: what transcripts call it; `nil` for the model's name, or the address.
    ///   - model: the model that is asked for.
    ///   - language: the language that is spoken.
    ///   - vocabulary: words that are likely to be said, most important first.
    ///   - limits: how long it may take.
    public init(
        address: WyomingAddress,
        name: String? = nil,
        model: String? = nil,
        language: String? = nil,
        vocabulary: [String] = [],
        limits: Limits = Limits()
    ) {
        self.address = address
        self.name = name ?? model ?? address.description
        self.model = model
        self.language = language
        self.vocabulary = vocabulary
        self.limits = limits
    }
}
