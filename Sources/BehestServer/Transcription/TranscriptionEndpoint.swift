public import BehestAudio
public import BehestSpeech
internal import HTTPTypes

/// What transcribes for others over HTTP, as OpenAI's service would.
public struct TranscriptionEndpoint: Sendable {
    /// The recognisers by their names; the first hears what is asked of a name that is not here.
    let models: [any Transcriber]
    let detection: UtteranceReader.Detection
    let queue: TranscriptionQueue
    let spool: UploadSpool
    let limits: UploadLimits
    /// The languages that are understood, as ISO 639-1 codes, the usual one first; empty for any.
    let languages: [String]

    /// Puts an endpoint together.
    ///
    /// - Parameters:
    ///   - models: the recognisers, at least one; the first hears what is asked of a name that is not among theirs, such as `whisper-1`.
    ///   - detection: how speech is told from silence.
    ///   - queue: in which it is waited for a recogniser, with whatever else uses them.
    ///   - spool: where uploads are meanwhile.
    ///   - languages: what the recognisers understand, as ISO 639-1 codes, the usual one first; empty for any.
    ///   - limits: how much may be sent.
    public init(
        models: [any Transcriber],
        detection: UtteranceReader.Detection,
        queue: TranscriptionQueue,
        spool: UploadSpool,
        languages: [String] = ["en"],
        limits: UploadLimits = UploadLimits()
    ) {
        precondition(!models.isEmpty, "an endpoint needs a recogniser")
        self.models = models
        self.detection = detection
        self.queue = queue
        self.spool = spool
        self.languages = languages
        self.limits = limits
    }

    /// The recogniser of a name, or the usual one.
    func model(named name: String?) -> any Transcriber {
        models.first { $0.name == name } ?? models[0]
    }

    /// The language of a request: what it names, if that is understood, or the usual one.
    ///
    /// - Throws: ``APIError`` when it is not understood, since it would be written down as something else.
    func language(named name: String?) throws(APIError) -> String {
        guard let name else { return languages.first ?? "en" }
        let code = LanguageName(name).code
        guard languages.isEmpty || languages.contains(code) else {
            throw APIError(
                .badRequest,
                .invalid,
                "The language '\(TranscriptionOrder.shown(name))' is not understood here; there is \(languages.joined(separator: ", ")).",
                parameter: "language"
            )
        }
        return code
    }
}
