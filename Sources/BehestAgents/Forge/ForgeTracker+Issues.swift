import BehestWorkflow
import FoundationEssentials

/// What makes and changes issues.
extension ForgeTracker {
    /// For so long what a task has made is looked for: longer than a task is tried.
    private static let memory = 7 * 86_400.0

    func create(_ inputs: TrackerInputs, _ assignment: Assignment, _ events: AgentEvents) async throws -> AgentResult {
        guard !inputs.title.isEmpty else {
            throw AgentError("A bug report needs a title, and none was said. Ask for it with the pack's 'ask'.")
        }
        let wished = try inputs.attachments(defaults)
        let client = try await client(events)
        let files = ForgeFiles(client: client, assignment: assignment, folder: inputs.folder)
        let made = try await issueMade(for: assignment, client)
        // What stands beside an issue may be missing yet.
        if let made, client.api.filing != .beside { return filed(made) }
        let evidence = try await gather(wished, assignment)
        if let made {
            try await complete(files, evidence, beside: made.number)
            return filed(made)
        }
        let labels = try await labels(inputs.forgeLabels, client)
        let report = ForgeReport(
            severity: inputs.severity,
            body: inputs.forgeBody,
            evidence: evidence,
            assignment: assignment
        )
        let draft = ForgeDraft(
            title: ForgeText.title(inputs.title),
            body: report.text(files: try await files.place(evidence)),
            labels: inputs.forgeLabels
        )
        let issue = try await client.value(client.api.create(draft, labels: labels), client.api.readIssue)
        try await complete(files, evidence, beside: issue.number)
        return filed(issue)
    }

    func append(_ inputs: TrackerInputs, _ assignment: Assignment, _ events: AgentEvents) async throws -> AgentResult {
        let number = try inputs.number()
        let wished = try inputs.attachments(defaults)
        let client = try await client(events)
        let files = ForgeFiles(client: client, assignment: assignment, folder: inputs.folder)
        let made = try await commentMade(for: assignment, on: number, client)
        if let made, client.api.filing != .beside { return commented(number, made) }
        let evidence = try await gather(wished, assignment)
        var comment = made
        if comment == nil {
            let report = ForgeReport(
                heading: "## Seen again on \(now().formatted(.iso8601))",
                title: inputs.title,
                body: inputs.forgeBody,
                evidence: evidence,
                assignment: assignment
            )
            let text = report.text(files: try await files.place(evidence))
            comment = try await client.value(client.api.comment(text, on: number), client.api.readComment)
        }
        try await complete(files, evidence, beside: number)
        return commented(number, comment)
    }

    func comment(_ inputs: TrackerInputs, _ assignment: Assignment, _ events: AgentEvents) async throws -> AgentResult {
        let number = try inputs.number()
        guard let body = inputs.forgeBody else {
            throw AgentError("There is nothing to say about issue \(number): 'body' is empty.")
        }
        let client = try await client(events)
        return commented(number, try await commentOnce(body, on: number, assignment, client))
    }

    func label(_ inputs: TrackerInputs, _ events: AgentEvents) async throws -> AgentResult {
        let number = try inputs.number()
        guard !inputs.forgeLabels.isEmpty else {
            throw AgentError("There is no label for issue \(number): 'labels' is empty.")
        }
        let client = try await client(events)
        let issue = try await client.value(client.api.issue(number), client.api.readIssue)
        let missing = inputs.forgeLabels.filter { !issue.labels.contains($0) }
        if !missing.isEmpty {
            let labels = try await labels(missing, client)
            _ = try await client.send(client.api.add(missing, labels: labels, to: number))
        }
        return result(
            number,
            url: issue.url,
            "Issue \(number) has the labels \(inputs.forgeLabels.joined(separator: ", "))."
        )
    }

    func close(_ inputs: TrackerInputs, _ assignment: Assignment, _ events: AgentEvents) async throws -> AgentResult {
        let number = try inputs.number()
        let reason = try inputs.reason()
        let client = try await client(events)
        let issue = try await client.value(client.api.issue(number), client.api.readIssue)
        if let body = inputs.forgeBody { _ = try await commentOnce(body, on: number, assignment, client) }
        if issue.isOpen { _ = try await client.send(client.api.close(number, reason: reason)) }
        return result(number, url: issue.url, "Issue \(number) is closed.")
    }

