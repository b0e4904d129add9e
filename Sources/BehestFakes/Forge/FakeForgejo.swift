import BehestWorkflow

/// Answers as the REST API of Forgejo and of Gitea, version 1, does.
struct FakeForgejo: FakeDialect {
    let root = ["api", "v1"]

    func answer(_ request: FakeRequest, _ path: ArraySlice<String>, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        let parts = Array(path)
        guard parts.count >= 3, parts[0] == "repos", "\(parts[1])/\(parts[2])" == store.repository else {
            return notFound
        }
        let rest = Array(parts[3...])
        switch (request.method, rest.first, rest.count) {
        case ("GET", nil, 0):
            return FakeAnswer(200, ["full_name": .string(store.repository), "has_issues": true, "archived": false])
        case ("GET", "issues", 1):
            let issues = store.issues(
                state: request.query["state"] ?? "open",
                words: (request.query["q"] ?? "").split(separator: " ").map(String.init),
                since: request.query["since"]
            )
            return list(issues.map { json($0, store) }, request)
        case ("POST", "issues", 1): return create(request, &store, now: now)
        case ("GET", "labels", 1): return list(store.labels.map(json), request)
        case ("POST", "labels", 1):
            guard let name = request.json.member("name")?.text, let color = request.json.member("color")?.text else {
                return refusal(422, "[Name]: Required, [Color]: Required")
            }
            return FakeAnswer(201, json(store.make(label: name, color: color)))
        case (_, "issues", 2...3):
            guard let place = store.place(of: rest[1]) else { return notFound }
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
        let number = store.issues[place].number
        switch (request.method, part) {
        case ("GET", nil): return FakeAnswer(200, json(store.issues[place], store))
        case ("PATCH", nil):
            if let state = request.json.member("state")?.text {
                store.issues[place].isOpen = state == "open"
                store.issues[place].updated = now
            }
            return FakeAnswer(201, json(store.issues[place], store))
        case ("GET", "comments"):
            let since = request.query["since"] ?? ""
            let comments = store.issues[place].comments.filter { FakeStore.moment($0.created) >= since }
            // All at once, as the documents have it.
            return FakeAnswer(200, .list(comments.map { json($0, number, store) }))
        case ("POST", "comments"):
            guard let body = request.json.member("body")?.text, !body.isEmpty else {
                return refusal(422, "[Body]: Required")
            }
            return FakeAnswer(201, json(store.comment(body, at: place, now: now), number, store))
        case ("POST", "labels"):
            let known = labels(request.json.member("labels"), store)
            guard let known else { return refusal(422, "labels is not a list of numbers of labels") }
            store.add(labels: known, at: place, now: now)
            return FakeAnswer(
                200,
                .list(store.labels.filter { store.issues[place].labels.contains($0.name) }.map(json))
            )
        case ("GET", "assets"): return FakeAnswer(200, .list(store.issues[place].assets.map(json)))
        case ("POST", "assets"):
            guard let file = FakeUpload(request, field: "attachment") else { return refusal(400, "no file") }
            let asset = FakeStore.Asset(id: store.nextID(), name: request.query["name"] ?? file.name, size: file.size)
            store.issues[place].assets.append(asset)
            return FakeAnswer(201, json(asset))
        default: return notFound
        }
    }

    private func create(_ request: FakeRequest, _ store: inout FakeStore, now: Int) -> FakeAnswer {
        guard let title = request.json.member("title")?.text, !title.isEmpty else {
            return refusal(422, "[Title]: Required")
        }
        guard let labels = labels(request.json.member("labels"), store) else {
            return refusal(
                422,
                "json: cannot unmarshal string into Go struct field CreateIssueOption.labels of type int64"
            )
        }
        let issue = store.add(title: title, body: request.json.member("body")?.text ?? "", labels: labels, now: now)
        return FakeAnswer(201, json(issue, store))
    }

    /// The names of labels that are named by their numbers; `nil` when one is not.
    private func labels(_ value: JSONValue?, _ store: FakeStore) -> [String]? {
        var names: [String] = []
        for element in value?.elements ?? [] {
            guard case .number(let id) = element, let label = store.labels.first(where: { Double($0.id) == id }) else {
                return nil
            }
            names.append(label.name)
        }
        return names
    }

    private func list(_ elements: [JSONValue], _ request: FakeRequest) -> FakeAnswer {
        let (shown, _, _, link) = page(elements, request, size: request.number("limit", 30, most: 50))
        return FakeAnswer(200, .list(shown), link + [("X-Total-Count", String(elements.count))])
    }

    func refusal(_ status: Int, _ words: String) -> FakeAnswer {
        FakeAnswer(status, ["message": .string(words), "url": "/api/swagger"])
    }

    func tooMany(wait: Int, reset: Int?) -> FakeAnswer {
        var answer = refusal(429, "Too many requests")
        answer.headers.append(("Retry-After", String(wait)))
        return answer
    }

    private func json(_ issue: FakeStore.Issue, _ store: FakeStore) -> JSONValue {
        [
            "id": .number(Double(issue.number + 500_000)), "number": .number(Double(issue.number)),
            "title": .string(issue.title), "body": .string(issue.body), "state": issue.isOpen ? "open" : "closed",
            "labels": .list(store.labels.filter { issue.labels.contains($0.name) }.map(json)), "pull_request": .null,
            "html_url": .string("https://forgejo.invalid/\(store.repository)/issues/\(issue.number)"),
            "created_at": .string(FakeStore.moment(issue.created)),
            "updated_at": .string(FakeStore.moment(issue.updated)), "assets": .list(issue.assets.map(json)),
        ]
    }

    private func json(_ comment: FakeStore.Comment, _ number: Int, _ store: FakeStore) -> JSONValue {
        [
            "id": .number(Double(comment.id)), "body": .string(comment.body),
            "html_url": .string(
                "https://forgejo.invalid/\(store.repository)/issues/\(number)#issuecomment-\(comment.id)"
            ),
            "created_at": .string(FakeStore.moment(comment.created)),
        ]
    }

    private func json(_ label: FakeStore.Label) -> JSONValue {
        [
            "id": .number(Double(label.id)), "name": .string(label.name),
            "color": .string(String(label.color.drop { $0 == "#" })),
        ]
    }

    private func json(_ asset: FakeStore.Asset) -> JSONValue {
        [
            "id": .number(Double(asset.id)), "name": .string(asset.name), "size": .number(Double(asset.size)),
            "browser_download_url": .string("https://forgejo.invalid/attachments/\(asset.id)"),
        ]
    }
}
