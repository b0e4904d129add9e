import BehestTransport
import BehestWorkflow

/// GitLab's REST API, version 4.
struct GitLabAPI: ForgeAPI {
    let project: String

    let filing = ForgeFiling.linked
    let labelsHaveNumbers = false
    let commentsAreNewestFirst = true
    let headers = [HTTPHeader("Accept", "application/json")]

    private static let pageSize = ForgeRequest.Query("per_page", "100")

    func root(of address: String) -> String { "\(address)/api/v4" }

    private var base: String { "/projects/\(ForgeRequest.escaped(project))" }

    func lookUp() -> ForgeRequest { ForgeRequest(.get, base) }

    func issues(since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [
            .init("scope", "all"), .init("order_by", "created_at"), .init("sort", "desc"),
            .init("updated_after", moment), Self.pageSize,
        ]
        return request
    }

    func openIssues() -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [
            .init("scope", "all"), .init("state", "opened"), .init("order_by", "updated_at"), .init("sort", "desc"),
            Self.pageSize,
        ]
        return request
    }

    func search(_ words: [String], state: ForgeState) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues")
        request.query = [
            .init("scope", "all"), .init("search", words.joined(separator: " ")), .init("in", "title,description"),
            .init("per_page", "50"),
        ]
        switch state {
        case .open: request.query.append(.init("state", "opened"))
        case .closed: request.query.append(.init("state", "closed"))
        case .all: break
        }
        return request
    }

    func issue(_ number: Int) -> ForgeRequest {
        ForgeRequest(.get, "\(base)/issues/\(number)", about: .issue(number))
    }

    func create(_ draft: ForgeDraft, labels: [ForgeLabel]) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues")
        request.body = [
            "title": .string(draft.title), "description": .string(draft.body), "labels": Self.list(draft.labels),
        ]
        return request
    }

    /// The newest first: there is no way to ask only for those since a moment.
    func comments(of number: Int, since moment: String) -> ForgeRequest {
        var request = ForgeRequest(.get, "\(base)/issues/\(number)/notes", about: .issue(number))
        request.query = [.init("order_by", "created_at"), .init("sort", "desc"), Self.pageSize]
        return request
    }

    func comment(_ body: String, on number: Int) -> ForgeRequest {
        var request = ForgeRequest(.post, "\(base)/issues/\(number)/notes", about: .issue(number))
        request.body = ["body": .string(body)]
        return request
    }

    /// GitLab makes a label that is named and not there.
    func labels() -> ForgeRequest? { nil }

    func createLabel(_ name: String) -> ForgeRequest? { nil }

    func add(_ names: [String], labels: [ForgeLabel], to number: Int) -> ForgeRequest {
        var request = ForgeRequest(.put, "\(base)/issues/\(number)", about: .issue(number))
        request.body = ["add_labels": Self.list(names)]
        return request
    }

    func close(_ number: Int, reason: ForgeReason) -> ForgeRequest {
        var request = ForgeRequest(.put, "\(base)/issues/\(number)", about: .issue(number))
        request.body = ["state_event": "close"]
        return request
    }

    func files(of number: Int) -> ForgeRequest? { nil }

    func upload(_ name: String, _ bytes: [UInt8], to number: Int?) -> ForgeRequest? {
        var request = ForgeRequest(.post, "\(base)/uploads", about: .file(name))
        request.file = .init(field: "file", name: name, bytes: bytes)
        return request
    }

    func readIssue(_ json: JSONValue) -> ForgeIssue? {
        guard let number = json["iid"].integer, let title = json["title"].text, let state = json["state"].text else {
            return nil
        }
        return ForgeIssue(
            number: number,
            title: title,
            body: json["description"].text ?? "",
            isOpen: state == "opened",
            url: json["web_url"].text ?? "",
            labels: (json["labels"].elements ?? []).compactMap(\.text)
        )
    }

    func readComment(_ json: JSONValue) -> ForgeComment? {
        json["id"].integer.map { ForgeComment(id: $0, body: json["body"].text ?? "", url: "") }
    }

    func readFile(_ json: JSONValue) -> ForgeFile? {
        guard let url = json["url"].text, let name = url.split(separator: "/").last else { return nil }
        return ForgeFile(name: String(name), url: url)
    }

    func readProblem(_ json: JSONValue) -> String? {
        if let text = json["message"].text ?? json["error"].text { return text }
        guard case .mapping(let fields) = json["message"] else { return nil }
        return fields.sorted { $0.key < $1.key }.map { field, words in
            "\(field) \((words.elements ?? [words]).map(\.asText).joined(separator: ", "))"
        }.joined(separator: "; ")
    }

    func nextPage(_ answer: ForgeAnswer) -> [ForgeRequest.Query]? {
        guard let page = answer[header: "X-Next-Page"] else { return answer[header: "Link"].flatMap(PageLink.next) }
        return (Int(page) ?? 0) > 0 ? [.init("page", page)] : nil
    }

    /// The names with commas between, so that no name can have one.
    private static func list(_ names: [String]) -> JSONValue {
        .string(names.map { $0.replacing(",", with: " ") }.joined(separator: ","))
    }
}
