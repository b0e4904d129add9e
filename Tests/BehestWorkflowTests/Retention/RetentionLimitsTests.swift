import FoundationEssentials
import Testing

@testable import BehestWorkflow

struct RetentionLimitsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var limits: RetentionLimits
        /// The age in days, the size in megabytes, and whether it is needed, of each, the first of which is `a`.
        var items: [(days: Double, megabytes: Int64, isNeeded: Bool)]
        var removed: [String]
    }

    static let cases = [
        Case(testDescription: "everything is kept", limits: .init(), items: [(9999, 9999, false)], removed: []),
        Case(
            testDescription: "what is too old goes, oldest first",
            limits: .init(days: 30),
            items: [(31, 1, false), (30, 1, false), (400, 1, false), (-5, 1, false)],
            removed: ["c older than 30 days", "a older than 30 days"]
        ),
        Case(
            testDescription: "what is needed stays",
            limits: .init(days: 1, megabytes: 1),
            items: [(31, 100, true), (2, 1, false)],
            removed: ["b older than a day"]
        ),
        Case(
            testDescription: "the oldest goes until the rest is small enough",
            limits: .init(megabytes: 10),
            items: [(1, 5, false), (2, 5, false), (3, 5, false)],
            removed: ["c more than 10 MB in all"]
        ),
        Case(
            testDescription: "what is needed counts for the size",
            limits: .init(megabytes: 10),
            items: [(1, 5, false), (2, 5, false), (3, 9, true)],
            removed: ["b more than 10 MB in all", "a more than 10 MB in all"]
        ),
        Case(
            testDescription: "what is just small enough stays",
            limits: .init(megabytes: 10),
            items: [(1, 5, false), (2, 5, false)],
            removed: []
        ),
        Case(
            testDescription: "age goes before size",
            limits: .init(days: 2, megabytes: 10),
            items: [(1, 8, false), (3, 8, false)],
            removed: ["b older than 2 days"]
        ),
    ]

    @Test(arguments: cases)
    func picksWhatGoes(_ example: Case) {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let items = zip("abcdef", example.items).map { name, item in
            RetentionLimits.Item(
                subject: String(name),
                size: item.megabytes * 1_000_000,
                date: now.addingTimeInterval(-item.days * 86_400),
                isNeeded: item.isNeeded
            )
        }
        let removals = example.limits.removals(of: items, at: now)
        #expect(removals.map { "\($0.item.subject) \($0.reason)" } == example.removed)
    }
}
