import BehestTransport
import BehestWorkflow

/// How a kind of forge is spoken to: what is asked is built, and what is answered is read, by pure functions.
///
/// What an answer's reader returns `nil` for is not what the forge's documents promise.
protocol ForgeAPI: Sendable {
    /// What becomes of the files that belong to a report.
    var filing: ForgeFiling { get }
    /// Whether labels are set by their numbers, for which they must be there.
    var labelsHaveNumbers: Bool { get }
    /// Whether the newest comments come first.
    var commentsAreNewestFirst: Bool { get }
    /// What belongs to every request beside the token.
    var headers: [HTTPHeader] { get }

    /// The address of the API's beginning, of the address that people know.
    func root(of address: String) -> String

    // MARK: - What is asked

    /// The repository.
    func lookUp() -> ForgeRequest
    /// The issues that were made or changed since a moment, also closed ones.
    func issues(since moment: String) -> ForgeRequest
    /// The open issues, those that were changed last first.
    func openIssues() -> ForgeRequest
    func search(_ words: [String], state: ForgeState) -> ForgeRequest
    func issue(_ number: Int) -> ForgeRequest
    func create(_ draft: ForgeDraft, labels: [ForgeLabel]) -> ForgeRequest
    /// The comments of an issue since a moment, or more of them.
    func comments(of number: Int, since moment: String) -> ForgeRequest
    func comment(_ body: String, on number: Int) -> ForgeRequest
    /// All labels of the repository; `nil` where they need not be known.
    func labels() -> ForgeRequest?
    func createLabel(_ name: String) -> ForgeRequest?
    func add(_ names: [String], labels: [ForgeLabel], to number: Int) -> ForgeRequest
    func close(_ number: Int, reason: ForgeReason) -> ForgeRequest
    /// The files of an issue; `nil` where they are not the issue's.
    func files(of number: Int) -> ForgeRequest?
    /// Sends a file, to an issue where files are issues'; `nil` where none are taken.
    func upload(_ name: String, _ bytes: [UInt8], to number: Int?) -> ForgeRequest?

    // MARK: - What is answered

    func readIssue(_ json: JSONValue) -> ForgeIssue?
    func readComment(_ json: JSONValue) -> ForgeComment?
    func readFile(_ json: JSONValue) -> ForgeFile?
    /// What is wrong, in the forge's own words.
    func readProblem(_ json: JSONValue) -> String?
    /// The elements of a list of issues.
    func readList(_ json: JSONValue) -> [JSONValue]?
    /// What asks for the page after an answer's; `nil` at the end.
    func nextPage(_ answer: ForgeAnswer) -> [ForgeRequest.Query]?
}

/// What becomes of the files that belong to a report.
enum ForgeFiling: Sendable, Hashable {
    /// They are sent first, and linked in the text.
    case linked
    /// They are put beside the issue.
    case beside
    /// The forge takes none by its API: they stay in the workspace, and the text names them.
    case keptHere
}

/// Which issues are looked for.
enum ForgeState: String, Sendable, Hashable, CaseIterable {
    case open, closed, all
}

/// Why an issue is closed.
enum ForgeReason: String, Sendable, Hashable, CaseIterable {
    case completed
    case notPlanned = "not-planned"
}

extension ForgeAPI {
    var commentsAreNewestFirst: Bool { false }

    func readLabel(_ json: JSONValue) -> ForgeLabel? {
        guard let id = json["id"].integer, let name = json["name"].text else { return nil }
        return ForgeLabel(id: id, name: name)
    }

    func readList(_ json: JSONValue) -> [JSONValue]? { json.elements }

    func nextPage(_ answer: ForgeAnswer) -> [ForgeRequest.Query]? { answer[header: "Link"].flatMap(PageLink.next) }
}

/// The kinds of forges, with what speaks to each.
extension ForgeSettings {
    /// How it is spoken to.
    var api: any ForgeAPI {
        switch kind {
        case .github: GitHubAPI(repository: repository)
        case .gitlab: GitLabAPI(project: repository)
        case .forgejo, .gitea: ForgejoAPI(repository: repository)
        }
    }
}