    // MARK: - Once

    /// The issue that the task has made; `nil` when it has made none.
    ///
    /// It is looked for in the list of issues, which has what was made a moment ago; a forge's search may not.
    private func issueMade(for assignment: Assignment, _ client: ForgeClient) async throws -> ForgeIssue? {
        let marker = ForgeMarker.text(assignment.idempotencyKey)
        let made = try await client.all(client.api.issues(since: since(assignment)))
            .compactMap(client.api.readIssue).filter { $0.body.contains(marker) }
        // Who copies a mark comes later.
        return made.min { $0.number < $1.number }
    }

    private func commentMade(
        for assignment: Assignment,
        on number: Int,
        _ client: ForgeClient
    ) async throws -> ForgeComment? {
        let marker = ForgeMarker.text(assignment.idempotencyKey)
        let since = since(assignment)
        let found = try await client.firstInPages(client.api.comments(of: number, since: since)) {
            page -> ForgeComment?? in
            if let made = page.compactMap(client.api.readComment).first(where: { $0.body.contains(marker) }) {
                return .some(made)
            }
            let isPast = client.api.commentsAreNewestFirst && (page.last?["created_at"].text ?? "~") < since
            return isPast ? .some(nil) : nil
        }
        return found ?? nil
    }

    private func commentOnce(
        _ body: String,
        on number: Int,
        _ assignment: Assignment,
        _ client: ForgeClient
    ) async throws -> ForgeComment {
        if let made = try await commentMade(for: assignment, on: number, client) { return made }
        let text = ForgeReport(body: body, assignment: assignment).text()
        return try await client.value(client.api.comment(text, on: number), client.api.readComment)
    }

    /// Puts the files beside an issue, and says of those that the forge does not take where they are.
    private func complete(_ files: ForgeFiles, _ evidence: Evidence, beside number: Int) async throws {
        guard files.client.api.filing == .beside else { return }
        let kept = try await files.complete(evidence, beside: number)
        guard !kept.isEmpty else { return }
        var assignment = files.assignment
        assignment.idempotencyKey += "/files"
        let text = "The forge did not take these files:\n\n" + kept.joined(separator: "\n")
        _ = try await commentOnce(text, on: number, assignment, files.client)
    }

    private func since(_ assignment: Assignment) -> String {
        let recent = now().addingTimeInterval(-Self.memory)
        // A day more, for clocks that differ.
        let said = assignment.utterance.recordedAt?.addingTimeInterval(-86_400) ?? recent
        return min(recent, said).formatted(.iso8601)
    }

    // MARK: - Parts

    /// The labels of some names, which are made where they are missing and needed.
    private func labels(_ names: [String], _ client: ForgeClient) async throws -> [ForgeLabel] {
        guard client.api.labelsHaveNumbers, !names.isEmpty, let request = client.api.labels() else { return [] }
        let known = try await client.all(request).compactMap(client.api.readLabel)
        var labels: [ForgeLabel] = []
        for name in names where !labels.contains(where: { $0.name == name }) {
            if let label = known.first(where: { $0.name.lowercased() == name.lowercased() }) {
                labels.append(label)
            } else if let request = client.api.createLabel(name) {
                labels.append(try await client.value(request, client.api.readLabel))
            }
        }
        return labels
    }

    private func gather(_ wished: Attachments, _ assignment: Assignment) async throws -> Evidence {
        let evidence = try await Evidence.gather(
            wished,
            for: assignment,
            folder: FileManager.default.temporaryDirectory.path,
            environment: environment,
            pictureLimit: .seconds(10)
        )
        return evidence.naming([(assignment.workspace, "."), (environment["HOME"] ?? "", "~")])
    }

    private func filed(_ issue: ForgeIssue) -> AgentResult { result(issue.number, url: issue.url, issue.url) }

    private func commented(_ number: Int, _ comment: ForgeComment?) -> AgentResult {
        let url = comment?.url ?? ""
        return result(number, url: url, url.isEmpty ? "Added to issue \(number)." : url)
    }
}
