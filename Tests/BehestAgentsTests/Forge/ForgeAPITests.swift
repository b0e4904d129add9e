import BehestTransport
import BehestWorkflow
import Testing

@testable import BehestAgents

/// What each forge is asked, and how its answers are read, without any network.
struct ForgeAPITests {
    private static let github = GitHubAPI(repository: "o/r")
    private static let gitlab = GitLabAPI(project: "g/sub/r")
    private static let forgejo = ForgejoAPI(repository: "o/r")
    private static let draft = ForgeDraft(title: "T", body: "B", labels: ["a", "b, c"])

    @Test(arguments: [
        (ForgeSettings.Kind.github, "https://github.com", "https://api.github.com"),
        (.github, "https://ghe.example", "https://ghe.example/api/v3"),
        (.gitlab, "https://gitlab.com", "https://gitlab.com/api/v4"),
        (.forgejo, "https://codeberg.org", "https://codeberg.org/api/v1"),
        (.gitea, "https://x.example/git", "https://x.example/git/api/v1"),
    ])
    func theAPIIsFoundFromTheAddressThatPeopleKnow(_ kind: ForgeSettings.Kind, _ address: String, _ root: String) throws
    {
        let settings = ForgeSettings(kind: kind, address: try HTTPAddress(address), repository: "o/r")
        #expect(settings.api.root(of: address) == root)
    }

    @Test func issuesAreMadeInEachForgesWay() {
        let atGitHub = Self.github.create(Self.draft, labels: [])
        #expect(atGitHub.method == .post && atGitHub.target == "/repos/o/r/issues")
        #expect(atGitHub.body == ["title": "T", "body": "B", "labels": ["a", "b, c"]])
        let atGitLab = Self.gitlab.create(Self.draft, labels: [])
        #expect(atGitLab.target == "/projects/g%2Fsub%2Fr/issues")
        #expect(atGitLab.body == ["title": "T", "description": "B", "labels": "a,b  c"], "a comma would part a name")
        let atForgejo = Self.forgejo.create(Self.draft, labels: [ForgeLabel(id: 7, name: "a")])
        #expect(atForgejo.body == ["title": "T", "body": "B", "labels": [7]])
    }

    @Test func issuesAreClosedInEachForgesWay() {
        let atGitHub = Self.github.close(3, reason: .notPlanned)
        #expect(atGitHub.method == .patch && atGitHub.target == "/repos/o/r/issues/3")
        #expect(atGitHub.body == ["state": "closed", "state_reason": "not_planned"])
        let atGitLab = Self.gitlab.close(3, reason: .completed)
        #expect(atGitLab.method == .put && atGitLab.body == ["state_event": "close"])
        let atForgejo = Self.forgejo.close(3, reason: .completed)
        #expect(atForgejo.method == .patch && atForgejo.body == ["state": "closed"])
    }

    @Test func whatIsLookedForIsEscaped() {
        #expect(
            Self.github.search(["slow", "clock"], state: .open).target
                == "/search/issues?q=slow%20clock%20repo%3Ao%2Fr%20is%3Aissue%20state%3Aopen&per_page=50"
        )
        #expect(Self.gitlab.search(["ä&b"], state: .all).target.contains("search=%C3%A4%26b&in=title%2Cdescription"))
        #expect(Self.forgejo.search(["x"], state: .closed).target.contains("state=closed&type=issues&q=x"))
    }

    @Test func pullRequestsAreNoIssues() {
        let issue: JSONValue = ["number": 3, "title": "T", "state": "open", "pull_request": ["url": "x"]]
        #expect(Self.github.readIssue(issue) == nil)
        #expect(Self.forgejo.readIssue(issue) == nil)
    }

    @Test(
        arguments: [
            nil, true, 3, "x", [], ["number": "3", "title": "T", "state": "open"],
            ["number": 3.5, "title": "T", "state": "open"],
            ["number": 3, "title": nil, "state": "open"], ["iid": 3, "title": "T"],
        ] as [JSONValue]
    )
    func whatIsNoIssueIsNone(_ json: JSONValue) {
        for api in [Self.github, Self.gitlab, Self.forgejo] as [any ForgeAPI] { #expect(api.readIssue(json) == nil) }
    }

    @Test func problemsAreToldInTheForgesWords() {
        let invalid: JSONValue = [
            "message": "Validation Failed",
            "errors": [["field": "title", "code": "missing_field"], ["message": "No."]],
        ]
        #expect(Self.github.readProblem(invalid) == "Validation Failed; title: missing_field; No.")
        #expect(
            Self.gitlab.readProblem(["message": ["title": ["can't be blank", "is bad"]]])
                == "title can't be blank, is bad"
        )
        #expect(Self.gitlab.readProblem(["error": "insufficient_scope"]) == "insufficient_scope")
        #expect(Self.forgejo.readProblem([]) == nil)
    }

    @Test func gitLabNamesTheNextPageInItsOwnHeader() {
        let link = HTTPHeader("Link", "<https://x/?page=9>; rel=\"next\"")
        let answers: [([HTTPHeader], Int?)] = [
            ([HTTPHeader("X-Next-Page", "4"), link], 4), ([HTTPHeader("x-next-page", ""), link], nil), ([link], 9),
            ([], nil),
            ([HTTPHeader("X-Next-Page", "-1")], nil),
        ]
        for (headers, page) in answers {
            let answer = ForgeAnswer(status: 200, json: [], headers: headers)
            #expect(Self.gitlab.nextPage(answer) == page.map { [.init("page", String($0))] })
        }
    }

    @Test(
        arguments: [
            (
                "<https://api.github.com/r/1/issues?per_page=100&page=2>; rel=\"next\", <https://x/?page=9>; rel=\"last\"",
                "page=2"
            ),
            ("<https://x/?page=1>; rel=\"prev\", <https://x/?page=3&a=b>; rel=\"next\"", "page=3"),
            ("<https://x/?page=2&after=Y3%3D%3D>; rel=\"next\"", "page=2&after=Y3=="),
            ("<https://x/?page=3>; rel=next", "page=3"), ("<https://x/?page=3>; title=\"a\"; rel=\"next\"", "page=3"),
            ("<https://x/?page=3#part>; rel=\"NEXT\"", "page=3"), ("<https://x/?page=9>; rel=\"last\"", nil),
            ("<https://x/?per_page=3>; rel=\"next\"", nil), ("<https://x/?page=0>; rel=\"next\"", nil),
            ("<https://x/?page=x>; rel=\"next\"", nil), ("<https://x>; rel=\"next\"", nil),
            ("<https://x/?>; rel=\"next\"", nil),
            ("rel=\"next\"", nil), ("<", nil), ("", nil),
        ] as [(String, String?)]
    )
    func theNextPageIsReadFromLinks(_ header: String, _ page: String?) {
        #expect(PageLink.next(header)?.map { "\($0.name)=\($0.value)" }.joined(separator: "&") == page)
    }

    @Test(arguments: [
        ("o/r", true, true), ("o/r.git-x_1", true, true), ("g/s/r", false, true), ("r", false, false),
        ("o/", false, false),
        ("/r", false, false), ("o//r", false, false), ("../r", false, false), ("o/..", false, false),
        ("o/r?x=1", false, false),
        ("o/ r", false, false), ("", false, false),
    ])
    func namesOfRepositoriesAreChecked(_ text: String, _ atGitHub: Bool, _ atGitLab: Bool) {
        #expect(ForgeSettings.isRepository(text, of: .github) == atGitHub)
        #expect(ForgeSettings.isRepository(text, of: .gitlab) == atGitLab)
    }
}
