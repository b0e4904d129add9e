internal import BehestAudio
internal import FoundationEssentials

/// What stands at the bottom of the terminal while `behest` listens: how it is now, in at most five lines.
///
/// It is a value: what happens goes in, and the lines for a width and a moment come out. What has happened stands above it, in
/// lines that stay.
///
/// ```
///   running     run the tests 12 s
///   hearing     deploy web to staging
///   perhaps     Deploy, app = web, to = staging
///   asks        Deploy web to staging. Confirm?
///   ██████▒▒··  asking, 24 s   [y] yes  [n] no
/// ```
struct ListenBlock: Sendable {
    /// What gives the sound.
    enum Source: Sendable, Hashable {
        case starting
        case open
        /// It gives no sound that could be speech, with what to do.
        case silent(String)
        /// There is none, with what to do.
        case lost(String)
    }

    /// When it listens.
    enum Attending: Sendable, Hashable {
        case always
        case onKey
        case onPhrase(String)
        case held
        case muted
    }

    /// A question that waits for its answer.
    struct Question: Sendable, Hashable {
        /// What kind of answer it wants.
        enum Kind: Sendable, Hashable {
            /// Yes or no.
            case agreement
            /// Some words.
            case value
            /// Words with pauses, of which some may be there already.
            case text
        }

        var id: Int
        var text: String
        var kind: Kind
        /// What it is asked about, as far as that is known.
        var meaning: String?
        /// When it was put, and until when it waits.
        var since: Date
        var expiresAt: Date
    }

    /// Something that is being done.
    struct Run: Sendable, Hashable, Identifiable {
        var id: String
        var words: String
        var began: Date
    }

    var source = Source.starting
    var attending = Attending.always
    /// Whether somebody speaks.
    var isHearing = false
    /// When each utterance ended of which it is not known yet what becomes of it.
    var thinkingSince: [Date] = []
    var level = SoundLevel.silence
    /// What was recognised so far of what is being said.
    var partial: String?
    /// What that may mean.
    var meaning: String?
    var question: Question?
    var runs: [Run] = []
    /// Sentences that can be said, for whoever does not know any.
    var examples: [String] = []
    /// Whether push-to-talk and mute can be chosen by keys.
    var hasModes = false
    /// Since when nothing was said, and how loud it has been since then.
    private(set) var quietSince: Date
    private(set) var loudest = SoundLevel.silence.peak
    /// Whether anything was said yet.
    private(set) var hasHeard = false

    init(at now: Date) { quietSince = now }

    mutating func hears(_ level: SoundLevel) {
        self.level = level
        loudest = max(loudest, level.peak)
    }

    /// Somebody speaks or has spoken, or only now anybody could.
    mutating func endsQuiet(at now: Date, afterSpeech hasSpoken: Bool = true) {
        quietSince = now
        loudest = SoundLevel.silence.peak
        if hasSpoken { hasHeard = true }
    }
}
