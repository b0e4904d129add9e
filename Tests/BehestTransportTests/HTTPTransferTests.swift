import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

/// Long bodies, bodies that grow, and answers in pieces, with real servers on this machine.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct HTTPTransferTests {
    private struct Echo: Decodable {
        var headers: [String: String]
        var body: String
    }

    private func code(_ work: () async throws -> Void) async -> TransportError.Code? {
        do {
            try await work()
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }

    private func post(_ address: String, _ upload: HTTPUpload) throws -> HTTPRequest {
        var request = HTTPRequest(.post, try HTTPAddress(address))
        request.upload = upload
        request.timeout = .seconds(60)
        return request
    }

    // MARK: - What is sent

    @Test func aFileIsSentFromTheDisk() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "text")
        let text = String((0..<20_000).map { "line \($0)\n" }.joined())
        try Data(text.utf8).write(to: file)
        try await MockEndpoint.serving { url in
            let request = try post("\(url)/echo", HTTPUpload(file: file.path, contentType: "text/plain"))
            let response = try await HTTPClient().response(to: request)
            let echo = try JSONDecoder().decode(Echo.self, from: Data(response.body))
            #expect(echo.body == text)
            #expect(echo.headers["Content-Type"] == "text/plain")
            #expect(echo.headers["Content-Length"] == "\(text.utf8.count)")
        }
    }

    @Test func aFileThatShrinksMeanwhileIsAnError() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "text")
        try Data(repeating: 0x78, count: 500_000).write(to: file)
        try await MockEndpoint.serving { url in
            let request = try post("\(url)/echo", HTTPUpload(file: file.path, contentType: "text/plain"))
            try Data(repeating: 0x78, count: 1_000).write(to: file)
            #expect(await code { _ = try await HTTPClient().response(to: request) } == .unreadableFile)
        }
    }

    @Test func aFormIsReadByOthersAsItWasMeant() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "sound.wav")
        try SoundFixture(.wav16).write(SoundFixture.tone(hertz: 440, seconds: 20), to: file)
        try await MockSpeechEndpoint.serving { server in
            var form = MultipartForm()
            form.add("model", "größe \u{1F600}\r\n--")
            form.add("keywords[]", "a")
            form.add("keywords[]", "")
            try form.add("file", file: file.path, as: "ä.wav", contentType: "audio/wav")
            let response = try await HTTPClient().response(to: try post("\(server.api)/x", HTTPUpload(form)))
            #expect(response.status == 200)
            let request = try #require(try await server.requests(ended: 1).first)
            #expect(request.fields == [["model", "größe \u{1F600}\r\n--"], ["keywords[]", "a"], ["keywords[]", ""]])
            #expect(request.file?.bytes == 640_044)
            #expect(request.file?.name == "ä.wav")
            #expect(!request.chunked)
        }
    }

    @Test func aBodyIsSentWhileItGrows() async throws {
        try await MockSpeechEndpoint.serving { server in
            let body = GrowingBody()
            var form = MultipartForm()
            form.add("model", "openai")
            form.add("file", growing: body, as: "a.wav", contentType: "audio/wav")
            let exchange = try HTTPClient().open(try post("\(server.api)/x", HTTPUpload(form)))
            try await body.append([UInt8](repeating: 1, count: 1_000))
            #expect(try await server.requests(begun: 1).first?.end == nil)
            for _ in 0..<300 { try await body.append([UInt8](repeating: 1, count: 1_000)) }
            body.finish()
            #expect(try await exchange.response().status == 200)
            let request = try #require(try await server.requests(ended: 1).first)
            #expect(request.chunked)
            #expect(request.file?.bytes == 301_000)
            // What comes too late is no one's.
            #expect(try await !body.append([1]))
        }
    }

    @Test func whoWritesFasterThanTheServerReadsHasToWait() async throws {
        try await MockSpeechEndpoint.serving(["deaf"]) { server in
            let body = GrowingBody()
            var request = try post("\(server.api)/x", HTTPUpload(growing: body, contentType: "audio/wav"))
            request.firstByteTimeout = .milliseconds(500)
            let exchange = try HTTPClient().open(request)
            let piece = [UInt8](repeating: 1, count: 100_000)
            let written = await withTaskGroup(of: Int.self) { group in
                group.addTask {
                    var written = 0
                    // What no connection can hold ends it too, so that the test fails and does not hang.
                    while written < 1_000_000_000, (try? await body.append(piece)) == true { written += piece.count }
                    return written
                }
                let error = await #expect(throws: TransportError.self) { _ = try await exchange.head() }
                #expect(error?.code == .timedOut)
                #expect(error?.message.contains("it did not take what was sent within 0.5 seconds") == true)
                group.cancelAll()
                return await group.next() ?? 0
            }
            #expect(written < 64_000_000)
        }
    }

    @Test(arguments: ["early:413", "early:401", "early-open:413", "early-open:500"])
    func whoIsRefusedBeforeAllIsSentIsToldAtOnce(behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour]) { server in
            let body = GrowingBody()
            let exchange = try HTTPClient().open(
                try post("\(server.api)/x", HTTPUpload(growing: body, contentType: "audio/wav"))
            )
            try await body.append([UInt8](repeating: 1, count: 1_000))
            let response = try await exchange.response()
            #expect(response.status == Int(behaviour.suffix(3)))
            #expect(String(decoding: response.body, as: UTF8.self).contains("Not read to its end."))
            // Nobody takes more of it.
            #expect(try await !body.append([1]))
        }
    }

    @Test func whatWasSentIsSentAgainWhereItCanBe() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "sound")
        try Data(repeating: 1, count: 300_000).write(to: file)
        try await MockSpeechEndpoint.serving { other in
            try await MockSpeechEndpoint.serving(["redirect:\(other.api)/y"]) { server in
                var form = MultipartForm()
                try form.add("file", file: file.path, as: "a", contentType: "audio/wav")
                var request = try post("\(server.api)/x", HTTPUpload(form))
                request.key = Secret("s3cret")
                request.headers = [HTTPHeader("Cookie", "a=b")]
                #expect(try await HTTPClient().response(to: request).status == 200)
                // Another port is another server.
                let arrived = try #require(try await other.requests(ended: 1).first)
                #expect(arrived.file?.bytes == 300_000)
                #expect(arrived.headers["Authorization"] == nil)
                #expect(arrived.headers["Cookie"] == nil)

                let body = GrowingBody()
                body.finish()
                request.upload = HTTPUpload(growing: body, contentType: "audio/wav")
                #expect(await code { _ = try await HTTPClient().response(to: request) } == .notRepeatable)
            }
        }
    }

    @Test func anAuthorizationOfItsOwnIsNotSentOnEither() async throws {
        try await MockEndpoint.serving { url in
            let elsewhere = url.replacing("127.0.0.1", with: "localhost")
            var request = HTTPRequest(.get, try HTTPAddress("\(url)/away?\(elsewhere)/echo"))
            request.headers = [HTTPHeader("Authorization", "Basic czNjcmV0"), HTTPHeader("X-Other", "1")]
            let response = try await HTTPClient().response(to: request)
            let echo = try JSONDecoder().decode(Echo.self, from: Data(response.body))
            #expect(echo.headers["Authorization"] == nil)
            #expect(echo.headers["X-Other"] == "1")
        }
    }

    // MARK: - What comes back

    @Test func anAnswerComesInPiecesAndWaitsToBeTaken() async throws {
        try await MockEndpoint.serving { url in
            let client = HTTPClient()
            var request = HTTPRequest(.get, try HTTPAddress("\(url)/large/9000000"))
            let exchange = try client.open(request)
            let head = try await exchange.head()
            #expect(head.status == 200)
            #expect(head[header: "content-length"] == "9000000")
            #expect(head.body.isEmpty)
            // While nobody takes it, others are served.
            request.address = try HTTPAddress("\(url)/large/100")
            for _ in 0..<20 { #expect(try await client.response(to: request).body.count == 100) }
            var count = 0
            var longest = 0
            while let piece = try await exchange.next() {
                #expect(piece.allSatisfy { $0 == 0x78 })
                count += piece.count
                longest = max(longest, piece.count)
            }
            #expect(count == 9_000_000)
            #expect(longest <= 300_000, "no more than a little is kept")
            #expect(try await exchange.next() == nil)
        }
    }

    @Test func anEndlessAnswerIsTakenAsFarAsOneLikes() async throws {
        try await MockSpeechEndpoint.serving(["endless-stream"]) { server in
            var request = try post("\(server.api)/x", HTTPUpload(MultipartForm()))
            request.longestAnswer = .max
            let exchange = try HTTPClient().open(request)
            var count = 0
            while count < 1_000_000, let piece = try await exchange.next() { count += piece.count }
            exchange.cancel()
            await #expect(throws: CancellationError.self) { while try await exchange.next() != nil {} }
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
        }
    }

    @Test func anExchangeThatNobodyHoldsIsGivenUp() async throws {
        try await MockSpeechEndpoint.serving(["hang"]) { server in
            let client = HTTPClient()
            do {
                let exchange = try client.open(try post("\(server.api)/x", HTTPUpload(MultipartForm())))
                _ = try await server.requests(begun: 1)
                withExtendedLifetime(exchange) {}
            }
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
            withExtendedLifetime(client) {}
        }
    }

    @Test func connectionsAreUsedAgain() async throws {
        try await MockSpeechEndpoint.serving { server in
            let client = HTTPClient()
            for _ in 0..<5 {
                var form = MultipartForm()
                form.add("file", bytes: [1, 2, 3], as: "a", contentType: "audio/wav")
                _ = try await client.response(to: try post("\(server.api)/x", HTTPUpload(form)))
            }
            #expect(Set(try await server.requests(ended: 5).map(\.connection)) == [1])
        }
    }

    // MARK: - Bounds in time

    @Test func eachBoundInTimeIsToldApart() async throws {
        try await MockSpeechEndpoint.serving { server in
            func message(_ behaviour: String, _ limit: (inout HTTPRequest) -> Void) async throws -> String {
                var form = MultipartForm()
                form.add("model", behaviour)
                form.add("file", bytes: [1], as: "a", contentType: "audio/wav")
                var request = try post("\(server.api)/x", HTTPUpload(form))
                limit(&request)
                let error = await #expect(throws: TransportError.self) {
                    _ = try await HTTPClient().response(to: request)
                }
                #expect(error?.code == .timedOut)
                return error?.message ?? ""
            }
            let named = "Could not get an answer from '\(server.api)/x'"
            let advice = "Try again, or allow it more time."
            let first = try await message("hang") { $0.firstByteTimeout = .milliseconds(200) }
            #expect(first == "\(named): it did not begin to answer within 0.2 seconds. \(advice)")
            let total = try await message("hang-after-head") {
                $0.firstByteTimeout = .seconds(30)
                $0.timeout = .milliseconds(300)
            }
            #expect(total == "\(named): it was not done within 0.3 seconds. \(advice)")
        }
        let socket = try ListeningSocket()
        var request = HTTPRequest(.get, try HTTPAddress("https://127.0.0.1:\(socket.port)/"))
        request.connectionTimeout = .milliseconds(200)
        let error = await #expect(throws: TransportError.self) { _ = try await HTTPClient().response(to: request) }
        #expect(
            error?.message.contains("there was no connection within 0.2 seconds") == true,
            "\(error?.message ?? "")"
        )
    }
}
