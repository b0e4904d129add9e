import BehestWorkflow

/// Answers as GitLab's REST API, version 4, does.
struct FakeGitLab: FakeDialect {
    let root = ["api", "v4"]

    func answer(_ request: FakeRequest, _ path: ArraySlice<String>, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        let parts = Array(path)
        guard parts.count >= 2, parts[0] == "projects", parts[1] == store.repository || parts[1] == "1" else {
            return refusal(404, "404 Project Not Found")
        }
        let rest = Array(parts[2...])
        switch (request.method, rest.first, rest.count) {
        case ("GET", nil, 0):
            return FakeAnswer(
                200,
                ["id": 1, "path_with_namespace": .string(store.repository), "issues_enabled": true, "archived": false]
            )
        case ("GET", "issues", 1):
            let issues = store.issues(
                state: ["opened": "open", "closed": "closed"][request.query["state"] ?? ""] ?? "all",
                words: (request.query["search"] ?? "").split(separator: " ").map(String.init),
                since: request.query["updated_after"],
                byUpdate: request.query["order_by"] == "updated_at"
            )
            return list(issues.map { json($0, store) }, request)
        case ("POST", "issues", 1): return create(request, &store, now: now)
        case ("POST", "uploads", 1): return upload(request, &store)
        case ("GET", "labels", 1): return list(store.labels.map(json), request)
        case ("POST", "labels", 1):
            guard let name = request.json.member("name")?.text else { return refusal(400, "name is missing") }
            guard !store.labels.contains(where: { $0.name == name }) else {
                return refusal(409, "Label already exists")
            }
            return FakeAnswer(201, json(store.make(label: name)))
        case (_, "issues", 2...3):
            guard let place = store.place(of: rest[1]) else { return refusal(404, "404 Issue Not Found") }
            return issue(request, rest.count == 3 ? rest[2] : nil, at: place, &store, now: now)
        default: return notFound
        }
    }

    private func issue(
        _ request: FakeRequest,
        _ part: String?,
        at place: Int,
        _ store: inout FakeStore,
        now: Int
    ) -> FakeAnswer {
        switch (request.method, part) {
        case ("GET", nil): return FakeAnswer(200, json(store.issues[place], store))
        case ("PUT", nil):
            if let labels = request.json.member("add_labels")?.text {
                store.add(labels: Self.names(labels), at: place, now: now)
            }
            switch request.json.member("state_event")?.text {
            case "close": store.issues[place].isOpen = false
            case "reopen": store.issues[place].isOpen = true
            case nil: break
            default: return refusal(400, "state_event does not have a valid value")
            }
            return FakeAnswer(200, json(store.issues[place], store))
        case ("GET", "notes"):
            let comments = store.issues[place].comments
            return list((request.query["sort"] == "asc" ? comments : comments.reversed()).map(json), request)
        case ("POST", "notes"):
            guard let body = request.json.member("body")?.text, !body.isEmpty else {
                return refusal(400, "body is missing")
            }
            return FakeAnswer(201, json(store.comment(body, at: place, now: now)))
        default: return notFound
        }
    }

    private func create(_ request: FakeRequest, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        guard let title = request.json.member("title")?.text, !title.isEmpty else {
            return FakeAnswer(400, ["message": ["title": ["can't be blank"]]])
        }
        let issue = store.add(
            title: title,
            body: request.json.member("description")?.text ?? "",
            labels: Self.names(request.json.member("labels")?.text ?? ""),
            now: now
        )
        return FakeAnswer(201, json(issue, store))
    }

    private func upload(_ request: FakeRequest, _ store: inout FakeStore) -> FakeAnswer {
        guard let file = FakeUpload(request, field: "file") else { return refusal(400, "file is invalid") }
        let id = store.nextID()
        store.uploads.append(.init(id: id, name: file.name, size: file.size))
        let url = "/uploads/\(String(id, radix: 16))/\(file.name)"
        return FakeAnswer(
            201,
            [
                "id": .number(Double(id)), "alt": .string(file.name), "url": .string(url),
                "full_path": .string("/-/project/1\(url)"), "markdown": .string("[\(file.name)](\(url))"),
            ]
        )
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0) }
    }

    private func list(_ elements: [JSONValue], _ request: FakeRequest) -> FakeAnswer {
        let size = request.number("per_page", 20, most: 100)
        let (shown, page, pages, link) = page(elements, request, size: size)
        return FakeAnswer(
            200,
            .list(shown),
            link + [
                ("X-Page", String(page)), ("X-Per-Page", String(size)), ("X-Total", String(elements.count)),
                ("X-Total-Pages", String(pages)), ("X-Next-Page", page < pages ? String(page + 1) : ""),
            ]
        )
    }

    func refusal(_ status: Int, _ words: String) -> FakeAnswer { FakeAnswer(status, ["message": .string(words)]) }

    func tooMany(wait: Int, reset: Int?) -> FakeAnswer {
        var answer = FakeAnswer(429, .null)
        answer.body = Array("Retry later\n".utf8)
        answer.headers = [("Content-Type", "text/plain"), ("Retry-After", String(wait)), ("RateLimit-Remaining", "0")]
        if let reset { answer.headers.append(("RateLimit-Reset", String(reset))) }
        return answer
    }

    private func json(_ issue: FakeStore.Issue, _ store: FakeStore) -> JSONValue {
        [
            "id": .number(Double(issue.number + 500_000)), "iid": .number(Double(issue.number)), "project_id": 1,
            "title": .string(issue.title), "description": .string(issue.body),
            "state": issue.isOpen ? "opened" : "closed", "labels": .list(issue.labels.map { .string($0) }),
            "web_url": .string("https://gitlab.invalid/\(store.repository)/-/issues/\(issue.number)"),
            "created_at": .string(FakeStore.moment(issue.created)),
            "updated_at": .string(FakeStore.moment(issue.updated)),
        ]
    }

    private func json(_ comment: FakeStore.Comment) -> JSONValue {
        [
            "id": .number(Double(comment.id)), "body": .string(comment.body), "system": false,
            "created_at": .string(FakeStore.moment(comment.created)),
        ]
    }

    private func json(_ label: FakeStore.Label) -> JSONValue {
        ["id": .number(Double(label.id)), "name": .string(label.name), "color": .string(label.color)]
    }
}
