import BehestWorkflow
import Crypto
import FoundationEssentials

/// An event as CloudEvents 1.0 have it, with what it tells within.
struct CloudEvent: Sendable, Hashable {
    /// The kind of what is sent.
    static let contentType = "application/cloudevents+json"
    private static let source = "/behest"
    private static let prefix = "dev.behest."

    /// What it is known by together with its source, the same for each attempt.
    var id: String
    var type: String
    var subject: String?
    /// When what it tells happened.
    var time: Date
    var data: JSONValue

    /// Makes an event of a task.
    ///
    /// - Parameters:
    ///   - name: what happened, such as `release` or `release.done`.
    ///   - assignment: the task.
    ///   - subject: what it happened to.
    ///   - data: what there is to tell.
    ///   - now: the time, for a task that was not recorded.
    /// - Throws: ``AgentError`` when the name cannot be part of a type.
    init(_ name: String, of assignment: Assignment, subject: String?, data: JSONValue, now: Date) throws {
        let isName = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95 }
        }
        guard isName, name.utf8.count <= 100 else {
            throw AgentError(
                "'\(Markdown.line(name, limit: 60))' is no name of an event. Write small letters, digits and points, such as 'release.done'."
            )
        }
        type = name.hasPrefix(Self.prefix) ? name : "\(Self.prefix)\(name).v1"
        id = "evt_" + ForgeMarker.hash(assignment.idempotencyKey)
        self.subject = subject
        time = assignment.utterance.recordedAt ?? now
        self.data = data
    }

    /// The whole of it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "specversion": "1.0", "id": .string(id), "source": .string(Self.source), "type": .string(type),
            "time": .string(time.formatted(.iso8601)), "datacontenttype": "application/json", "data": data,
        ]
        if let subject, !subject.isEmpty { members["subject"] = .string(subject) }
        return .mapping(members)
    }
}
