/// Decides when Behest listens, and which of what is said is for it.
///
/// A pure state machine: what happens goes in with its time, and what is to be done about it comes out.
///
/// ```
///   continuous     every utterance that voice activity finds
///   push-to-talk   none of them
///   wake phrase    those that begin with the phrase, one soon after the phrase alone, and answers to a question
///
///   any of them ──press──► held ──release, or the limit──► back; what was held is one utterance, and for Behest
///   any of them, held ──mute──► muted ──unmute──► back; nothing of what was said meanwhile, or just before, is used
/// ```
public struct Attention: Sendable {
    /// What makes Behest listen.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Whatever is said.
        case continuous
        /// A key that is held, or pressed once to begin and once to end.
        case pushToTalk = "push-to-talk"
        /// A phrase at the beginning of what is said.
        case wakePhrase = "wake-phrase"
    }

    /// What bounds it.
    public struct Settings: Sendable, Hashable {
        /// How much of the sound before a press belongs to what is said: people press late.
        public var preRoll = Duration.milliseconds(500)
        /// After how long a press without a release ends.
        public var longestHold = Duration.seconds(60)
        /// How long after the wake phrase alone a command may begin.
        public var awakeTime = Duration.seconds(8)

        /// Makes the usual settings.
        public init() {}
    }

    /// Where it stands.
    public enum State: String, Sendable, Hashable {
        /// Whatever is said is for Behest.
        case listening
        /// It waits for the key.
        case waitingForKey = "waiting-for-key"
        /// It waits for the wake phrase.
        case waitingForPhrase = "waiting-for-phrase"
        /// The key is held.
        case held
        /// Nothing is heard.
        case muted
    }

    /// What bounds it.
    public let settings: Settings
    /// What makes Behest listen.
    public private(set) var mode: Mode
    private var isMuted = false
    private var heldSince: ContinuousClock.Instant?
    /// Until when a command may begin without the phrase.
    private var awakeUntil: ContinuousClock.Instant?
    private var isAnswerExpected = false
    /// The utterance that is going on; `nil` between utterances.
    private var utterance: Utterance?
    /// Until when it was awake before what was said last, which may turn out to hold no words.
    private var wasAwakeUntil: ContinuousClock.Instant?

    private struct Utterance {
        /// Whether it needs the wake phrase, as it stood when it began.
        var needsPhrase: Bool
    }

    /// Makes an attention in a mode, before any sound.
    public init(_ mode: Mode = .continuous, settings: Settings = Settings()) {
        self.mode = mode
        self.settings = settings
    }

    /// Where it stands.
    public var state: State {
        if isMuted { return .muted }
        if heldSince != nil { return .held }
        if mode == .pushToTalk { return .waitingForKey }
        return needsPhrase ? .waitingForPhrase : .listening
    }

    /// Whether the utterance that is going on, or that would begin now, must begin with the wake phrase.
    public var needsPhrase: Bool {
        utterance?.needsPhrase ?? (mode == .wakePhrase && awakeUntil == nil && !isAnswerExpected)
    }

    /// Whether voice activity may begin utterances.
    public var isOpen: Bool { !isMuted && mode != .pushToTalk }

    /// Takes what happens.
    ///
    /// - Parameters:
    ///   - event: what happens.
    ///   - now: when.
    /// - Returns: what is to be done, in order.
    public mutating func take(_ event: Event, at now: ContinuousClock.Instant) -> [Effect] {
        var effects = expire(at: now)
        let wasOpen = isOpen
        effects += act(on: event, at: now)
        if isOpen != wasOpen { effects.append(isOpen ? .open : .close) }
        return effects
    }

    /// Ends what has lasted too long.
    private mutating func expire(at now: ContinuousClock.Instant) -> [Effect] {
        var effects: [Effect] = []
        if let end = heldSince?.advanced(by: settings.longestHold), end <= now {
            heldSince = nil
            effects += [.letGo(at: end), .cue(.tooLong)]
        }
        if let end = awakeUntil, end <= now {
            awakeUntil = nil
            effects.append(.cue(.asleep))
        }
        return effects
    }

    private mutating func act(on event: Event, at now: ContinuousClock.Instant) -> [Effect] {
        switch event {
        case .press: return press(at: now)
        case .release: return release(at: now)
        case .toggle: return heldSince == nil ? press(at: now) : release(at: now)
        case .mute: return mute(at: now)
        case .unmute: return unmute(at: now)
        case .choose(let mode):
            self.mode = mode
            awakeUntil = nil
        case .speechBegan:
            utterance = Utterance(needsPhrase: needsPhrase)
            // One command for each phrase: the next one needs it again.
            wasAwakeUntil = awakeUntil
            awakeUntil = nil
        case .speechEnded: utterance = nil
        case .recognised(let id, let address): return settle(id, address, at: now)
        case .question(let isOpen): isAnswerExpected = isOpen
        case .time: break
        }
        return []
    }

    private mutating func press(at now: ContinuousClock.Instant) -> [Effect] {
        if isMuted { return [.cue(.stillMuted)] }
        // A key that repeats itself, and a second key, change nothing.
        guard heldSince == nil else { return [] }
        heldSince = now
        awakeUntil = nil
        utterance = nil
        return [.hold(from: now - settings.preRoll), .cue(.holding)]
    }

    private mutating func release(at now: ContinuousClock.Instant) -> [Effect] {
        guard heldSince != nil else { return [] }
        heldSince = nil
        return [.letGo(at: now), .cue(.letGo)]
    }

    private mutating func mute(at now: ContinuousClock.Instant) -> [Effect] {
        guard !isMuted else { return [] }
        isMuted = true
        heldSince = nil
        awakeUntil = nil
        utterance = nil
        return [.forget(before: now), .cue(.muted)]
    }

    private mutating func unmute(at now: ContinuousClock.Instant) -> [Effect] {
        guard isMuted else { return [] }
        isMuted = false
        return [.forget(before: now), .cue(.unmuted)]
    }

    private mutating func settle(_ id: String, _ address: Address, at now: ContinuousClock.Instant) -> [Effect] {
        switch address {
        case .behest: return [.keep(id)]
        case .wordless:
            // A cough after the phrase was not the command.
            if mode == .wakePhrase, let end = wasAwakeUntil, now < end, !isMuted { awakeUntil = end }
            return [.keep(id)]
        case .nobody: return [.drop(id)]
        case .phraseAlone:
            // While it was recognised, something else may have happened.
            guard mode == .wakePhrase, !isMuted, heldSince == nil else { return [.drop(id)] }
            if utterance == nil {
                awakeUntil = now + settings.awakeTime
            } else {
                // The command has begun already.
                utterance?.needsPhrase = false
            }
            return [.drop(id), .cue(.awake)]
        }
    }
}
