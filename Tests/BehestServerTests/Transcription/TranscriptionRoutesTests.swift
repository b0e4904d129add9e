import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestServer

/// The real server, asked by the real client.
@Suite(.timeLimit(.minutes(2)))
struct TranscriptionRoutesTests {
    private func request(
        _ form: MultipartForm,
        to server: ServedEndpoint,
        overSocket: Bool = false
    ) throws -> HTTPRequest {
        var request = HTTPRequest(
            .post,
            try HTTPAddress("http://127.0.0.1:\(server.port)/v1/audio/transcriptions")
        )
        request.key = Secret(server.token)
        if overSocket { request.socketPath = server.socketPath }
        request.upload = HTTPUpload(form)
        return request
    }

    /// Whoever opens many connections gets no more by that.
    @Test func allWhoComeByTheDoorAreOneClient() async throws {
        var places = TranscriptionQueue.Limits()
        places.most = 4
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")], places: places) { server in
            var form = MultipartForm()
            try form.add("file", file: Repository.sample("file-a-bug").path, as: "a.flac", contentType: "audio/flac")
            let taken = try (0..<3).map { _ in try server.queue.admit(.door) }
            let refused = try await HTTPClient().response(to: try request(form, to: server))
            #expect(refused.status == 429)
            #expect(String(decoding: refused.body, as: UTF8.self).contains("requests of yours"))
            let heard = try await HTTPClient().response(to: try request(form, to: server, overSocket: true))
            #expect(heard.status == 200)
            withExtendedLifetime(taken) {}
        }
    }

    @Test func anUploadThatIsNotWholeIsSentAwayWhenTheServerIsToEnd() async throws {
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")]) { server in
            let connection = try RawConnection(to: .tcp(host: "127.0.0.1", port: server.port))
            let head = """
                POST /v1/audio/transcriptions HTTP/1.1\r
                Host: 127.0.0.1:\(server.port)\r
                Authorization: Bearer \(server.token)\r
                Content-Type: multipart/form-data; boundary=b0\r
                Content-Length: 100000\r
                \r
                --b0\r

                """
            connection.send(Array(head.utf8))
            while server.queue.load.admitted == 0 { await Task.yield() }
            await server.shutDown()
            let answer = await connection.rest()
            #expect(answer.hasPrefix("HTTP/1.1 503 "), "\(answer)")
            #expect(answer.lowercased().contains("retry-after: 1"))
            #expect(answer.contains("shutting-down"))
        }
    }

    /// What was heard comes in pieces, and at last all of it.
    @Test func anAnswerIsStreamed() async throws {
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")]) { server in
            var form = MultipartForm()
            form.add("stream", "true")
            try form.add("file", file: Repository.sample("file-a-bug").path, as: "a.flac", contentType: "audio/flac")
            let answer = try await HTTPClient().response(to: try request(form, to: server))
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains("transcript.text.delta"))
            #expect(text.contains("transcript.text.done"))
        }
    }

    /// As when the system gives it no connections any more.
    @Test func aPortThatIsLostIsServedAgain() async throws {
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")]) { server in
            var request = HTTPRequest(.get, try HTTPAddress("http://127.0.0.1:\(server.port)/v1/status"))
            request.key = Secret(server.token)
            #expect(try await HTTPClient().response(to: request).status == 200)
            #expect(OwnPort.lose(server.port) == 1)
            while (try? await HTTPClient().response(to: request))?.status != 200 { try Task.checkCancellation() }
        }
    }
}
