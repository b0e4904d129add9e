/// How much may be sent.
public struct UploadLimits: Sendable, Hashable {
    /// The largest recording, in bytes: 25 MiB, as at OpenAI.
    public var largestFile = 25 * 1_024 * 1_024
    /// The longest sound in it: four hours, since little silence fills many bytes.
    public var longestSound = Duration.seconds(4 * 3_600)
    /// How long a request may take to arrive.
    ///
    /// It may come while somebody still speaks.
    public var longestUpload = Duration.seconds(120)

    /// Makes the standard limits.
    public init() {}

    /// The longest value of a field that is no file, in bytes.
    static let longestValue = 64 * 1_024
    /// The most fields of a form.
    static let mostFields = 64
    /// What a form may have beside the recording, in bytes.
    static let surroundings = 1_024 * 1_024

    /// The longest request, in bytes.
    var longestBody: Int { largestFile + Self.surroundings }
}
