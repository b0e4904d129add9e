public import FoundationEssentials

/// What knows which recordings and logs are still needed, and keeps what became of the others.
public protocol RetentionJournal: Sendable {
    /// The utterances that have a recording, with its path, when it was made, and whether something that goes on needs it.
    func keptRecordings() async throws -> [KeptRecording]
    /// When runs came to their end; `nil` for those that have not. Those that there are not are left out.
    func ends(of runs: [RunRecord.ID]) async throws -> [RunRecord.ID: Date?]
    /// Records that things are removed, before they are: of recordings only those that nothing needs by now.
    ///
    /// - Parameters:
    ///   - kind: What they are.
    ///   - removals: The utterances or runs that they belong to, and why.
    /// - Returns: Those that may be removed.
    /// - Throws: ``JournalError``; then nothing may be removed.
    func noteRemoval(
        of kind: RemovedThing.Kind,
        _ removals: [RetentionLimits.Removal]
    ) async throws -> [RetentionLimits.Removal]
    /// What became of something that was removed; `nil` when it was not.
    func removal(of kind: RemovedThing.Kind, _ subject: String) async throws -> RemovedThing?
}

/// The recording of an utterance.
public struct KeptRecording: Sendable, Hashable {
    /// The utterance.
    public var utterance: UtteranceRecord.ID
    /// The file.
    public var path: String
    /// When it was made.
    public var date: Date
    /// Whether something that goes on needs it.
    public var isNeeded: Bool
}

/// Something that was removed, since no more of it is to be kept.
public struct RemovedThing: Sendable, Hashable {
    /// What is removed.
    public enum Kind: String, Sendable, Hashable {
        /// The recording of an utterance.
        case recording
        /// The logs of a run.
        case logs
    }

    /// When.
    public var date: Date
    /// Why, as a part of a sentence.
    public var reason: String
}
