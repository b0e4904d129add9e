/// How one kind of server takes and answers the request for a transcript.
///
/// Servers that call themselves compatible differ in what they take, and in what they do with what they do not know.
public struct EndpointProfile: Sendable, Hashable {
    /// The kinds of servers, by their names in settings.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// OpenAI.
        case openAI = "openai"
        /// Groq.
        case groq
        /// whisper.cpp's server.
        case whisperCpp = "whisper.cpp"
        /// speaches, which was faster-whisper-server.
        case speaches
        /// vLLM.
        case vLLM = "vllm"
        /// LocalAI.
        case localAI = "localai"
        /// Any other that says that it is compatible.
        case compatible
    }

    /// The forms of answers that are asked for.
    enum Format: String, Sendable, Hashable {
        case json
        case verbose = "verbose_json"
        case text
    }

    /// The way in which a server is told the words to expect.
    enum Hint: Sendable, Hashable {
        /// A text that might have gone before, of so many characters at most.
        case prompt(most: Int)
        /// A text in a field of its own, of so many characters at most.
        case hotwords(most: Int)
        /// A list, of so many words at most.
        case keywords(most: Int)
        /// None.
        case none
    }

    /// The kind of server.
    public let kind: Kind
    /// What follows the API's address.
    var path = "/audio/transcriptions"
    /// The forms that are asked for, the best first; the next one is tried when one is refused.
    var formats = [Format.verbose]
    /// How it is told the words to expect.
    var hint = Hint.prompt(most: Self.whisperPrompt)
    /// Whether it gives the tokens' probabilities when it is asked for them.
    var givesLogProbabilities = false
    /// Whether it can answer in events; it then gives no more than text, and what ``givesLogProbabilities`` adds.
    var givesEvents = false
    /// Whether it takes a recording that still grows.
    var takesGrowingSound = false
    /// What it is told where the language is not known; `nil` to tell nothing.
    var unknownLanguage: String?
    /// The longest upload that it takes, in bytes; `nil` for no limit.
    var longestUpload: Int?
    /// Whether a status that says that there is no such thing may only mean that it is not ready.
    var isHiddenWhileLoading = false

    /// Whisper looks at the last 224 tokens of a prompt; names have one for each two or three characters.
    private static let whisperPrompt = 560
    private static let megabyte = 1024 * 1024

    /// Describes a kind of server.
    ///
    /// - Parameters:
    ///   - kind: the kind.
    ///   - model: the model that is asked there.
    public init(_ kind: Kind, model: String) {
        self.kind = kind
        switch kind {
        case .openAI: describeOpenAI(model)
        case .groq: longestUpload = 25 * Self.megabyte
        case .whisperCpp:
            path = "/inference"
            // Without a language it takes English for granted.
            unknownLanguage = "auto"
            isHiddenWhileLoading = true
        case .speaches:
            hint = .hotwords(most: Self.whisperPrompt)
            givesEvents = true
            takesGrowingSound = true
        case .vLLM:
            givesEvents = true
            takesGrowingSound = true
            longestUpload = 25 * Self.megabyte
        case .localAI:
            givesEvents = true
            longestUpload = 15 * 1_000_000
        case .compatible: formats = [.verbose, .json, .text]
        }
    }

    /// The kind that an address tells.
    public static func kind(of host: String) -> Kind {
        switch host {
        case "api.openai.com", "eu.api.openai.com", "us.api.openai.com": .openAI
        case "api.groq.com": .groq
        default: .compatible
        }
    }

    /// Only `whisper-1` gives more than text; the newer models give the probabilities of their tokens instead.
    private mutating func describeOpenAI(_ model: String) {
        longestUpload = 25 * Self.megabyte
        guard !model.hasPrefix("whisper") else { return }
        formats = [.json]
        givesEvents = true
        if model.contains("diarize") {
            hint = .none
        } else if model.hasPrefix("gpt-transcribe") {
            // How many it takes is not documented.
            hint = .keywords(most: 100)
        } else {
            hint = .prompt(most: 1_000)
            givesLogProbabilities = true
        }
    }
}
