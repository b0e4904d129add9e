public import BehestAudio

/// What Behest itself sounded, and when: by it, what a microphone hears is told from what a person says.
///
/// A pure value. Speech is told apart by its words and by its time, each for itself: what was heard while nothing was spoken is
/// a person's whatever its words, and what was heard meanwhile is a person's as far as its words were not spoken.
public struct OwnSound: Sendable {
    /// What was sounded.
    public enum Sound: Sendable, Hashable {
        /// These words.
        case speech(String)
        /// A short signal.
        case earcon(DialogueEffect.Earcon)
    }

    /// Whose something is that was heard.
    public enum Judgement: Sendable, Hashable {
        /// A person's.
        case person
        /// Behest's own.
        case own
        /// Both at once: these words were not spoken by Behest, in runs that were heard together.
        ///
        /// They count only if they interrupt: a recogniser also mishears what Behest says. Whoever goes on where Behest ends is
        /// heard in one run, at the end.
        case both([String], goesOn: Bool)
    }

    /// When something can be heard.
    typealias Interval = Range<ContinuousClock.Instant>

    private struct Sounding {
        var sound: Sound
        var begin: ContinuousClock.Instant
        /// `nil` while it goes on.
        var end: ContinuousClock.Instant?
    }

    /// How long after its end a sound may still come in: what the sound system holds back, and the room.
    static let tail = Duration.milliseconds(250)
    /// How long after the end of speech an utterance that is just what was spoken is no person's.
    static let echo = Duration.milliseconds(1_500)
    /// How many words such an utterance has at least: a short answer is often a word of the question.
    private static let leastEcho = 3
    /// From which part of its sounds on an utterance is an echo.
    private static let echoShare = 0.75
    /// For how long at least whoever goes on is heard after Behest's own speech.
    private static let goingOn = Duration.milliseconds(600)
    /// How long what was sounded is remembered.
    private static let memory = Duration.seconds(60)

    private let language: String
    private var soundings: [Sounding] = []
    /// How many sounds are remembered.
    var remembered: Int { soundings.count }

    /// Begins with silence.
    ///
    /// - Parameter language: the language of what is spoken.
    public init(language: String = "en") {
        self.language = language
    }

    /// A sound begins.
    public mutating func begin(_ sound: Sound, at now: ContinuousClock.Instant) {
        soundings.removeAll { now - ($0.end ?? now) > Self.memory }
        soundings.append(Sounding(sound: sound, begin: now))
    }

    /// The sound that was begun last is over, or was stopped.
    public mutating func end(at now: ContinuousClock.Instant) {
        guard let index = soundings.lastIndex(where: { $0.end == nil }) else { return }
        soundings[index].end = now
    }

    /// Whether Behest's own speech may be heard at a time.
    public func isSpeaking(at time: ContinuousClock.Instant) -> Bool {
        !speeches(in: time..<time.advanced(by: .nanoseconds(1))).isEmpty
    }

    /// Whether Behest's own speech may be among what was heard for some time.
    func speaks(in interval: Range<ContinuousClock.Instant>) -> Bool { !speeches(in: interval).isEmpty }

    /// Tells whose an utterance is.
    ///
    /// - Parameters:
    ///   - words: what was recognised in it.
    ///   - interval: from when to when somebody spoke in it, without the silence around.
    /// - Returns: whose it is.
    public func judge(_ words: String, heard interval: Range<ContinuousClock.Instant>) -> Judgement {
        if earcons(in: interval).contains(where: { covers($0.1, interval) }) { return .own }
        let meanwhile = speeches(in: interval)
        guard meanwhile.isEmpty else {
            let outcome = OwnWords(meanwhile.joined(separator: " "), language: language).compare(words)
            if outcome.others.isEmpty { return .own }
            let goesOn = outcome.others.count == 1 && outcome.endsWithOther && outlasts(interval)
            return .both(outcome.others, goesOn: goesOn)
        }
        let before = speeches(in: interval, tail: Self.echo)
        guard !before.isEmpty else { return .person }
        let outcome = OwnWords(before.joined(separator: " "), language: language).compare(words)
        return outcome.count >= Self.leastEcho && outcome.share >= Self.echoShare ? .own : .person
    }

    /// The signals that can be heard in a stretch of time, and when.
    func earcons(in interval: Interval) -> [(DialogueEffect.Earcon, Interval)] {
        soundings.compactMap { sounding in
            guard case .earcon(let earcon) = sounding.sound else { return nil }
            let audible = audible(sounding, tail: Self.tail)
            return audible.overlaps(interval) ? (earcon, audible) : nil
        }
    }

    /// Whether somebody still speaks some time after the end of Behest's own speech.
    private func outlasts(_ interval: Interval) -> Bool {
        soundings.allSatisfy { sounding in
            guard case .speech = sounding.sound, audible(sounding, tail: Self.tail).overlaps(interval) else {
                return true
            }
            return sounding.end.map { interval.upperBound - $0 >= Self.goingOn } ?? false
        }
    }

    private func covers(_ one: Interval, _ other: Interval) -> Bool {
        one.lowerBound <= other.lowerBound && other.upperBound <= one.upperBound
    }

    private func speeches(in interval: Interval, tail: Duration = tail) -> [String] {
        soundings.compactMap { sounding in
            guard case .speech(let text) = sounding.sound else { return nil }
            return audible(sounding, tail: tail).overlaps(interval) ? text : nil
        }
    }

    private func audible(_ sounding: Sounding, tail: Duration) -> Interval {
        // What goes on can be heard at any time from its beginning.
        guard let end = sounding.end else { return sounding.begin..<sounding.begin.advanced(by: .seconds(86_400)) }
        return sounding.begin..<max(sounding.begin, end).advanced(by: tail)
    }
}

extension OwnSound {
    /// An utterance without the signals that Behest played meanwhile.
    ///
    /// - Parameter utterance: what was captured.
    /// - Returns: the same where none was played, or where it is not known when it was captured.
    public func cleaned(_ utterance: Utterance) -> Utterance {
        guard let time = utterance.time else { return utterance }
        let earcons = earcons(in: time..<time.advanced(by: max(.milliseconds(1), utterance.duration)))
        guard !earcons.isEmpty else { return utterance }
        var samples = utterance.samples
        for (earcon, interval) in earcons {
            let start = Self.samples(interval.lowerBound - time)
            let end = Self.samples(interval.upperBound - time)
            EarconFilter.clean(&samples, in: start..<max(start, end), of: earcon)
        }
        return utterance.with(samples: samples)
    }

    private static func samples(_ duration: Duration) -> Int {
        Int(max(-1e9, min(1e9, duration / .seconds(1) * Double(speechSampleRate))))
    }
}
