internal import HTTPTypes

/// What a request for a transcription asks for, in OpenAI's words.
struct TranscriptionOrder: Sendable, Equatable {
    /// The forms of an answer.
    enum Format: String, Sendable, CaseIterable {
        case json, text, srt, vtt
        case verboseJSON = "verbose_json"
    }

    /// The model's name; `nil` when none is named.
    var model: String?
    var language: String?
    var format = Format.json
    /// Whether the answer comes as events while it is made.
    var isStreamed = false
    var wantsLogProbabilities = false
    var wantsSegments = false
    var wantsWords = false
    var temperature = 0.0

    /// Reads the fields of a form.
    ///
    /// What is not known is passed over, as `prompt`, which no model here can use.
    ///
    /// - Throws: when a field has a value that cannot be met.
    init(_ fields: [Upload.Field]) throws(APIError) {
        var granularities: Set<String> = []
        for field in fields {
            switch field.name {
            case "model": model = field.value.isEmpty ? nil : field.value
            case "language": language = field.value.isEmpty ? nil : field.value
            case "response_format": format = try Self.format(field.value)
            case "stream": isStreamed = try Self.flag(field)
            case "temperature": temperature = try Self.temperature(field.value)
            case "timestamp_granularities[]", "timestamp_granularities":
                granularities.insert(try Self.granularity(field.value))
            case "include[]", "include": wantsLogProbabilities = try Self.include(field.value)
            default: break
            }
        }
        wantsWords = granularities.contains("word")
        wantsSegments = granularities.isEmpty || granularities.contains("segment")
        try check(hasGranularities: !granularities.isEmpty)
    }

    private func check(hasGranularities: Bool) throws(APIError) {
        if hasGranularities, format != .verboseJSON {
            throw Self.invalid("timestamp_granularities[]", "Only the response format 'verbose_json' has times.")
        }
        if wantsLogProbabilities, format != .json {
            throw Self.invalid("include[]", "Only the response format 'json' has log-probabilities.")
        }
        if isStreamed, format != .json, format != .text {
            throw Self.invalid("stream", "The response format '\(format.rawValue)' cannot be streamed; 'json' can.")
        }
    }

    private static func format(_ text: String) throws(APIError) -> Format {
        if let format = Format(rawValue: text) { return format }
        let known = Format.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        throw invalid("response_format", "There is no response format '\(shown(text))' here; there are \(known).")
    }

    private static func flag(_ field: Upload.Field) throws(APIError) -> Bool {
        switch field.value.lowercased() {
        case "true", "1": return true
        case "false", "0", "": return false
        default: throw invalid(field.name, "'\(field.name)' is 'true' or 'false'.")
        }
    }

    private static func temperature(_ text: String) throws(APIError) -> Double {
        guard let value = Double(text), (0...1).contains(value) else {
            throw invalid("temperature", "'temperature' is a number from 0 to 1.")
        }
        return value
    }

    private static func granularity(_ text: String) throws(APIError) -> String {
        guard text == "word" || text == "segment" else {
            throw invalid(
                "timestamp_granularities[]",
                "Times are given by 'word' and by 'segment', not by '\(shown(text))'."
            )
        }
        return text
    }

    private static func include(_ text: String) throws(APIError) -> Bool {
        guard text == "logprobs" else {
            throw invalid("include[]", "Only 'logprobs' can be included, not '\(shown(text))'.")
        }
        return true
    }

    private static func invalid(_ parameter: String, _ message: String) -> APIError {
        APIError(.badRequest, .invalid, message, parameter: parameter)
    }

    /// A value as far as it is repeated in an answer.
    static func shown(_ text: String) -> String {
        String(text.prefix(40).map { $0.isNewline ? " " : $0 })
    }
}
