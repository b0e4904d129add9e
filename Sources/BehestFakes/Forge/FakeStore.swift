import FoundationEssentials

/// What a fake forge has: one repository with its issues.
struct FakeStore: Sendable {
    struct Comment: Sendable {
        var id: Int
        var body: String
        var created: Int
    }

    struct Asset: Sendable {
        var id: Int
        var name: String
        var size: Int
    }

    struct Issue: Sendable {
        var number: Int
        var title: String
        var body: String
        var isOpen = true
        var reason: String?
        var labels: [String] = []
        var created: Int
        var updated: Int
        var comments: [Comment] = []
        var assets: [Asset] = []
    }

    struct Label: Sendable {
        var id: Int
        var name: String
        var color: String
    }

    /// An event that was sent to it.
    struct Delivery: Sendable {
        var name: String
        var headers: [String: String]
        var body: [UInt8]
    }

    let repository: String
    var issues: [Issue] = []
    var labels: [Label] = []
    var uploads: [Asset] = []
    var deliveries: [Delivery] = []
    private var lastID = 1_000

    init(repository: String) {
        self.repository = repository
    }

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    /// Makes an issue.
    mutating func add(title: String, body: String, labels: [String], now: Int) -> Issue {
        for label in labels { _ = make(label: label) }
        let issue = Issue(
            number: issues.count + 1,
            title: title,
            body: body,
            labels: labels,
            created: now,
            updated: now
        )
        issues.append(issue)
        return issue
    }

    /// Makes a label unless there is one of that name.
    mutating func make(label name: String, color: String = "#ededed") -> Label {
        if let label = labels.first(where: { $0.name == name }) { return label }
        let label = Label(id: nextID(), name: name, color: color)
        labels.append(label)
        return label
    }

    /// The place of an issue; `nil` when there is none.
    func place(of number: String) -> Int? {
        Int(number).flatMap { issues.indices.contains($0 - 1) ? $0 - 1 : nil }
    }

    mutating func comment(_ body: String, at place: Int, now: Int) -> Comment {
        let comment = Comment(id: nextID(), body: body, created: now)
        issues[place].comments.append(comment)
        issues[place].updated = now
        return comment
    }

    mutating func add(labels names: [String], at place: Int, now: Int) {
        for name in names where !issues[place].labels.contains(name) {
            issues[place].labels.append(make(label: name).name)
        }
        issues[place].updated = now
    }

    /// The issues that a query is for.
    ///
    /// - Parameters:
    ///   - state: open, closed or all.
    ///   - words: what stands in title or body.
    ///   - since: the moment since which they were changed.
    ///   - byUpdate: whether those that were changed last come first, and not those that were made last.
    /// - Returns: the issues.
    func issues(state: String, words: [String] = [], since: String?, byUpdate: Bool = false) -> [Issue] {
        issues.filter { issue in
            let text = "\(issue.title)\n\(issue.body)".lowercased()
            return (state == "all" || issue.isOpen == (state == "open"))
                && words.allSatisfy { text.contains($0.lowercased()) }
                && since.map { Self.moment(issue.updated) >= $0 } ?? true
        }
        .sorted { byUpdate ? ($0.updated, $0.number) > ($1.updated, $1.number) : $0.number > $1.number }
    }

    /// A time as the forges write it.
    static func moment(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
