import BehestTransport
import Testing

@testable import BehestSpeech

struct RetryHeadersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: [String: String] = [:]
        var isForGood = false
        var retry: TranscriptionError.Retry
        var testDescription: String { "\(status) \(headers.sorted { $0.key < $1.key })" }
    }

    /// 19:21:13 that day.
    private static let now = 1_795_807_273

    static let cases = [
        Case(status: 400, retry: .never),
        Case(status: 401, retry: .never),
        Case(status: 404, retry: .never),
        Case(status: 408, retry: .allowed),
        Case(status: 409, retry: .allowed),
        Case(status: 429, retry: .allowed),
        Case(status: 500, retry: .allowed),
        Case(status: 529, retry: .allowed),
        Case(status: 429, isForGood: true, retry: .never),
        Case(status: 429, headers: ["Retry-After": "2"], retry: .after(.seconds(2))),
        Case(status: 503, headers: ["retry-after": "0.25"], retry: .after(.milliseconds(250))),
        Case(status: 429, headers: ["Retry-After": "120"], retry: .after(.seconds(120))),
        Case(status: 429, headers: ["Retry-After": "120.5"], retry: .never),
        Case(status: 429, headers: ["Retry-After": "3600"], retry: .never),
        Case(status: 429, headers: ["Retry-After": "1e300"], retry: .never),
        Case(status: 429, headers: ["Retry-After": "inf"], retry: .never),
        Case(status: 429, headers: ["Retry-After": "0"], retry: .allowed),
        Case(status: 429, headers: ["Retry-After": "-5"], retry: .allowed),
        Case(status: 429, headers: ["Retry-After": "nan"], retry: .allowed),
        Case(status: 429, headers: ["Retry-After": "soon"], retry: .allowed),
        Case(status: 429, headers: ["Retry-After-Ms": "40", "Retry-After": "9"], retry: .after(.milliseconds(40))),
        Case(status: 429, headers: ["Retry-After-Ms": "soon", "Retry-After": "9"], retry: .after(.seconds(9))),
        Case(status: 429, headers: ["Retry-After": "Fri, 27 Nov 2026 19:21:20 GMT"], retry: .after(.seconds(7))),
        Case(status: 429, headers: ["Retry-After": "Fri, 27 Nov 2026 19:21:00 GMT"], retry: .allowed),
        Case(status: 429, headers: ["Retry-After": "Sat, 28 Nov 2026 19:21:00 GMT"], retry: .never),
        // The server's clock is an hour late, and so is what it says.
        Case(
            status: 429,
            headers: ["Retry-After": "Fri, 27 Nov 2026 18:21:20 GMT", "Date": "Fri, 27 Nov 2026 18:21:17 GMT"],
            retry: .after(.seconds(3))
        ),
        Case(status: 400, headers: ["x-should-retry": "true"], retry: .allowed),
        Case(status: 500, headers: ["x-should-retry": "false"], retry: .never),
        Case(status: 500, headers: ["x-should-retry": "maybe"], retry: .allowed),
        Case(status: 400, headers: ["x-should-retry": "true", "Retry-After": "1"], retry: .after(.seconds(1))),
    ]

    @Test(arguments: cases)
    func saysWhetherAndWhenToAskAgain(_ sample: Case) {
        let response = HTTPResponse(
            status: sample.status,
            headers: sample.headers.map { HTTPHeader($0.key, $0.value) }
        )
        let headers = RetryHeaders(response, now: Self.now)
        #expect(headers.retry(status: sample.status, isForGood: sample.isForGood) == sample.retry)
    }
}
