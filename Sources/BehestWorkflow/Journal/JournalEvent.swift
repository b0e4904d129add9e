public import FoundationEssentials

/// Something that happened; events are added and never changed.
public struct JournalEvent: Sendable, Hashable {
    /// When.
    public var at: Date
    /// What kind of thing it happened to: `utterance`, `run` or `task`.
    public var subjectKind: String
    /// Which one.
    public var subjectID: String
    /// What happened.
    public var what: String
}
