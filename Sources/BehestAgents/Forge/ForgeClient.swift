import BehestTransport
import BehestWorkflow
import FoundationEssentials

/// Asks a forge, one thing after the other.
struct ForgeClient: Sendable {
    let settings: ForgeSettings
    let api: any ForgeAPI
    private let http: HTTPClient
    private let events: AgentEvents
    private let token: Secret?
    private let now: @Sendable () -> Date
    private let timeout: Duration

    /// More pages are not read: something is wrong with a forge that has them.
    private static let mostPages = 200

    init(
        _ settings: ForgeSettings,
        token: Secret?,
        http: HTTPClient,
        timeout: Duration = .seconds(30),
        events: AgentEvents = .none,
        now: @escaping @Sendable () -> Date
    ) {
        (self.settings, api) = (settings, settings.api)
        (self.token, self.http, self.timeout, self.events, self.now) = (token, http, timeout, events, now)
    }

    /// Asks for something.
    ///
    /// - Returns: the answer of a request that was done.
    /// - Throws: ``AgentError``; `CancellationError`.
    func send(_ request: ForgeRequest) async throws -> ForgeAnswer {
        let problem = ForgeProblem(settings: settings, token: token, now: Int(now().timeIntervalSince1970))
        events.report(.heartbeat)
        let response: HTTPResponse
        do {
            response = try await http.response(to: httpRequest(request))
        } catch let error as TransportError {
            throw problem.error(error)
        }
        let json = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body))
        guard response.isSuccess else { throw problem.error(response, json.flatMap(api.readProblem), to: request) }
        guard let json else { throw problem.unreadable }
        return ForgeAnswer(status: response.status, json: json, headers: response.headers)
    }

    /// Asks for something and reads it.
    func value<Value>(_ request: ForgeRequest, _ read: (JSONValue) -> Value?) async throws -> Value {
        guard let value = read(try await send(request).json) else { throw unreadable }
        return value
    }

    /// Goes through the elements of a list, page by page, until something is found.
    ///
    /// - Parameters:
    ///   - request: what is asked for.
    ///   - mostPages: how many pages are looked at.
    ///   - look: looks at the elements of a page; what it returns is what was found.
    /// - Returns: what was found; `nil` when nothing was.
    /// - Throws: ``AgentError``; `CancellationError`; what the look throws.
    func firstInPages<Value>(
        _ request: ForgeRequest,
        mostPages: Int = mostPages,
        _ look: ([JSONValue]) throws -> Value?
    ) async throws -> Value? {
        var page: [ForgeRequest.Query] = []
        for _ in 0..<mostPages {
            var request = request
            request.query += page
            let answer = try await send(request)
            guard let elements = api.readList(answer.json) else { throw unreadable }
            if let found = try look(elements) { return found }
            guard let next = api.nextPage(answer), next != page else { return nil }
            page = next
        }
        return nil
    }

    /// All elements of a list, page by page.
    func all(_ request: ForgeRequest, mostPages: Int = mostPages) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        let none: Bool? = try await firstInPages(request, mostPages: mostPages) { elements in
            all += elements
            return nil
        }
        return none == nil ? all : []
    }

    private var unreadable: AgentError {
        ForgeProblem(settings: settings, token: token, now: 0).unreadable
    }

    private func httpRequest(_ request: ForgeRequest) throws(TransportError) -> HTTPRequest {
        var address = settings.address.description
        while address.hasSuffix("/") { address.removeLast() }
        var result = HTTPRequest(request.method, try HTTPAddress(api.root(of: address) + request.target))
        result.headers = api.headers
        result.key = token
        result.timeout = timeout
        // A token is for one forge, and a change is not made elsewhere.
        result.mostRedirects = 0
        result.isSentOnce = request.method != .get
        if let body = request.body {
            result.headers.append(HTTPHeader("Content-Type", "application/json"))
            result.body = Array(body.json.utf8)
        } else if let file = request.file {
            var form = MultipartForm()
            form.add(file.field, bytes: file.bytes, as: file.name, contentType: "application/octet-stream")
            result.upload = HTTPUpload(form)
            result.timeout = timeout * 10
        }
        return result
    }
}
