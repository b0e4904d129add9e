import BehestWorkflow

/// The reports that a search has found.
struct FoundReports {
    /// One of them.
    struct Report {
        var number: Int
        var title: String
        var isOpen: Bool
        /// Where it is, and what such a place is called.
        var place: (name: String, value: String)
    }

    private let reports: [Report]

    init(_ reports: [Report]) {
        self.reports = reports
    }

    /// The numbers and titles of all, and those of the first one by themselves, for packs that want just one.
    var result: AgentResult {
        var outputs: [String: JSONValue] = [
            "count": .number(Double(reports.count)), "reports": .list(reports.map { .mapping(values(of: $0)) }),
        ]
        if let first = reports.first { outputs.merge(values(of: first)) { old, _ in old } }
        let numbers = reports.map { String($0.number) }.joined(separator: ", ")
        return AgentResult(
            outputs: outputs,
            summary: reports.isEmpty ? "Nothing was found." : "Found \(reports.count): \(numbers)."
        )
    }

    private func values(of report: Report) -> [String: JSONValue] {
        [
            "number": .number(Double(report.number)), "title": .string(Markdown.line(report.title, limit: 200)),
            "state": report.isOpen ? "open" : "closed", report.place.name: .string(report.place.value),
        ]
    }
}
