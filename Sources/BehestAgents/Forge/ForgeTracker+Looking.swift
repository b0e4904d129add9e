import BehestWorkflow

/// What looks for issues, and changes nothing.
extension ForgeTracker {
    /// So many pages of open issues are compared with what was said: those that were changed last.
    private static let mostPages = 5

    func similar(_ inputs: TrackerInputs, _ events: AgentEvents) async throws -> AgentResult {
        let client = try await client(events)
        let issues = try await client.all(client.api.openIssues(), mostPages: Self.mostPages)
            .compactMap(client.api.readIssue).filter(\.isOpen)
        var index = BugIndex()
        var entries: [BugIndex.Entry] = []
        for issue in issues {
            // Without the words of the commands that it came from.
            let body = FiledBug(text: issue.body, number: issue.number, name: "").body
            entries.append(index.read(title: issue.title, body: body))
        }
        index.hold(entries)
        guard let found = index.mostLike(title: inputs.title, body: inputs.details) else {
            return AgentResult(summary: "No open issue is like it.")
        }
        let issue = issues[found.index]
        return AgentResult(
            outputs: [
                "number": .number(Double(issue.number)), "title": .string(Markdown.line(issue.title, limit: 200)),
                "url": .string(issue.url), "score": .number(found.score),
            ],
            summary: "Issue \(issue.number) is like it."
        )
    }

    func search(_ inputs: TrackerInputs, _ events: AgentEvents) async throws -> AgentResult {
        let (words, state, limit) = (try inputs.words(), try inputs.state(), try inputs.limit())
        let client = try await client(events)
        let issues = try await client.all(client.api.search(words, state: state), mostPages: 1)
            .compactMap(client.api.readIssue).filter { state == .all || $0.isOpen == (state == .open) }
        return FoundReports(
            issues.prefix(limit).map { issue in
                FoundReports.Report(
                    number: issue.number,
                    title: issue.title,
                    isOpen: issue.isOpen,
                    place: ("url", issue.url)
                )
            }
        ).result
    }
}
