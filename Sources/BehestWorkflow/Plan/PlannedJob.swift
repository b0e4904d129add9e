/// One job of a plan: a job of the pack, or one of its runs if it has a matrix.
public struct PlannedJob: Sendable, Hashable, Codable {
    /// Its name within the plan: the pack's, with a number where the job has a matrix.
    public var id: String
    /// The job's name in the pack, by which others need it.
    public var name: String
    /// The jobs that come before it, by their names in the pack.
    public var needs: [String]
    /// When it is done, as far as that is not known yet; `nil` for when all that it needs was done.
    public var condition: Condition?
    /// Why it is not done at all; `nil` when it is.
    public var skipped: String?
    /// What makes it one of several runs of the job; `nil` for the only one.
    public var matrix: [String: TracedValue]?
    /// The environment values given to its steps, by name.
    public var environment: [String: PlannedInput]
    /// What later jobs may use, by name.
    public var outputs: [String: PlannedInput]
    /// How long it may take, in minutes.
    public var timeoutMinutes: Double
    /// Whether the run goes on as if it had succeeded when it fails.
    public var continuesOnError: Bool
    /// With what it is not done at the same time; `nil` for nothing.
    public var concurrency: PlannedConcurrency?
    /// Whether the other runs of its matrix are given up when it has failed.
    public var failsFast: Bool?
    /// How many runs of its matrix are done at the same time; `nil` for as many as there is room for.
    public var maxParallel: Int?

    /// How long it may take.
    public var timeout: Duration { .seconds(timeoutMinutes * 60) }

    /// Its name for a person, such as `test (linux, 6.3)`.
    public var title: String {
        guard let matrix, !matrix.isEmpty else { return name }
        let values = matrix.sorted { $0.key < $1.key }.map(\.value.value.asText)
        return "\(name) (\(values.joined(separator: ", ")))"
    }
}

/// What is not done at the same time: of all that has the same group, one at a time or so many.
public struct PlannedConcurrency: Sendable, Hashable, Codable {
    /// How many may begin in some span of time.
    public struct Rate: Sendable, Hashable, Codable {
        /// How many.
        public var count: Int
        /// The span.
        public var seconds: Double
    }

    /// The most that a group's name may have, in bytes.
    static let groupLimit = 256

    /// The group, and where its name came from.
    public var group: TracedValue
    /// Whether what begins ends what is being done in its group, instead of waiting for it.
    public var cancelsInProgress: Bool
    /// How many are done at the same time; `nil` for one.
    public var limit: Int?
    /// How many may begin in some span of time; `nil` for any number.
    public var rate: Rate?
    /// How long it is waited for, in minutes; `nil` for any time.
    public var waitMinutes: Double?

    /// How long it is waited for.
    var wait: Duration? { waitMinutes.map { .seconds($0 * 60) } }
}
