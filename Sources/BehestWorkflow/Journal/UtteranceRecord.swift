public import FoundationEssentials

/// One utterance, as the journal keeps it: recorded before anything tries to understand it.
public struct UtteranceRecord: Sendable, Hashable, Identifiable {
    /// Its identifier.
    public var id: String
    /// The recording or device it was cut from.
    public var source: String
    /// Where it begins in its source.
    public var start: Duration
    /// How long it is.
    public var duration: Duration
    /// The file with its sound; `nil` for words that were typed.
    public var audioPath: String?
    /// When it was recorded here.
    public var createdAt: Date

    /// Makes a record.
    public init(
        id: String,
        source: String,
        start: Duration,
        duration: Duration,
        audioPath: String?,
        createdAt: Date
    ) {
        self.id = id
        self.source = source
        self.start = start
        self.duration = duration
        self.audioPath = audioPath
        self.createdAt = createdAt
    }
}
