import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

/// The client against a real server on this machine.
@Suite(.timeLimit(.minutes(2)))
struct HTTPClientTests {
    /// What the server was asked, as it tells at `/echo`.
    struct Echo: Decodable {
        var path: String
        var headers: [String: String]
        var body: String
    }

    @Test func sendsHeadersAndBody() async throws {
        try await MockEndpoint.serving { url in
            var request = HTTPRequest(.post, try HTTPAddress("\(url)/echo?a=b"))
            request.headers = [HTTPHeader("Content-Type", "application/json"), HTTPHeader("X-Empty", "")]
            request.key = Secret("k123\n")
            request.body = Array("{\"größe\": 1}\u{0}".utf8)
            let response = try await HTTPClient().response(to: request)
            #expect(response.status == 200)
            #expect(response.isSuccess)
            #expect(response[header: "content-type"] == "application/json")
            let echo = try JSONDecoder().decode(Echo.self, from: Data(response.body))
            #expect(echo.path == "/echo?a=b")
            #expect(echo.body == "{\"größe\": 1}\u{0}")
            #expect(echo.headers["Content-Type"] == "application/json")
            #expect(echo.headers["Authorization"] == "Bearer k123")
            #expect(echo.headers["Expect"] == nil)
        }
    }

    @Test func aFailureStatusIsAnAnswer() async throws {
        try await MockEndpoint.serving { url in
            let response = try await HTTPClient().response(to: HTTPRequest(.get, try HTTPAddress("\(url)/status/503")))
            #expect(response.status == 503)
            #expect(!response.isSuccess)
            #expect(response.body == Array("status".utf8))
        }
    }

    @Test func followsRedirectsWithinBoundsAndKeepsTheKeyFromOtherHosts() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            var request = HTTPRequest(.get, try HTTPAddress("\(url)/redirect/3"))
            request.key = Secret("k123")
            let echo = try JSONDecoder().decode(Echo.self, from: Data(try await client.response(to: request).body))
            #expect(echo.headers["Authorization"] == "Bearer k123")

            request.mostRedirects = 2
            #expect(await Self.code(client, request) == .tooManyRedirects)
            request.mostRedirects = 0
            #expect(try await client.response(to: request).status == 302)

            let elsewhere = url.replacing("127.0.0.1", with: "localhost")
            request = HTTPRequest(.get, try HTTPAddress("\(url)/away?\(elsewhere)/echo"))
            request.key = Secret("k123")
            let other = try JSONDecoder().decode(Echo.self, from: Data(try await client.response(to: request).body))
            #expect(other.headers["Authorization"] == nil)

            request = HTTPRequest(.get, try HTTPAddress("\(url)/away?file:///etc/passwd"))
            #expect(await Self.code(client, request) == .unsupportedAddress)
        }
    }

    @Test func takesNoLongerAnswerThanAllowed() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            for path in ["large", "gzip"] {
                var request = HTTPRequest(.get, try HTTPAddress("\(url)/\(path)/100000"))
                request.longestAnswer = 100_000
                #expect(try await client.response(to: request).body.count == 100_000)
                request.longestAnswer = 99_999
                #expect(await Self.code(client, request) == .tooLong)
            }
        }
    }

    @Test func givesUpInTime() async throws {
        try await MockEndpoint.serving { url in
            var request = HTTPRequest(.get, try HTTPAddress("\(url)/slow"))
            request.timeout = .milliseconds(100)
            #expect(await Self.code(HTTPClient(), request) == .timedOut)
        }
    }

    @Test func tellsOfAnAnswerThatIsCutShort() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            var request = HTTPRequest(.get, try HTTPAddress("\(url)/cut"))
            #expect(await Self.code(client, request) == .cutShort)
            // The client goes on to work.
            request.address = try HTTPAddress("\(url)/echo")
            #expect(try await client.response(to: request).status == 200)
        }
    }

    @Test func cancellingEndsTheRequest() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            let slow = HTTPRequest(.get, try HTTPAddress("\(url)/slow"))
            let quick = HTTPRequest(.get, try HTTPAddress("\(url)/echo"))
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await client.response(to: slow) } }
                for _ in 0..<4 { _ = try? await client.response(to: quick) }
                group.cancelAll()
                while let result = await group.nextResult() {
                    #expect(throws: CancellationError.self) { try result.get() }
                }
            }
        }
    }

    @Test func manyRequestsGoAtOnce() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            let request = HTTPRequest(.get, try HTTPAddress("\(url)/large/70000"))
            let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 { group.addTask { try await client.response(to: request).body.count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sizes == Array(repeating: 70_000, count: 40))
        }
    }

    @Test func tellsWhyThereIsNoConnection() async throws {
        // A port that was free a moment ago.
        let url = try await MockEndpoint.serving { $0 }
        let address = try HTTPAddress(url.replacing("http://", with: "http://user:hunter2@") + "/path?token=hunter2")
        var request = HTTPRequest(.get, address)
        request.key = Secret("hunter2")
        let error = await #expect(throws: TransportError.self) { _ = try await HTTPClient().response(to: request) }
        #expect(error?.code == .notConnected)
        #expect(
            error?.message
                == "Could not get an answer from '\(url)/path': Couldn't connect to server. Check that the server runs and "
                + "that the port is right."
        )
    }

    @Test func anUnencryptedServerIsNotTakenForAnEncryptedOne() async throws {
        try await MockEndpoint.serving { url in
            let address = try HTTPAddress(url.replacing("http://", with: "https://") + "/echo")
            let request = HTTPRequest(.get, address)
            #expect(await Self.code(HTTPClient(), request) == .encryptionFailed)
        }
    }

    @Test func secretsAreNotShown() throws {
        var request = HTTPRequest(
            .post,
            try HTTPAddress("https://user:hunter2@example.org:8443/v1?key=hunter2#hunter2")
        )
        request.key = Secret("hunter2")
        request.headers = [HTTPHeader("X-Key", "hunter2")]
        request.body = Array("hunter2".utf8)
        #expect("\(request)" == "POST https://example.org:8443/v1")
        for shown in ["\(request)", String(reflecting: request), "\(request.address)", String(reflecting: request.key)]
        {
            #expect(!shown.contains("hunter2"))
        }
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.key, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test(arguments: ["", "nonsense", "http://", "http://a b/"])
    func refusesWhatIsNoAddress(_ text: String) {
        #expect(throws: TransportError.self) { _ = try HTTPAddress(text) }
    }

    @Test func refusesOtherKindsOfAddress() {
        let error = #expect(throws: TransportError.self) { _ = try HTTPAddress("ftp://example.org/x") }
        #expect(error?.code == .unsupportedAddress)
    }

    @Test func aHeaderStaysOneHeader() async throws {
        var request = HTTPRequest(.get, try HTTPAddress("http://127.0.0.1:9/"))
        request.headers = [HTTPHeader("X-One", "1\r\nX-Two: 2")]
        #expect(await Self.code(HTTPClient(), request) == .badHeader)
    }

    private static func code(_ client: HTTPClient, _ request: HTTPRequest) async -> TransportError.Code? {
        do {
            _ = try await client.response(to: request)
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }
}
