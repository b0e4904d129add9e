public import BehestWorkflow
public import FoundationEssentials
import Synchronization

/// A forge that is none: it speaks as GitHub, GitLab, Forgejo and Gitea do, has one repository, and fails when it is told to.
///
/// All three APIs are about the same issues; which one is meant is told by the path.
public final class FakeForge: Sendable {
    private struct State {
        var store: FakeStore
        var faults: FakeFaults
        var requests = 0
        /// When the minute began in which requests are counted, and how many there were.
        var window = (start: 0, count: 0)
    }

    private static let dialects: [any FakeDialect] = [FakeGitHub(), FakeGitLab(), FakeForgejo()]

    /// The token that it takes.
    public let token: String
    private let refusesFiles: Bool
    private let now: @Sendable () -> Int
    private let state: Mutex<State>

    /// Makes a forge.
    ///
    /// - Parameters:
    ///   - repository: the name of its one repository.
    ///   - token: the token that it takes.
    ///   - faults: what it does wrong.
    ///   - refusesFiles: whether it takes no files, as one whose administrator allows other kinds only.
    ///   - now: tells the seconds since the beginning of 1970.
    public init(
        repository: String = "behest/fake",
        token: String = "fake-token",
        faults: FakeFaults = FakeFaults(),
        refusesFiles: Bool = false,
        now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.token = token
        self.refusesFiles = refusesFiles
        self.now = now
        state = Mutex(State(store: FakeStore(repository: repository), faults: faults))
    }

    /// Chooses anew what it does wrong.
    public func set(_ faults: FakeFaults) {
        state.withLock { $0.faults = faults }
    }

    /// Makes issues that nobody asked for.
    public func seed(_ count: Int) {
        state.withLock { state in
            for number in 0..<count {
                _ = state.store.add(title: "Seeded issue \(number + 1)", body: "Nothing.", labels: [], now: now())
            }
        }
    }

    /// All that it has, for people and tests to look at.
    public var contents: JSONValue {
        state.withLock { state in
            [
                "repository": .string(state.store.repository), "requests": .number(Double(state.requests)),
                "issues": .list(state.store.issues.map(\.json)),
                "labels": .list(state.store.labels.map { .string($0.name) }),
                "uploads": .list(state.store.uploads.map { .string($0.name) }),
                "hooks": .list(state.store.deliveries.map(\.json)), "faults": Self.json(state.faults),
            ]
        }
    }

    /// Does what is asked, as far as it is not told to fail.
    func answer(_ request: FakeRequest) -> FakeAnswer {
        if request.path.first == "_fake" { return control(request) }
        return state.withLock { state in
            state.requests += 1
            let dialect =
                Self.dialects.first { request.path.starts(with: $0.root) }
                ?? (request.path.first == "hooks" ? FakeForgejo() : FakeGitHub())
            var answer = self.answer(request, by: dialect, &state)
            answer.delay = state.faults.delay
            if state.faults.garbage > 0 {
                state.faults.garbage -= 1
                answer.headers = [("Content-Type", "text/html")]
                answer.body = Array("<html><body>Welcome to the hotel's network!</body></html>".utf8)
            } else if state.faults.halfAnswers > 0 {
                state.faults.halfAnswers -= 1
                answer.delivery = .half
            } else if request.method != "GET", answer.isSuccess {
                answer.delivery = state.faults.deliveryOfChange()
            }
            return answer
        }
    }

    private func answer(_ request: FakeRequest, by dialect: any FakeDialect, _ state: inout State) -> FakeAnswer {
        let now = now()
        if state.faults.limited > 0 {
            state.faults.limited -= 1
            return dialect.tooMany(wait: state.faults.retryAfter, reset: nil)
        }
        if state.faults.perMinute > 0 {
            if now >= state.window.start + 60 { state.window = (now, 0) }
            state.window.count += 1
            let reset = state.window.start + 60
            if state.window.count > state.faults.perMinute { return dialect.tooMany(wait: reset - now, reset: reset) }
        }
        if state.faults.failure > 0, state.requests.isMultiple(of: state.faults.every) {
            return dialect.refusal(state.faults.failure, "It failed, as it was told to.")
        }
        if request.path.first == "hooks" { return take(request, &state) }
        guard request.path.starts(with: dialect.root) else { return dialect.notFound }
        guard request.token == token else { return dialect.refusal(401, "Bad credentials") }
        if refusesFiles, request.path.last == "assets" || request.path.last == "uploads", request.method == "POST" {
            return dialect.refusal(422, "file type is not allowed")
        }
        return dialect.answer(request, request.path[dialect.root.count...], &state.store, now: now)
    }

    /// Takes an event that is sent to it.
    private func take(_ request: FakeRequest, _ state: inout State) -> FakeAnswer {
        guard request.method == "POST", request.path.count == 2 else { return FakeAnswer(404, .null) }
        state.store.deliveries.append(
            .init(name: request.path[1], headers: request.headers, body: request.body)
        )
        return FakeAnswer(200, ["taken": true])
    }

    /// What is for whoever tries something with it: `GET /_fake/state`, `POST /_fake/faults`, `POST /_fake/issues`.
    private func control(_ request: FakeRequest) -> FakeAnswer {
        switch (request.method, request.path.dropFirst().first) {
        case ("GET", "state"): return FakeAnswer(200, contents)
        case ("POST", "faults"):
            guard let faults = try? JSONDecoder().decode(FakeFaults.self, from: Data(request.body)) else {
                return FakeAnswer(400, ["message": "The faults cannot be read. Send such as {\"loseAnswers\": 1}."])
            }
            set(faults)
            return FakeAnswer(200, Self.json(faults))
        case ("POST", "issues"):
            guard case .number(let count)? = request.json.member("count"), (1...100_000).contains(count) else {
                return FakeAnswer(400, ["message": "Say how many: {\"count\": 100}."])
            }
            seed(Int(count))
            return FakeAnswer(201, ["count": .number(count)])
        default:
            return FakeAnswer(404, ["message": "There is GET /_fake/state, POST /_fake/faults and POST /_fake/issues."])
        }
    }

    private static func json(_ faults: FakeFaults) -> JSONValue {
        (try? CanonicalJSON.value(JSONValue.self, from: CanonicalJSON.text(of: faults))) ?? .null
    }
}

extension FakeStore.Issue {
    fileprivate var json: JSONValue {
        [
            "number": .number(Double(number)), "title": .string(title), "body": .string(body),
            "state": isOpen ? "open" : "closed", "reason": reason.map { .string($0) } ?? .null,
            "labels": .list(labels.map { .string($0) }), "comments": .list(comments.map { .string($0.body) }),
            "assets": .list(assets.map { .string($0.name) }),
        ]
    }
}

extension FakeStore.Delivery {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "headers": .mapping(headers.mapValues { .string($0) }),
            "body": .string(String(decoding: body, as: UTF8.self)),
        ]
    }
}

extension FakeFaults {
    /// How the answer to a change that was made gets to who asked.
    fileprivate mutating func deliveryOfChange() -> FakeAnswer.Delivery {
        if loseAnswers > 0 {
            loseAnswers -= 1
            return .lost
        }
        guard hang > 0 else { return .whole }
        hang -= 1
        return .never
    }
}
