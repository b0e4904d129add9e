internal import BehestTransport

/// What a server is asked: the fields beside the sound.
///
/// A pure value, made of what is configured.
struct TranscriptionRequest: Sendable, Hashable {
    let format: EndpointProfile.Format
    let fields: [FormField]

    /// Puts a request together.
    ///
    /// - Parameters:
    ///   - endpoint: the server.
    ///   - format: the form of the answer.
    ///   - vocabulary: the words to expect, the most important first.
    init(_ endpoint: SpeechEndpoint, format: EndpointProfile.Format, vocabulary: [String]) {
        let profile = endpoint.profile
        let hasEvents = endpoint.asksForEvents && profile.givesEvents
        // Events and the verbose form do not go together.
        self.format = hasEvents ? .json : format
        var fields: [FormField] = []
        if !endpoint.model.isEmpty { fields.append(FormField("model", endpoint.model)) }
        fields.append(FormField("response_format", self.format.rawValue))
        if let language = endpoint.language.flatMap(Self.code) ?? profile.unknownLanguage {
            fields.append(FormField("language", language))
        }
        fields += VocabularyHint(vocabulary, as: profile.hint).fields
        if profile.givesLogProbabilities { fields.append(FormField("include[]", "logprobs")) }
        if hasEvents { fields.append(FormField("stream", "true")) }
        self.fields = fields
    }

    /// The form with these fields, without the sound.
    var form: MultipartForm {
        var form = MultipartForm()
        for field in fields { form.add(field.name, field.value) }
        return form
    }

    /// The language without the region, which servers do not know: `en` of `en-GB`.
    private static func code(of language: String) -> String? {
        let code = language.prefix { $0.isLetter }.lowercased()
        return code.isEmpty ? nil : code
    }
}
