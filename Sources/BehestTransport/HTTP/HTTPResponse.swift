/// What a server answered.
public struct HTTPResponse: Sendable {
    /// The status, such as 200.
    public var status: Int
    /// The headers of the last answer, in order.
    public var headers: [HTTPHeader]
    /// What it sent.
    public var body: [UInt8]
    /// The version of HTTP that it speaks, such as `1.1` or `2`.
    public var version = "1.1"

    /// Makes an answer.
    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the server did what was asked.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The value of the first header of a name, whatever its case.
    public subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
