internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestTransport

extension Assembly {
    /// What tells a person by sound and on the desktop how a conversation goes.
    ///
    /// - Parameters:
    ///   - configuration: what the user wants of it.
    ///   - library: what can be said; its first pack's language is spoken.
    ///   - press: told of a key that was pressed on a notification.
    /// - Returns: what tells them.
    /// - Throws: `SpeakerError` when what is to speak cannot be used as it is configured.
    func voice(
        _ configuration: Configuration,
        for library: PackLibrary,
        press: @escaping @Sendable (DialogueEvent.Key) -> Void
    ) throws -> VoiceAnswers {
        let report: @Sendable (String) -> Void = { StandardError.write("behest: \($0)") }
        let speech = configuration.speech
        let language = library.packs.first?.language ?? "en"
        let speakers = try self.speakers(speech)
        let voice = VoiceAnswers.Voice(
            speaker: speakers.isEmpty ? nil : FallbackSpeaker(speakers, report: report),
            loudspeaker: Loudspeaker(device: speech.device),
            volume: Float(speech.volume) / 100,
            playsEarcons: configuration.earcons,
            language: language
        )
        let notifications = DesktopNotifications(application: "Behest", report: report) { name in
            if let key = DialogueEvent.Key(actionName: name) { press(key) }
        }
        return VoiceAnswers(
            voice: voice,
            notifications: configuration.notifications ? notifications : nil,
            ownSound: OwnSoundLog(language: language),
            report: report
        )
    }

    /// What speaks, and what stands in for it.
    ///
    /// - Throws: `SpeakerError` when it cannot be used as it is configured.
    func speakers(_ speech: Configuration.Speech) throws -> [any Speaker] {
        switch speech.means {
        case .none: return []
        case .espeak: return [EspeakSpeaker(voice: speech.voice, rate: speech.rate)]
        case .command(let arguments): return [CommandSpeaker(arguments: arguments), EspeakSpeaker()]
        case .endpoint(let endpoint):
            let speaker = try HTTPSpeaker(
                url: endpoint.url,
                model: endpoint.model,
                voice: endpoint.voice,
                key: try endpoint.keyVariable.map(key(in:))
            )
            return [speaker, EspeakSpeaker()]
        }
    }

    private func key(in variable: String) throws -> Secret {
        let key = Secret(environment[variable] ?? "")
        guard !key.isEmpty else {
            throw SpeakerError(
                .misconfigured,
                "The environment variable '\(variable)', which is to hold the key of the speech endpoint, is not set. Set it, "
                    + "or leave 'key-from-environment' out."
            )
        }
        return key
    }
}
