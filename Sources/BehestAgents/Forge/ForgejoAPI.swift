import BehestTransport
import BehestWorkflow

/// The REST API of Forgejo and of Gitea, version 1.
struct ForgejoAPI: ForgeAPI {
    let repository: String

    let filing = ForgeFiling.beside
    let labelsHaveNumbers = true
    let headers = [HTTPHeader("Accept", "application/json")]

    /// More are not given at a time.
    private static let pageSize = ForgeRequest.Query("limit", "50")
    /// The colour of a new label, without which none is made.
    private static let colour: JSONValue = "#ee9922"

    func root(of address: String) -> String { "\(address)/api/v1" }

    private var base: String { "/repos/\(repository)" }

    func lookUp() -> ForgeRequest { ForgeRequest(.get, base) }

    func issues(since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [.init("state", "all"), .init("type", "issues"), .init("since", moment), Self.pageSize]
        return request
    }

    func openIssues() -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [.init("state", "open"), .init("type", "issues"), Self.pageSize]
        return request
    }

    func search(_ words: [String], state: ForgeState) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [
            .init("state", state.rawValue), .init("type", "issues"), .init("q", words.joined(separator: " ")),
            Self.pageSize,
        ]
        return request
    }

    func issue(_ number: Int) -> ForgeRequest {
        ForgeRequest(.get, "\(base)/issues/\(number)", about: .issue(number))
    }

    func create(_ draft: ForgeDraft, labels: [ForgeLabel]) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues")
        request.body = [
            "title": .string(draft.title), "body": .string(draft.body), "labels": Self.numbers(of: labels),
        ]
        return request
    }

    func comments(of number: Int, since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues/\(number)/comments", about: .issue(number))
        request.query = [.init("since", moment)]
        return request
    }

    func comment(_ body: String, on number: Int) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/comments", about: .issue(number))
        request.body = ["body": .string(body)]
        return request
    }

    func labels() -> ForgeRequest? {
        var request = ForgeRequest(.get, "\(base)/labels")
        request.query = [Self.pageSize]
        return request
    }

    func createLabel(_ name: String) -> ForgeRequest? {
        var request = ForgeRequest(.post, "\(base)/labels")
        request.body = ["name": .string(name), "color": Self.colour]
        return request
    }

    func add(_ names: [String], labels: [ForgeLabel], to number: Int) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/labels", about: .issue(number))
        request.body = ["labels": Self.numbers(of: labels)]
        return request
    }

    func close(_ number: Int, reason: ForgeReason) -> ForgeRequest {
        var request = ForgeRequest(.patch, "\(base)/issues/\(number)", about: .issue(number))
        request.body = ["state": "closed"]
        return request
    }

    func files(of number: Int) -> ForgeRequest? {
        ForgeRequest(.get, "\(base)/issues/\(number)/assets", about: .issue(number))
    }

    func upload(_ name: String, _ bytes: [UInt8], to number: Int?) -> ForgeRequest? {
        guard let number else { return nil }
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/assets", about: .file(name))
        request.query = [.init("name", name)]
        request.file = .init(field: "attachment", name: name, bytes: bytes)
        return request
    }

    func readIssue(_ json: JSONValue) -> ForgeIssue? {
        guard json["pull_request"] == .null, let number = json["number"].integer, let title = json["title"].text,
            let state = json["state"].text
        else { return nil }
        return ForgeIssue(
            number: number,
            title: title,
            body: json["body"].text ?? "",
            isOpen: state == "open",
            url: json["html_url"].text ?? "",
            labels: (json["labels"].elements ?? []).compactMap { $0["name"].text }
        )
    }

    func readComment(_ json: JSONValue) -> ForgeComment? {
        guard let id = json["id"].integer else { return nil }
        return ForgeComment(id: id, body: json["body"].text ?? "", url: json["html_url"].text ?? "")
    }

    func readFile(_ json: JSONValue) -> ForgeFile? {
        guard let name = json["name"].text else { return nil }
        return ForgeFile(name: name, url: json["browser_download_url"].text ?? "")
    }

    func readProblem(_ json: JSONValue) -> String? { json["message"].text }

    private static func numbers(of labels: [ForgeLabel]) -> JSONValue {
        .list(labels.map { .number(Double($0.id)) })
    }
}
