import BehestTransport
import BehestWorkflow
import Testing

@testable import BehestAgents

/// What an answer that is no success means.
struct ForgeProblemTests {
    private static func error(
        _ status: Int,
        _ headers: [HTTPHeader] = [],
        words: String? = nil,
        token: String? = "s3cret"
    ) throws -> AgentError {
        let settings = ForgeSettings(
            kind: .github,
            address: try HTTPAddress("https://user:pw@github.com"),
            repository: "o/r",
            token: token.map { _ in .environment("X") }
        )
        return ForgeProblem(settings: settings, token: token.map(Secret.init), now: 1_000)
            .error(HTTPResponse(status: status, headers: headers), words, to: ForgeRequest(.get, "/"))
    }

    @Test(
        arguments: [
            (429, [HTTPHeader("Retry-After", "30")], nil, Duration.seconds(30)),
            (403, [HTTPHeader("retry-after", "5")], "You have exceeded a secondary rate limit.", .seconds(5)),
            (
                403, [HTTPHeader("x-ratelimit-remaining", "0"), HTTPHeader("x-ratelimit-reset", "1090")], nil,
                .seconds(90)
            ),
            (429, [HTTPHeader("RateLimit-Remaining", "0"), HTTPHeader("RateLimit-Reset", "1010")], nil, .seconds(10)),
            (403, [HTTPHeader("x-ratelimit-remaining", "0"), HTTPHeader("x-ratelimit-reset", "5")], nil, .seconds(1)),
            (403, [], "You have exceeded a secondary Rate Limit.", .seconds(60)), (429, [], nil, .seconds(60)),
            (429, [HTTPHeader("Retry-After", "999999999")], nil, .seconds(86_400)),
            (
                429,
                [
                    HTTPHeader("Retry-After", "Thu, 01 Jan 1970 01:00:30 GMT"),
                    HTTPHeader("Date", "Thu, 01 Jan 1970 01:00:00 GMT"),
                ], nil, .seconds(30)
            ),
        ] as [(Int, [HTTPHeader], String?, Duration)]
    )
    func limitsPass(_ status: Int, _ headers: [HTTPHeader], _ words: String?, _ wait: Duration) throws {
        #expect(try Self.error(status, headers, words: words).kind == .passing(retryAfter: wait))
    }

    @Test(arguments: [400, 401, 403, 404, 410, 413, 415, 422, 301, 307])
    func refusalsStay(_ status: Int) throws {
        let error = try Self.error(status, words: "It says s3cret back.")
        #expect(error.kind == .permanent)
        #expect(error.message.contains("(\(status))"))
        #expect(!error.message.contains("s3cret") && !error.message.contains("pw"))
    }

    @Test(arguments: [408, 409, 423, 425, 500, 502, 503, 504])
    func whatIsOnlyForNowPasses(_ status: Int) throws {
        #expect(try Self.error(status).kind == .passing(retryAfter: nil))
        let later = try Self.error(status, [HTTPHeader("Retry-After", "9")])
        #expect(later.kind == .passing(retryAfter: .seconds(9)))
    }

    @Test func withoutATokenOneIsAskedFor() throws {
        #expect(try Self.error(401, token: nil).message.contains("Name a token"))
    }

    @Test func longAndHostileWordsAreCut() throws {
        let message = try Self.error(422, words: String(repeating: "a\n\u{1B}[31m", count: 500)).message
        #expect(message.count < 500)
        #expect(!message.contains("\n") && !message.contains("\u{1B}"))
    }
}
