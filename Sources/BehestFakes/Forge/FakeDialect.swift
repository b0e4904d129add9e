import BehestWorkflow

/// How a kind of forge answers.
protocol FakeDialect: Sendable {
    /// The path of its API.
    var root: [String] { get }

    /// Does what is asked of it; the path is without the root.
    func answer(_ request: FakeRequest, _ path: ArraySlice<String>, _ store: inout FakeStore, now: Int) -> FakeAnswer

    /// Refuses something in its own words.
    func refusal(_ status: Int, _ words: String) -> FakeAnswer

    /// Refuses because too much is asked.
    ///
    /// - Parameters:
    ///   - wait: how long to wait, in seconds.
    ///   - reset: when it is more again, in seconds since the beginning of 1970; `nil` when nothing is said of that.
    /// - Returns: the answer.
    func tooMany(wait: Int, reset: Int?) -> FakeAnswer
}

extension FakeDialect {
    var notFound: FakeAnswer { refusal(404, "Not Found") }
    var notAllowed: FakeAnswer { refusal(405, "Method Not Allowed") }

    /// A page of a list, and what names the next one.
    func page<Element>(
        _ elements: [Element],
        _ request: FakeRequest,
        size: Int
    ) -> (elements: [Element], page: Int, pages: Int, link: [(String, String)]) {
        let page = request.number("page", 1, most: 1_000_000)
        let pages = max(1, (elements.count + size - 1) / size)
        let start = min(elements.count, (page - 1) * size)
        let query = request.query.filter { $0.key != "page" }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.escaped($0.value))" }
        func link(_ page: Int, _ relation: String) -> String {
            "<\(request.address)?\((query + ["page=\(page)"]).joined(separator: "&"))>; rel=\"\(relation)\""
        }
        var links: [String] = []
        if page > 1 { links += [link(page - 1, "prev"), link(1, "first")] }
        if page < pages { links = [link(page + 1, "next"), link(pages, "last")] + links }
        let header = links.isEmpty ? [] : [("Link", links.joined(separator: ", "))]
        return (Array(elements[start..<min(elements.count, start + size)]), page, pages, header)
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
