internal import BehestGrammar
internal import BehestWorkflow

/// How much is kept.
extension ConfigurationReader {
    mutating func keep(_ node: PackNode) -> Configuration.Keep {
        let fields = log.fields(of: node, "'keep'", keys: ["recordings", "logs"], later: [])
        var keep = Configuration.Keep()
        if let recordings = fields["recordings"] { limits(recordings, "recordings").map { keep.recordings = $0 } }
        if let logs = fields["logs"] { limits(logs, "logs").map { keep.logs = $0 } }
        return keep
    }

    private mutating func limits(_ node: PackNode, _ key: String) -> RetentionLimits? {
        if node.text == "all" { return RetentionLimits() }
        guard node.entries != nil else {
            log.error(
                "unknown-value",
                "'\(key)' is 'all' or a mapping with 'days' and 'megabytes'",
                at: node.range,
                hint: "write {days: 30, megabytes: 1024}"
            )
            return nil
        }
        let fields = log.fields(of: node, "'\(key)'", keys: ["days", "megabytes"], later: [])
        return RetentionLimits(
            days: fields["days"].flatMap { number($0, "days", 1...36_500) },
            megabytes: fields["megabytes"].flatMap { number($0, "megabytes", 1...100_000_000) }
        )
    }
}

extension Configuration {
    /// How much is kept of what can be given up.
    struct Keep: Sendable, Equatable {
        /// Of recordings: everything, where nothing is said.
        var recordings = RetentionLimits()
        /// Of the logs of runs.
        var logs = RetentionLimits(days: 30, megabytes: 256)
    }
}
