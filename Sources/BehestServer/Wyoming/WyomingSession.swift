internal import BehestAudio
internal import BehestTransport

/// What one client of the server says, and what is to be done about it.
///
/// It does nothing itself. What is not known is passed over, as the protocol wants it.
struct WyomingSession {
    /// What is to be done about an event.
    enum Action: Equatable {
        /// Nothing.
        case nothing
        /// It is answered at once.
        case answer(WyomingEvent)
        /// Speech begins; what came of earlier speech is dropped.
        case begin
        /// Speech goes on.
        case append([UInt8], SoundAssembler.Form)
        /// Speech is over, and its words are wanted.
        case hear(language: String?)
        /// Something is to be done that takes a while.
        case work(Work)
        /// The client is told why, and the connection ends.
        case refuse(WyomingRefusal)
    }

    /// What takes a while.
    enum Work: Equatable {
        /// The meaning of words is wanted.
        case read(String, context: Context?)
        /// Words are to be carried out.
        case carryOut(String, context: Context?)
        /// An intent is to be carried out that was read out of words before.
        case carryOutIntent(WyomingIntent)
    }

    typealias Context = [String: WyomingValue]

    private let info: WyomingInfo
    private let longestText: Int
    private var language: String?

    init(info: WyomingInfo, longestText: Int) {
        self.info = info
        self.longestText = longestText
    }

    /// Takes an event.
    mutating func take(_ event: WyomingEvent) -> Action {
        switch event.type {
        case WyomingInfo.question.type: return .answer(info.event)
        case WyomingPing.type: return WyomingPing(reading: event).map { .answer($0.pong) } ?? .nothing
        case WyomingTranscribe.type, WyomingSoundStart.type, WyomingSoundPiece.type, WyomingSoundStop.type:
            guard info.programs[.speech] != nil else { return .refuse(.notOffered("turn speech into words")) }
            return takeSpeech(event)
        case WyomingRecognize.type, WyomingTranscript.type, WyomingIntent.type:
            guard event.data["text"]?.text.map({ $0.utf8.count <= longestText }) ?? true else {
                return .refuse(WyomingRefusal(code: "too-long", text: "The text is longer than \(longestText) bytes."))
            }
            return takeWords(event)
        default: return .nothing
        }
    }

    private mutating func takeSpeech(_ event: WyomingEvent) -> Action {
        if let request = event.message(WyomingTranscribe.self) {
            let known = info.programs[.speech]?.flatMap(\.models).flatMap(\.languages) ?? []
            if let language = request.language, !known.isEmpty,
                !known.contains(where: { $0.isSameLanguage(as: language) })
            {
                return .refuse(
                    WyomingRefusal(
                        code: "unsupported-language",
                        text:
                            "The language '\(language.prefix(20))' is not heard; ask for \(known.joined(separator: " or "))."
                    )
                )
            }
            language = request.language
            return .nothing
        }
        if event.type == WyomingSoundStart.type { return .begin }
        if let piece = event.message(WyomingSoundPiece.self), let form = SoundAssembler.Form(piece.format) {
            return .append(piece.bytes, form)
        }
        if event.type == WyomingSoundStop.type {
            defer { language = nil }
            return .hear(language: language)
        }
        return .refuse(
            WyomingRefusal(
                code: "unsupported-audio",
                text:
                    "A piece of sound must tell its 'rate' (8000 to 192000), 'width' (1 to 4) and 'channels' (1 to 8)."
            )
        )
    }

    private func takeWords(_ event: WyomingEvent) -> Action {
        let understands = info.programs[.understanding] != nil
        let handles = info.programs[.handling] != nil
        if let request = event.message(WyomingRecognize.self) {
            guard understands else { return .refuse(.notOffered("tell what words mean")) }
            return .work(.read(request.text, context: request.context))
        }
        if let intent = event.message(WyomingIntent.self) {
            guard handles else { return .refuse(.notOffered("carry out commands")) }
            return .work(.carryOutIntent(intent))
        }
        guard let transcript = event.message(WyomingTranscript.self) else {
            return .refuse(
                WyomingRefusal(code: "bad-request", text: "The event '\(event.type)' lacks what it must have.")
            )
        }
        // Home Assistant asks so for either: of a service that carries nothing out it wants to know the meaning.
        if handles { return .work(.carryOut(transcript.text, context: transcript.context)) }
        guard understands else { return .refuse(.notOffered("carry out commands")) }
        return .work(.read(transcript.text, context: transcript.context))
    }
}

extension WyomingRefusal {
    fileprivate static func notOffered(_ what: String) -> WyomingRefusal {
        WyomingRefusal(code: "not-offered", text: "Behest is not set up to \(what) here.")
    }
}

extension SoundAssembler.Form {
    /// The form that a piece of sound says it has; `nil` when there is no such form.
    fileprivate init?(_ format: WyomingSoundFormat) {
        let formats: [Int: SampleFormat] = [1: .uint8, 2: .int16, 3: .packedInt24, 4: .int32]
        guard let sample = formats[format.width],
            let form = try? SoundAssembler.Form(format: sample, channels: format.channels, rate: format.rate)
        else { return nil }
        self = form
    }
}

extension String {
    /// Whether two codes of languages are of the same one, wherever it is spoken: `en` and `en-GB` are.
    fileprivate func isSameLanguage(as other: String) -> Bool {
        func language(_ code: String) -> String { code.prefix { $0 != "-" && $0 != "_" }.lowercased() }
        return language(self) == language(other)
    }
}
