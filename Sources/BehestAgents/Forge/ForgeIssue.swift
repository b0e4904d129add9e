import BehestWorkflow

/// An issue as a forge has it.
struct ForgeIssue: Sendable, Hashable {
    var number: Int
    var title: String
    var body: String
    var isOpen: Bool
    /// Where people see it.
    var url: String
    var labels: [String] = []
}

/// A comment as a forge has it.
struct ForgeComment: Sendable, Hashable {
    var id: Int
    var body: String
    /// Where people see it; empty where the forge does not say.
    var url: String
}

/// A label as a forge has it.
struct ForgeLabel: Sendable, Hashable {
    var id: Int
    var name: String
}

/// A file that a forge has taken.
struct ForgeFile: Sendable, Hashable {
    var name: String
    /// Where it is, as it can stand in a link of the forge's own Markdown.
    var url: String
}

/// A new issue.
struct ForgeDraft: Sendable, Hashable {
    var title: String
    var body: String
    var labels: [String] = []
}

extension JSONValue {
    /// The whole number; `nil` for anything else.
    var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }
}
