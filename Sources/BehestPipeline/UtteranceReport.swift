public import BehestGrammar
public import BehestSpeech
public import BehestWorkflow

/// What became of one utterance, from the sound to the end of its run.
public struct UtteranceReport: Sendable {
    /// Its name in the journal; `nil` when nothing was recorded.
    public var id: String?
    /// What the source calls itself.
    public var source: String
    /// Where it begins in the source; `nil` for typed words.
    public var start: Duration?
    /// How long it is; `nil` for typed words.
    public var duration: Duration?
    /// Where the last speech in it ends in the source; `nil` unless it was heard live.
    public var spokenUntil: Duration?
    /// What was heard; `nil` when there was no speech.
    public var transcript: Transcript?
    /// The times that endpoints were asked for its words; empty where there is but one recogniser, which is always there.
    public internal(set) var attempts: [TranscriptionAttemptRecord] = []
    /// Why it could not be transcribed; `nil` as a rule.
    public internal(set) var failure: TranscriptionError?
    /// What it may mean, best first, with what speaks for each.
    public var readings: [Reading] = []
    /// What it means; `nil` when it was refused or not asked for.
    public var interpretation: Interpretation?
    /// What was decided; `nil` when the pipeline was to stop before.
    public var decision: Decision?
    /// What was done; `nil` unless it was acted on.
    public var outcome: RunOutcome?
    /// The words of the first command; `nil` when all words are those of one.
    public var words: String?
    /// The commands that were said after the first one in the same breath, in their order; none as a rule.
    public var following: [CommandReport] = []
    /// What a conversation made of it; `nil` when it was no part of one.
    public var exchange: Exchange?
    /// Whether it is what Behest itself sounded; nothing is done about that.
    public internal(set) var isOwnSound = false
    /// How long each stage took.
    public var timings = StageTimings()
    /// From the end of the speech to when it was taken to be over; `nil` where it was not heard live.
    public var pause: Duration?
    /// From the end of the speech to the run on disk, the pause that told that end included; `nil` where there is no run, or it
    /// was not heard live.
    public var endToRun: Duration?

    /// Begins a report.
    init(source: String) {
        self.source = source
    }

    /// All commands in their order; one as a rule.
    public internal(set) var commands: [CommandReport] {
        get {
            let words = words ?? transcript?.text ?? ""
            let first = CommandReport(
                words: words,
                interpretation: interpretation,
                decision: decision,
                outcome: outcome
            )
            return [first] + following
        }
        set {
            guard let first = newValue.first else { return }
            words = newValue.count > 1 ? first.words : nil
            interpretation = first.interpretation
            decision = first.decision
            outcome = first.outcome
            following = Array(newValue.dropFirst())
        }
    }
}

/// How long each stage of the pipeline took for one utterance.
public struct StageTimings: Sendable, Hashable {
    /// The stages in their order.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// Reading the sound and finding the speech.
        case detect
        /// Keeping the sound and the transcript, on disk and in the journal.
        case keep
        /// Waiting for the recogniser to be ready, which takes time only for the first utterance.
        case load
        /// Turning it to text.
        case transcribe
        /// Matching the text against the grammars.
        case understand
        /// Deciding and planning.
        case decide
        /// Recording the decision and the run; from here on a crash loses nothing.
        case record
        /// Carrying the run out.
        case act
    }

    private var durations: [Stage: Duration] = [:]

    /// How long a stage took; `nil` when it was not reached.
    public subscript(stage: Stage) -> Duration? {
        get { durations[stage] }
        set { durations[stage] = newValue }
    }

    /// Adds to what a stage took, which may be gone through more than once.
    mutating func add(_ duration: Duration, to stage: Stage) {
        durations[stage, default: .zero] += duration
    }

    /// From the end of the speech to the recorded run, with a recogniser that is ready; `nil` when there is no run.
    public var untilRecorded: Duration? {
        guard durations[.record] != nil else { return nil }
        return [Stage.keep, .transcribe, .understand, .decide, .record].reduce(.zero) { $0 + (durations[$1] ?? .zero) }
    }
}
