/// Asks for the words of the sound that follows.
public struct WyomingTranscribe: WyomingMessage {
    /// `transcribe`.
    public static let type = "transcribe"
    /// The model's name; `nil` for the usual one.
    public var model: String?
    /// The language that is spoken, as an ISO 639 code; `nil` when nobody knows.
    public var language: String?
    /// Words that are likely to be said, most important first.
    public var terms: [String]
    /// What was handed on from earlier exchanges.
    public var context: [String: WyomingValue]?

    /// Makes it.
    public init(
        model: String? = nil,
        language: String? = nil,
        terms: [String] = [],
        context: [String: WyomingValue]? = nil
    ) {
        self.model = model
        self.language = language
        self.terms = terms
        self.context = context
    }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        self.init(
            model: event.data["name"]?.text,
            language: event.data["language"]?.text,
            terms: event.data["transcript_terms"]?.elements?.compactMap(\.text) ?? [],
            context: event.data["context"]?.members
        )
    }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = [:]
        data.set("name", model)
        data.set("language", language)
        if !terms.isEmpty { data["transcript_terms"] = .list(terms.map { .text($0) }) }
        data.set(context: context)
        return WyomingEvent(Self.type, data: data)
    }
}

/// Words: what was heard in sound, or what somebody says to be handled.
public struct WyomingTranscript: WyomingMessage {
    /// `transcript`.
    public static let type = "transcript"
    /// The words.
    public var text: String
    /// The language of the words.
    public var language: String?
    /// What is handed on.
    public var context: [String: WyomingValue]?

    /// Makes it.
    public init(text: String, language: String? = nil, context: [String: WyomingValue]? = nil) {
        self.text = text
        self.language = language
        self.context = context
    }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let text = event.data["text"]?.text else { return nil }
        self.init(text: text, language: event.data["language"]?.text, context: event.data["context"]?.members)
    }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = ["text": .text(text)]
        data.set("language", language)
        data.set(context: context)
        return WyomingEvent(Self.type, data: data)
    }
}

/// The first words of a transcript are there, and more follow; the whole comes as ``WyomingTranscript`` all the same.
public struct WyomingTranscriptStart: WyomingMessage {
    /// `transcript-start`.
    public static let type = "transcript-start"
    /// The language of the words.
    public var language: String?

    /// Makes it.
    public init(language: String? = nil) { self.language = language }

    /// Reads it.
    public init?(reading event: WyomingEvent) { language = event.data["language"]?.text }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = [:]
        data.set("language", language)
        return WyomingEvent(Self.type, data: data)
    }
}

/// More words of a transcript.
public struct WyomingTranscriptPiece: WyomingMessage {
    /// `transcript-chunk`.
    public static let type = "transcript-chunk"
    /// What comes after the words that were sent before.
    public var text: String

    /// Makes it.
    public init(text: String) { self.text = text }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let text = event.data["text"]?.text else { return nil }
        self.text = text
    }

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type, data: ["text": .text(text)]) }
}

/// All of a transcript has been sent.
public struct WyomingTranscriptStop: WyomingMessage {
    /// `transcript-stop`.
    public static let type = "transcript-stop"

    /// Makes it.
    public init() {}

    /// Reads it.
    public init?(reading event: WyomingEvent) {}

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type) }
}
