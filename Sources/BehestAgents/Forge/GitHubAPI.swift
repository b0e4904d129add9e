import BehestTransport
import BehestWorkflow

/// GitHub's REST API, of github.com or of an Enterprise Server.
struct GitHubAPI: ForgeAPI {
    let repository: String

    let filing = ForgeFiling.keptHere
    let labelsHaveNumbers = false
    let headers = [
        HTTPHeader("Accept", "application/vnd.github+json"), HTTPHeader("X-GitHub-Api-Version", "2022-11-28"),
    ]

    private static let pageSize = ForgeRequest.Query("per_page", "100")

    func root(of address: String) -> String {
        address == "https://github.com" ? "https://api.github.com" : "\(address)/api/v3"
    }

    private var base: String { "/repos/\(repository)" }

    func lookUp() -> ForgeRequest { ForgeRequest(.get, base) }

    func issues(since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [
            .init("state", "all"), .init("sort", "created"), .init("direction", "desc"), .init("since", moment),
            Self.pageSize,
        ]
        return request
    }

    func openIssues() -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [.init("state", "open"), .init("sort", "updated"), .init("direction", "desc"), Self.pageSize]
        return request
    }

    func search(_ words: [String], state: ForgeState) -> ForgeRequest {
        var request = ForgeRequest(.get, "/search/issues")
        var terms = words + ["repo:\(repository)", "is:issue"]
        if state != .all { terms.append("state:\(state.rawValue)") }
        request.query = [.init("q", terms.joined(separator: " ")), .init("per_page", "50")]
        return request
    }

    func issue(_ number: Int) -> ForgeRequest {
        ForgeRequest(.get, "\(base)/issues/\(number)", about: .issue(number))
    }

    func create(_ draft: ForgeDraft, labels: [ForgeLabel]) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues")
        request.body = [
            "title": .string(draft.title), "body": .string(draft.body),
            "labels": .list(draft.labels.map { .string($0) }),
        ]
        return request
    }

    func comments(of number: Int, since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues/\(number)/comments", about: .issue(number))
        request.query = [.init("since", moment), Self.pageSize]
        return request
    }

    func comment(_ body: String, on number: Int) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/comments", about: .issue(number))
        request.body = ["body": .string(body)]
        return request
    }

    /// GitHub makes a label that is named and not there.
    func labels() -> ForgeRequest? { nil }

    func createLabel(_ name: String) -> ForgeRequest? { nil }

    func add(_ names: [String], labels: [ForgeLabel], to number: Int) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/labels", about: .issue(number))
        request.body = ["labels": .list(names.map { .string($0) })]
        return request
    }

    func close(_ number: Int, reason: ForgeReason) -> ForgeRequest {
        var request = ForgeRequest(.patch, "\(base)/issues/\(number)", about: .issue(number))
        request.body = [
            "state": "closed", "state_reason": reason == .completed ? "completed" : "not_planned",
        ]
        return request
    }

    func files(of number: Int) -> ForgeRequest? { nil }

    func upload(_ name: String, _ bytes: [UInt8], to number: Int?) -> ForgeRequest? { nil }

    func readIssue(_ json: JSONValue) -> ForgeIssue? {
        // Pull requests are in the lists of issues too.
        guard json["pull_request"] == .null, let number = json["number"].integer, let title = json["title"].text,
            let state = json["state"].text
        else { return nil }
        return ForgeIssue(
            number: number,
            title: title,
            body: json["body"].text ?? "",
            isOpen: state == "open",
            url: json["html_url"].text ?? "",
            labels: (json["labels"].elements ?? []).compactMap { $0["name"].text ?? $0.text }
        )
    }

    func readComment(_ json: JSONValue) -> ForgeComment? {
        guard let id = json["id"].integer else { return nil }
        return ForgeComment(id: id, body: json["body"].text ?? "", url: json["html_url"].text ?? "")
    }

    func readFile(_ json: JSONValue) -> ForgeFile? { nil }

    func readList(_ json: JSONValue) -> [JSONValue]? { json.elements ?? json["items"].elements }

    func readProblem(_ json: JSONValue) -> String? {
        let details = (json["errors"].elements ?? []).compactMap { error in
            error["message"].text ?? error["field"].text.map { "\($0): \(error["code"].text ?? "not taken")" }
        }
        return json["message"].text.map { ([$0] + details).joined(separator: "; ") }
    }
}
