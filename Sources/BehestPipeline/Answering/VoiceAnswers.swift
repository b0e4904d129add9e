public import BehestAudio
public import BehestSpeech
public import BehestTransport

/// Tells a person how a conversation goes by sound and on the desktop: speaks, plays signals, shows questions.
///
/// What is sounded is noted in an ``OwnSoundLog``, so that whoever listens knows it. Where something does not work, the rest
/// goes on, and that is told once.
public actor VoiceAnswers: Answers {
    /// What sound is made with.
    public struct Voice: Sendable {
        /// What speaks; `nil` to speak nothing.
        public var speaker: (any Speaker)?
        /// Where it is heard.
        public var loudspeaker: Loudspeaker
        /// How loud, from 0 to 1.
        public var volume: Float
        /// Whether signals are played.
        public var playsEarcons: Bool
        /// The language of what is spoken.
        public var language: String

        /// Puts a voice together.
        public init(
            speaker: (any Speaker)?,
            loudspeaker: Loudspeaker,
            volume: Float = 0.8,
            playsEarcons: Bool = true,
            language: String = "en"
        ) {
            self.speaker = speaker
            self.loudspeaker = loudspeaker
            self.volume = volume
            self.playsEarcons = playsEarcons
            self.language = language
        }
    }

    private let voice: Voice?
    private let notifications: DesktopNotifications?
    private let report: @Sendable (String) -> Void

    /// What Behest sounds.
    public nonisolated let ownSound: OwnSoundLog

    /// Ends the sound that is played now.
    private var stop: AsyncStream<Never>.Continuation?
    /// Who waits until it is quiet.
    private(set) var turns: [CheckedContinuation<Void, Never>] = []
    /// How often it was told to be silent: what was to be said before is not said any more.
    private var hushes = 0
    private var isSounding = false
    /// A loudspeaker that failed is not tried again before this.
    private var nextAttempt = ContinuousClock.now
    private var hasFailed = false

    private static let pause = Duration.seconds(10)

    /// Puts the answers together.
    ///
    /// - Parameters:
    ///   - voice: what sound is made with; `nil` for none.
    ///   - notifications: where questions are shown; `nil` for nowhere.
    ///   - ownSound: where it is noted what is sounded, and when.
    ///   - report: told in a sentence when something does not work, once.
    public init(
        voice: Voice?,
        notifications: DesktopNotifications?,
        ownSound: OwnSoundLog = OwnSoundLog(),
        report: @escaping @Sendable (String) -> Void
    ) {
        self.voice = voice
        self.notifications = notifications
        self.ownSound = ownSound
        self.report = report
    }

    /// Speaks a text, and returns when it has been spoken to its end or was stopped.
    public func say(_ text: String) async {
        let words = SpeakableText(text)
        guard let voice, let speaker = voice.speaker, !words.isEmpty else { return }
        await sound(.speech(words.text), on: voice) {
            // The speaker has told what failed.
            try? await speaker.sound(of: words.text, language: voice.language)
        }
    }

    /// Plays a signal.
    public func play(_ earcon: DialogueEffect.Earcon) async {
        guard let voice, voice.playsEarcons else { return }
        await sound(.earcon(earcon), on: voice) { earcon.clip() }
    }

    /// Shows a question on the desktop, and asks it aloud.
    public func show(_ question: OpenQuestion?) async {
        notifications?.show(question.map { DesktopNotification(asking: $0) })
        if let question { await say(question.text) }
    }

    /// Does nothing: it would take too long to hear.
    public func listSentences() async {}

    /// Does nothing: it can neither be heard nor seen.
    public func expectDictation(_ isExpected: Bool) async {}

    /// Stops what is spoken now, and drops what was to be spoken after it.
    public func hush() {
        hushes += 1
        stop?.finish()
    }

    /// Stops what is spoken, and takes everything off the desktop.
    public func finish() async {
        hush()
        await notifications?.finish()
    }

    // MARK: - Sounding

    /// Plays one thing after the other.
    private func sound(
        _ sound: OwnSound.Sound,
        on voice: Voice,
        _ clip: @escaping @Sendable () async -> SoundClip?
    ) async {
        let hushes = hushes
        if isSounding { await withCheckedContinuation { turns.append($0) } }
        isSounding = true
        defer {
            // The turn is handed on: whoever comes later must not be first.
            if turns.isEmpty { isSounding = false } else { turns.removeFirst().resume() }
        }
        guard hushes == self.hushes, ContinuousClock.now >= nextAttempt else { return }
        let (stopped, stopping) = AsyncStream.makeStream(of: Never.self)
        stop = stopping
        defer { stop = nil }
        let outcome = await withTaskGroup { [ownSound] group in
            group.addTask { () -> Result<Void, any Error> in
                guard let clip = await clip(), !Task.isCancelled else { return .success(()) }
                ownSound.begin(sound)
                defer { ownSound.end() }
                do {
                    return .success(try await voice.loudspeaker.play(clip.amplified(by: voice.volume)))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                for await _ in stopped {}
                return .failure(CancellationError())
            }
            defer { group.cancelAll() }
            return await group.next() ?? .success(())
        }
        switch outcome {
        case .success: hasFailed = false
        case .failure(let error as AudioError):
            nextAttempt = .now + Self.pause
            if !hasFailed { report("\(error.message) Replies are only shown.") }
            hasFailed = true
        case .failure: break
        }
    }
}

extension DesktopNotification {
    /// Shows a question, with the keys that answer it.
    init(asking question: OpenQuestion) {
        func key(_ key: DialogueEvent.Key, _ label: String) -> Action { Action(name: key.actionName, label: label) }
        let (actions, isUrgent): ([Action], Bool) =
            switch question.matter {
            case .confirmation: ([key(.confirm, "Yes"), key(.cancel, "No")], false)
            case .offer: ([key(.confirm, "Yes"), key(.cancel, "Never mind")], false)
            case .risk: ([key(.confirm, "Yes"), key(.cancel, "No")], true)
            case .text: ([key(.confirm, "That's all"), key(.cancel, "Never mind")], false)
            case .value, .which, .meaning: ([key(.cancel, "Never mind")], false)
            }
        self.init(summary: "Behest asks", body: question.text, actions: actions, isUrgent: isUrgent)
    }
}

extension DialogueEvent.Key {
    /// The key that a button of a notification stands for; `nil` for another's.
    public init?(actionName: String) {
        guard let key = Self.allCases.first(where: { $0.actionName == actionName }) else { return nil }
        self = key
    }

    /// What such a button is known by.
    var actionName: String {
        switch self {
        case .confirm: "confirm"
        case .cancel: "cancel"
        case .stopAll: "stop-all"
        case .again: "again"
        }
    }
}
