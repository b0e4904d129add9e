internal import BehestAudio
internal import Synchronization

/// What Behest itself sounds, kept for all who play something and all who listen.
public final class OwnSoundLog: Sendable {
    private let sound: Mutex<OwnSound>
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Begins with silence.
    ///
    /// - Parameters:
    ///   - language: the language of what is spoken.
    ///   - now: tells the time, by the clock by which sound is captured.
    public init(language: String = "en", now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        sound = Mutex(OwnSound(language: language))
        self.now = now
    }

    /// A sound begins.
    func begin(_ sound: OwnSound.Sound) {
        self.sound.withLock { $0.begin(sound, at: now()) }
    }

    /// The sound that was begun last is over.
    func end() {
        sound.withLock { $0.end(at: now()) }
    }

    /// Whether Behest's own speech may be heard now.
    var isSpeaking: Bool { sound.withLock { $0.isSpeaking(at: now()) } }

    /// Whether Behest's own speech may be in an utterance.
    func speaks(in utterance: Utterance) -> Bool {
        guard let interval = utterance.speechTime else { return false }
        return sound.withLock { $0.speaks(in: interval) }
    }

    /// Tells whose an utterance is; see ``OwnSound/judge(_:heard:)``.
    func judge(_ words: String, of utterance: Utterance) -> OwnSound.Judgement {
        guard let interval = utterance.speechTime else { return .person }
        return judge(words, heard: interval)
    }

    /// Tells whose some words are; see ``OwnSound/judge(_:heard:)``.
    func judge(_ words: String, heard interval: Range<ContinuousClock.Instant>) -> OwnSound.Judgement {
        sound.withLock { $0.judge(words, heard: interval) }
    }

    /// An utterance without the signals that were played meanwhile.
    func cleaned(_ utterance: Utterance) -> Utterance {
        sound.withLock { $0.cleaned(utterance) }
    }
}
