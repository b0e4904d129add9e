import BehestWorkflow

/// What trackers can do, wherever their reports are.
enum TrackerSignatures {
    /// What passes is tried again, for some minutes: whoever asked for it may be waiting.
    private static let retry = RetryPolicy(attempts: 5, delaySeconds: 2, factor: 4, maxDelaySeconds: 300)

    /// `tracker/create` makes a report, `tracker/append` adds to one what was seen again, `tracker/comment` what there is to say,
    /// `tracker/label` labels; `tracker/close` closes one; `tracker/similar` finds an open one that is like what was said, and
    /// `tracker/search` those in which words stand.
    static let all = [
        AgentSignature(
            "tracker/create",
            required: ["title"],
            optional: ["body", "severity", "labels", "attach", "logs", "folder"],
            retry: retry
        ),
        AgentSignature(
            "tracker/append",
            required: ["number"],
            optional: ["title", "body", "attach", "logs", "folder"],
            retry: retry
        ),
        AgentSignature("tracker/comment", required: ["number", "body"], optional: ["folder"], retry: retry),
        AgentSignature("tracker/label", required: ["number", "labels"], optional: ["folder"], retry: retry),
        AgentSignature("tracker/close", required: ["number"], optional: ["body", "reason", "folder"], retry: retry),
        AgentSignature("tracker/similar", required: ["title"], optional: ["body", "folder"], isReadOnly: true),
        AgentSignature(
            "tracker/search",
            required: ["query"],
            optional: ["state", "limit", "folder"],
            isReadOnly: true
        ),
    ]
}
