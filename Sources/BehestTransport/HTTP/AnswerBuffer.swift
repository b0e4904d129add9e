/// What has come of an answer, and was not taken yet.
///
/// A pure value: lines of the head and pieces of the body go in, the head and the pieces come out, and it says when the server
/// has to wait.
struct AnswerBuffer: Sendable {
    /// What becomes of a piece of the body.
    enum Taking: Sendable, Hashable {
        /// It was taken.
        case taken
        /// There is no room for it yet: it must come again.
        case full
        /// The answer is longer than it may be.
        case tooLong
    }

    /// What a line of a head belongs to.
    enum Line: Sendable, Hashable {
        /// Something that goes before an answer.
        case preliminary
        /// An answer.
        case answer
        /// The end of the head of an answer that takes nothing more of the request.
        case refusal
    }

    /// What is to be had.
    enum Supply: Sendable {
        /// A piece of the body; and whether the server, which had to wait, may go on.
        case piece([UInt8], mayGoOn: Bool)
        /// Nothing yet.
        case later
        /// All was had.
        case end
    }

    private let longest: Int
    private let highWater: Int
    private let followsRedirects: Bool

    private var head = HTTPResponse(status: 0)
    private var isHeadWhole = false
    private var body: [UInt8] = []
    private var count = 0
    private var isFull = false
    private var result: Result<Void, any Error>?

    /// Makes room for an answer.
    init(longest: Int, followsRedirects: Bool = false, highWater: Int = 256 * 1024) {
        self.longest = longest
        self.followsRedirects = followsRedirects
        self.highWater = highWater
    }

    // MARK: - What comes

    /// Takes a line of a head; a new status line begins a new head, as after a redirect.
    ///
    /// - Returns: what it belongs to.
    mutating func take(line: String) -> Line {
        var isEnd = false
        if line.hasPrefix("HTTP/") {
            let parts = line.split(separator: " ", maxSplits: 2)
            head = HTTPResponse(status: parts.dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0)
            head.version = String(parts[0].dropFirst(5))
            isHeadWhole = false
            body = []
            count = 0
        } else if !isHeadWhole {
            if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                head.headers.append(HTTPHeader(String(line[..<colon]), String(value.prefix { !$0.isNewline })))
            } else if line.allSatisfy(\.isNewline) {
                isEnd = true
                isHeadWhole = head.status >= 200 && !isRedirect
            }
        }
        guard head.status >= 200 else { return .preliminary }
        return isEnd && head.status >= 300 ? .refusal : .answer
    }

    /// Takes a piece of the body.
    mutating func take(_ bytes: [UInt8]) -> Taking {
        guard count + bytes.count <= longest else { return .tooLong }
        guard body.isEmpty || body.count + bytes.count <= highWater else {
            isFull = true
            return .full
        }
        isHeadWhole = true
        body += bytes
        count += bytes.count
        return .taken
    }

    /// Ends it; the first end counts.
    mutating func end(_ result: Result<Void, any Error>) {
        guard self.result == nil else { return }
        self.result = result
        if case .success = result { isHeadWhole = true }
    }

    /// Whether the status and the headers are there.
    var hasHead: Bool { isHeadWhole }

    /// Whether it has ended.
    var isOver: Bool { result != nil }

    // MARK: - What is taken

    /// The status and the headers, without a body; `nil` when they are not there yet.
    ///
    /// - Throws: why there will be none.
    func wholeHead() throws -> HTTPResponse? {
        if isHeadWhole { return head }
        try result?.get()
        return nil
    }

    /// The next piece of the body; what has come goes before why there is no more.
    ///
    /// - Throws: why the rest did not come.
    mutating func next() throws -> Supply {
        guard body.isEmpty else {
            defer {
                body = []
                isFull = false
            }
            return .piece(body, mayGoOn: isFull)
        }
        guard let result else { return .later }
        try result.get()
        return .end
    }

    private var isRedirect: Bool {
        followsRedirects && (300..<400).contains(head.status) && head[header: "Location"] != nil
    }
}
