import BehestWorkflow

/// Answers as GitHub's REST API does, by its documents of 2022-11-28.
struct FakeGitHub: FakeDialect {
    let root = ["api", "v3"]

    func answer(_ request: FakeRequest, _ path: ArraySlice<String>, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        let parts = Array(path)
        if parts == ["search", "issues"] { return search(request, store) }
        guard parts.count >= 3, parts[0] == "repos", "\(parts[1])/\(parts[2])" == store.repository else {
            return notFound
        }
        let rest = Array(parts[3...])
        let here = "\(request.address.prefix { $0 != "?" })"
        switch (request.method, rest.first, rest.count) {
        case ("GET", nil, 0):
            return FakeAnswer(200, ["full_name": .string(store.repository), "has_issues": true, "archived": false])
        case ("GET", "issues", 1):
            let issues = store.issues(
                state: request.query["state"] ?? "open",
                since: request.query["since"],
                byUpdate: request.query["sort"] == "updated"
            )
            return list(issues.map { json($0, store) }, request)
        case ("POST", "issues", 1): return create(request, &store, now: now)
        case ("GET", "labels", 1): return list(store.labels.map(json), request)
        case ("POST", "labels", 1): return createLabel(request, &store)
        case (_, "issues", 2...3):
            guard let place = store.place(of: rest[1]) else { return notFound }
            return issue(request, rest.count == 3 ? rest[2] : nil, at: place, &store, here, now: now)
        default: return notFound
        }
    }

    private func issue(
        _ request: FakeRequest,
        _ part: String?,
        at place: Int,
        _ store: inout FakeStore,
        _ here: String,
        now: Int
    ) -> FakeAnswer {
        switch (request.method, part) {
        case ("GET", nil): return FakeAnswer(200, json(store.issues[place], store))
        case ("PATCH", nil):
            if let state = request.json.member("state")?.text {
                guard state == "open" || state == "closed" else { return invalid("Issue", "state", "invalid") }
                store.issues[place].isOpen = state == "open"
                store.issues[place].reason = request.json.member("state_reason")?.text
                store.issues[place].updated = now
            }
            return FakeAnswer(200, json(store.issues[place], store))
        case ("GET", "comments"):
            let since = request.query["since"] ?? ""
            let comments = store.issues[place].comments.filter { FakeStore.moment($0.created) >= since }
            return list(comments.map { json($0, here) }, request)
        case ("POST", "comments"):
            guard let body = request.json.member("body")?.text, !body.isEmpty else {
                return invalid("IssueComment", "body", "missing_field")
            }
            return FakeAnswer(201, json(store.comment(body, at: place, now: now), here))
        case ("GET", "labels"): return list(store.issues[place].labels.map { ["name": .string($0)] }, request)
        case ("POST", "labels"):
            let names = (request.json.member("labels") ?? request.json).elements?.compactMap(\.text) ?? []
            guard !names.isEmpty else { return invalid("Label", "labels", "missing_field") }
            store.add(labels: names, at: place, now: now)
            return FakeAnswer(200, .list(store.issues[place].labels.map { ["name": .string($0)] }))
        default: return notFound
        }
    }

    private func create(_ request: FakeRequest, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        guard let title = request.json.member("title")?.text, !title.isEmpty else {
            return invalid("Issue", "title", "missing_field")
        }
        let body = request.json.member("body")?.text ?? ""
        guard title.count <= 256, body.unicodeScalars.count <= 65_536 else {
            return invalid("Issue", "body", "too_long")
        }
        let labels = request.json.member("labels")?.elements?.compactMap(\.text) ?? []
        let issue = store.add(title: title, body: body, labels: labels, now: now)
        return FakeAnswer(201, json(issue, store))
    }

    private func createLabel(_ request: FakeRequest, _ store: inout FakeStore) -> FakeAnswer {
        guard let name = request.json.member("name")?.text else { return invalid("Label", "name", "missing_field") }
        guard !store.labels.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
            return invalid("Label", "name", "already_exists")
        }
        return FakeAnswer(201, json(store.make(label: name)))
    }

    private func search(_ request: FakeRequest, _ store: FakeStore) -> FakeAnswer {
        let terms = (request.query["q"] ?? "").split(separator: " ").map(String.init)
        guard terms.contains("repo:\(store.repository)") else { return invalid("Search", "q", "invalid") }
        let state = terms.first { $0.hasPrefix("state:") }?.dropFirst(6) ?? "all"
        let found = store.issues(state: String(state), words: terms.filter { !$0.contains(":") }, since: nil)
        let (issues, _, _, link) = page(found, request, size: request.number("per_page", 30, most: 100))
        return FakeAnswer(
            200,
            [
                "total_count": .number(Double(found.count)), "incomplete_results": false,
                "items": .list(issues.map { json($0, store) }),
            ],
            link
        )
    }

    private func list(_ elements: [JSONValue], _ request: FakeRequest) -> FakeAnswer {
        let (elements, _, _, link) = page(elements, request, size: request.number("per_page", 30, most: 100))
        return FakeAnswer(200, .list(elements), link)
    }

    func refusal(_ status: Int, _ words: String) -> FakeAnswer {
        FakeAnswer(status, ["message": .string(words), "documentation_url": "https://docs.github.com/rest"])
    }

    func tooMany(wait: Int, reset: Int?) -> FakeAnswer {
        guard let reset else {
            var answer = refusal(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")
            answer.headers.append(("Retry-After", String(wait)))
            return answer
        }
        var answer = refusal(403, "API rate limit exceeded for user ID 1.")
        answer.headers += [
            ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", String(reset)),
        ]
        return answer
    }

    private func invalid(_ resource: String, _ field: String, _ code: String) -> FakeAnswer {
        FakeAnswer(
            422,
            [
                "message": "Validation Failed",
                "errors": [["resource": .string(resource), "field": .string(field), "code": .string(code)]],
            ]
        )
    }

    private func json(_ issue: FakeStore.Issue, _ store: FakeStore) -> JSONValue {
        [
            "id": .number(Double(issue.number + 500_000)), "number": .number(Double(issue.number)),
            "title": .string(issue.title), "body": .string(issue.body), "state": issue.isOpen ? "open" : "closed",
            "state_reason": issue.reason.map { .string($0) } ?? .null,
            "labels": .list(issue.labels.map { name in ["name": .string(name)] }),
            "html_url": .string("https://github.invalid/\(store.repository)/issues/\(issue.number)"),
            "created_at": .string(FakeStore.moment(issue.created)),
            "updated_at": .string(FakeStore.moment(issue.updated)),
        ]
    }

    private func json(_ comment: FakeStore.Comment, _ here: String) -> JSONValue {
        [
            "id": .number(Double(comment.id)), "body": .string(comment.body),
            "html_url": .string("\(here)#issuecomment-\(comment.id)"),
            "created_at": .string(FakeStore.moment(comment.created)),
        ]
    }

    private func json(_ label: FakeStore.Label) -> JSONValue {
        [
            "id": .number(Double(label.id)), "name": .string(label.name),
            "color": .string(String(label.color.dropFirst())),
        ]
    }
}
