internal import BehestAudio

/// An utterance that is over, with what was recognised in it.
struct Said: Sendable {
    var utterance: Utterance
    var end: End
    var outcome: Result<Hearkening, any Error>

    /// How it ended.
    struct End: Sendable {
        /// Where the last speech in it ended.
        var spokenUntil: LiveUtterances.Moment
        /// How long nobody had spoken when it was taken to be over.
        var pause: Duration
        /// How long it took to keep it; `nil` when it is not kept yet.
        var keeping: Duration?
    }
}

/// What was heard in an utterance.
enum Hearkening: Sendable {
    /// Something that may be for Behest.
    case command(Comprehension)
    /// The wake phrase, and nothing else.
    case phraseAlone
    /// No wake phrase, where one is needed; nothing else was looked for.
    case noPhrase
}

/// What is made of the utterances that a ``Listener`` finds.
protocol Attendant: Sendable {
    /// Somebody begins to speak.
    func speechBegan() async throws
    /// Whether something is spoken to the person now.
    func isSpeaking() async -> Bool
    /// Somebody presses the key to talk, whatever is spoken to them just now.
    func keyPressed() async throws
    /// The key to talk was held, and nothing was said.
    func heldSilence() async throws
    /// Whether something is asked, so that what is said now is the answer.
    func isAsking() async -> Bool
    /// What a recogniser may be given already of an utterance that goes on, just as it is heard at its end; `nil` for nothing yet.
    func preview(of utterance: Utterance) async -> Utterance?
    /// Hears an utterance that may be over and finds out what it may mean; nothing is kept.
    func comprehend(_ utterance: Utterance, by ears: [CommandPipeline.Ear]) async throws -> Comprehension
    /// How what was said so far ends.
    func ending(of comprehension: Comprehension) async -> Patience.Ending
    /// Puts an utterance on disk; returns how long it took.
    func keep(_ utterance: Utterance) async throws -> Duration
    /// Decides about what was understood in an utterance that is over and kept, and records what comes of it.
    func conclude(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension
    ) async throws
        -> UtteranceReport
    /// Does what is left to be done once what became of an utterance has been told.
    func follow(_ report: UtteranceReport) async
}

extension CommandPipeline: Attendant {
    func speechBegan() {}
    func isSpeaking() -> Bool { false }
    func keyPressed() {}
    func heldSilence() {}
    func isAsking() -> Bool { false }
    func preview(of utterance: Utterance) -> Utterance? { utterance }
    func follow(_ report: UtteranceReport) {}
}
